"""The flow of a procedure: its paths from the first step to an end, and what no path reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from deskhand.packs.conditions import ConditionText
from deskhand.packs.satisfying import branch_possible
from deskhand.packs.schema import Noun, Procedure, Step

Place = tuple[str | int, ...]
"""Where a step stands in its file, such as `("steps", 1, "then", 0)`."""
_MOST_PATHS: Final = 1000
Decided = tuple[tuple[ConditionText, bool], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that goes on in one of two ways, and the way that is taken."""

    place: Place
    yes: bool

    def __str__(self) -> str:
        """Such as `steps.1 yes`."""
        return f"{'.'.join(map(str, self.place))} {'yes' if self.yes else 'no'}"


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a procedure, or through what it answers to a question word."""

    procedure: str
    begins: str
    choices: tuple[Choice, ...]

    def __str__(self) -> str:
        """Such as `refund: steps.1 no, steps.1.else.0 yes`."""
        told = ", ".join(map(str, self.choices)) or "straight through"
        return f"{self.procedure}{'' if self.begins == 'steps' else f' ({self.begins})'}: {told}"


def flows_of(procedure: Procedure) -> Iterator[tuple[str, Place, Sequence[Step]]]:
    """Where a walk can begin: the steps, and each follow-up; its name, place and steps."""
    yield "steps", ("steps",), procedure.steps
    for name, steps in procedure.follow_ups.items():
        yield name, ("follow_ups", name), steps


def places_of(procedure: Procedure) -> dict[int, Place]:
    """The place of each step, by the identity of its object."""
    return {
        id(step): place
        for _, where, steps in flows_of(procedure)
        for place, step in placed(steps, where)
    }


def placed(steps: Sequence[Step], where: Place) -> Iterator[tuple[Place, Step]]:
    """Every step with its place, those of branches included."""
    for number, step in enumerate(steps):
        here = (*where, number)
        yield here, step
        yield from placed(step.then, (*here, "then"))
        yield from placed(step.otherwise, (*here, "else"))


def ways(step: Step) -> tuple[bool, ...]:
    """The ways in which it can go on; none where nothing is decided."""
    decides = step.when is not None or step.may is not None or step.propose is not None
    return (True, False) if decides else ()


def paths_of(procedure: Procedure) -> list[Path]:
    """Every path, at most a thousand."""
    found = (
        Path(procedure.procedure, begins, choices)
        for begins, where, steps in flows_of(procedure)
        for choices, _ in _paths(steps, where)
    )
    return list(islice(found, _MOST_PATHS))


def _paths(
    steps: Sequence[Step], where: Place, number: int = 0
) -> Iterator[tuple[tuple[Choice, ...], bool]]:
    """The choices of each path from step `number` on, and whether it was ended."""
    if number == len(steps):
        yield (), False
        return
    for begun, stopped in _first(steps[number], (*where, number)):
        if stopped:
            yield begun, True
            continue
        for rest, ended in _paths(steps, where, number + 1):
            yield (*begun, *rest), ended


def _first(step: Step, here: Place) -> Iterator[tuple[tuple[Choice, ...], bool]]:
    if not ways(step):
        yield (), step.end is not None or step.hand_over is not None
        return
    for yes in ways(step):
        branch, name = (step.then, "then") if yes else (step.otherwise, "else")
        for more, stopped in _paths(branch, (*here, name)):
            # After a refused proposal its `else` is the last that is said.
            ends = stopped or (step.propose is not None and not yes)
            yield (Choice(here, yes), *more), ends


def unreachable(procedure: Procedure, nouns: Mapping[str, Noun]) -> Iterator[tuple[Place, str]]:
    """Steps that nothing leads to, each with the reason."""
    for _, where, steps in flows_of(procedure):
        yield from _after_ends(steps, where)
        yield from _contradicted(procedure, nouns, steps, where, ())


def _after_ends(steps: Sequence[Step], where: Place) -> Iterator[tuple[Place, str]]:
    for number, step in enumerate(steps):
        here = (*where, number)
        yield from _after_ends(step.then, (*here, "then"))
        yield from _after_ends(step.otherwise, (*here, "else"))
        if number + 1 < len(steps) and all(ended for _, ended in _first(step, here)):
            yield (*where, number + 1), "nothing leads here: the step before ends every path"
            return


def _contradicted(
    procedure: Procedure,
    nouns: Mapping[str, Noun],
    steps: Sequence[Step],
    where: Place,
    decided: Decided,
) -> Iterator[tuple[Place, str]]:
    for number, step in enumerate(steps):
        here = (*where, number)
        for name, branch, yes in (("then", step.then, True), ("else", step.otherwise, False)):
            now = decided
            if step.when is not None:
                now = (*decided, (step.when, yes))
                if branch and not _possible(procedure, nouns, now):
                    told = "always" if not yes else "never"
                    reason = f"nothing leads here: `{step.when.source}` {told} holds at this point"
                    yield (*here, name), reason
                    continue
            yield from _contradicted(procedure, nouns, branch, (*here, name), now)


def _possible(procedure: Procedure, nouns: Mapping[str, Noun], decided: Decided) -> bool:
    """Whether a record can be decided upon so; what cannot be told counts as possible."""
    slots = {name for condition, _ in decided for name in condition.reads()}
    for slot in slots:
        kind = procedure.slots.get(slot)
        noun = nouns.get(kind.noun or "") if kind is not None and not kind.several else None
        about = tuple(one for one in decided if set(one[0].reads()) == {slot})
        if noun is not None and about and not branch_possible(about, slot, noun):
            return False
    return True
