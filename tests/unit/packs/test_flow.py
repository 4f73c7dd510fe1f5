"""The flow of procedures: what nothing leads to is refused, and every path can be told."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from deskhand.packs.drawing import drawing_of
from deskhand.packs.flow import paths_of, places_of, ways
from deskhand.packs.loader import PackInvalid, built_in, pack_of
from tests.support.pack_files import small_pack


def with_steps(steps: str) -> dict[str, str]:
    """The small pack whose procedure has these steps behind its look-up."""
    files = small_pack()
    path = next(path for path in files if path.startswith("procedures/"))
    head = files[path][: files[path].index("steps:")]
    return {**files, path: f"{head}steps:\n  - look_up: repair\n{steps}"}


def faults(steps: str) -> list[str]:
    with pytest.raises(PackInvalid) as refused:
        pack_of(with_steps(steps))
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (
            "  - end: over\n  - say: repair-where\n",
            "nothing leads here: the step before ends every path.",
        ),
        (
            "  - if: repair.is_open\n    then: [{end: over}]\n    else: [{hand_over: unclear}]\n"
            "  - say: repair-where\n",
            "nothing leads here: the step before ends every path.",
        ),
        (
            "  - if: repair.is_open\n    then:\n"
            "      - {if: '!repair.is_open', then: [{say: repair-where}]}\n",
            "nothing leads here: `!repair.is_open` never holds at this point.",
        ),
        (
            "  - if: repair.is_open\n    then:\n"
            "      - {if: repair.is_open, then: [{end: over}], else: [{say: repair-where}]}\n",
            "nothing leads here: `repair.is_open` always holds at this point.",
        ),
        (
            "  - if: repair.status == 'nowhere'\n    then: [{say: repair-where}]\n",
            "nothing leads here: `repair.status == 'nowhere'` never holds at this point.",
        ),
    ],
)
def test_a_step_that_nothing_leads_to_is_refused_with_its_line(steps: str, reason: str) -> None:
    [fault] = faults(steps)
    assert fault.endswith(reason)
    assert re.match(r"procedures/\w+\.yaml, line \d+: ", fault)


def test_branches_that_can_be_taken_are_no_fault() -> None:
    pack_of(
        with_steps(
            "  - if: repair.is_open\n    then:\n      - {say: repair-where}\n"
            "    else: [{if: repair.ready_on < 0, then: [{say: repair-where}], else: [{end: o}]}]\n"
        )
    )


@pytest.mark.parametrize("name", ["shop", "hotel"])
def test_paths_name_every_branch_of_every_procedure_once(name: str) -> None:
    for procedure in built_in(name).procedures.values():
        paths = list(map(str, paths_of(procedure)))
        assert len(paths) == len(set(paths))
        told = {(one.place, one.yes) for path in paths_of(procedure) for one in path.choices}
        places = places_of(procedure)
        steps = [step for one in (procedure.steps, *procedure.follow_ups.values()) for step in one]
        decided = {(places[id(step)], yes) for step in steps for yes in ways(step)}
        assert decided <= told


@pytest.mark.parametrize("name", ["shop", "hotel"])
def test_every_procedure_is_drawn_with_a_box_for_each_step(name: str) -> None:
    for procedure in built_in(name).procedures.values():
        drawing = ElementTree.fromstring(drawing_of(procedure))
        boxes = drawing.findall(".//{http://www.w3.org/2000/svg}rect")
        assert len(boxes) == len(places_of(procedure))
