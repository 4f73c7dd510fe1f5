"""Every fault of a pack is told with its file, and with its line where it stands in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskhand.packs.loader import BUILT_IN, PackInvalid, built_in_files, files_in, pack_of
from tests.support.pack_files import small_pack, with_file, with_words

STATUS = "procedures/repair_status.yaml"


def faults_in(files: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(PackInvalid) as refused:
        pack_of(files)
    return refused.value.faults


def file_of(fault: str) -> str:
    return fault.split(":")[0].split(",")[0]


def test_a_pack_without_fault_is_read() -> None:
    pack = pack_of(small_pack())
    assert pack.name == "workshop"
    assert set(pack.procedures) == {"repair_status"}


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("pack.yaml", "opening]", "openings]", "pack.yaml, line 7: agent repairs: there is no"),
        ("pack.yaml", "title: Rep", "titel: Rep", "pack.yaml, line 2: titel: Extra inputs"),
        ("pack.yaml", "Europe/Berlin", "Europe/Nowhere", "line 10: hours.zone: Value error, there"),
        ("pack.yaml", '"08:00"', '"8 o\'clock"', "pack.yaml, line 11: hours.days.0.0: String"),
        ("pack.yaml", "[en, de]", "[]", "pack.yaml, line 3: a pack needs a language."),
        ("pack.yaml", "[en, de]", "[en, xx]", "wording/xx.ftl: this file is missing."),
        (
            "intents.yaml",
            "about: repair",
            "about: repiar",
            "line 1: repair_status: there is",
        ),
        ("intents.yaml", "procedure: repair_s", "procedure: s", "there is no procedure `status`"),
        (
            "intents.yaml",
            "opening:",
            "Opening hours:",
            "line 2: Opening hours: String",
        ),
        ("intents.yaml", ", documents: true", "", "line 2: opening: it leads nowhere"),
        (
            "intents.yaml",
            ", documents: true",
            ", documents: true, state_of: [collect]",
            "line 2: opening: there is no action `collect`",
        ),
        (STATUS, "{say: repair-ready}", "{compute: sum, of: repair.cost}", "no field `cost`"),
        (
            "intents/en.yaml",
            "opening:",
            "openign:",
            "line 3: there is no intent `openign`",
        ),
        ("intents/en.yaml", "repair: [", "repiar: [", "en.yaml, line 5: there is no noun `repiar`"),
        (
            "nouns.yaml",
            r"(\d{1,8})",
            "(",
            "line 5: repair.identifiers.0.pattern",
        ),
        ("nouns.yaml", "REP-{1}", "REP-{2}", "the pattern has no group {2}"),
        (
            "nouns.yaml",
            "label: device",
            "label: thing",
            "line 3: repair: there is no field",
        ),
        (
            "nouns.yaml",
            "kind: state",
            "kind: text",
            "line 9: repair: `status` is not",
        ),
        (STATUS, "noun: repair", "noun: repiar", f"{STATUS}, line 3: there is no noun `repiar`"),
        (
            STATUS,
            "look_up: repair",
            "look_up: reprai",
            "line 5: there is no slot `reprai`",
        ),
        (STATUS, "repair.is_open", '"repair.is_open ||"', f"{STATUS}, line 3: slots.repair.likely"),
        (STATUS, "repair.is_open", "repair.is_opne", "has neither field nor group `is_opne`"),
        (STATUS, "repair.is_open", "order.is_open", "only `repair` can be asked here"),
        (
            STATUS,
            "repair.is_ready",
            "repairs.is_ready",
            "line 6: `repairs.is_ready &&",
        ),
        (STATUS, "{say: repair-ready}", "{may: collect}", "there is no action `collect`"),
        (
            STATUS,
            "{say: repair-ready}",
            "{propose: send, confirm: repair-ready, on: {done: repair-ready}}",
            "`on` tells what became of an action of actions.yaml, and there is none",
        ),
        (STATUS, "{noun: repair,", "{noun: repair, text: true,", "a slot is exactly one of noun"),
        (STATUS, "say: repair-where", "sya: repair-where", f"{STATUS}, line 8: steps.1.else.0.sya"),
        (STATUS, "procedure: repair_status", "procedure: status", f"{STATUS}, line 1: the file of"),
        (
            "wording/en.ftl",
            "repair-none =",
            "repair-nothing =",
            "en.ftl: the sentence `repair-none`",
        ),
        ("wording/en.ftl", "{ $number }", "{ $number", "wording/en.ftl, line 7: this is no Fluent"),
        (
            "wording/de.ftl",
            "repair-ready",
            "repair-redy",
            "de.ftl: the sentence `repair-ready`",
        ),
        (
            "wording/de.ftl",
            "seit { $ready_on }",
            "nun",
            "line 5: `repair-ready` says nothing",
        ),
        ("wording/de.ftl", "{ $number }.", "{ $numer }.", "`repair-not-found` asks for `$numer`"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(path: str, old: str, new: str, told: str) -> None:
    faults = faults_in(with_words(path, old, new))
    assert any(told in fault for fault in faults), faults
    assert {file_of(fault) for fault in faults} <= {*small_pack(), "wording/xx.ftl"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [workshop\ntitle: x\n", "pack.yaml, line 2: did not find expected ',' or ']'"),
        ("name: a\nname: b\n", "pack.yaml, line 2: `name` stands here twice"),
        ("a: &x [1]\nb: *x\n", "pack.yaml, line 2: aliases are not read here"),
        ("a: !!binary x\n", "pack.yaml, line 1: tags are not read here"),
        ("[" * 100_000, "pack.yaml, line 1: this is nested too deeply"),
        ("\n".join("  " * deep + "a:" for deep in range(500)), "this is nested too deeply"),
        ("name: \x01", "control characters are not allowed"),
        ("name: \ud800", "surrogates not allowed"),
        ("", "pack.yaml: this file is empty."),
        ("- name\n", "Input should be a valid dictionary"),
    ],
)
def test_what_is_no_yaml_is_told_and_harms_nothing(text: str, told: str) -> None:
    assert any(told in fault for fault in faults_in(with_file("pack.yaml", text)))


def test_all_faults_are_told_at_once() -> None:
    files = with_words("intents.yaml", "about: repair", "about: repiar")
    files["nouns.yaml"] = files["nouns.yaml"].replace("label: device", "label: thing")
    files["wording/de.ftl"] = "repair-where = ?\n"
    faults = faults_in(files)
    assert {file_of(fault) for fault in faults} == {
        "intents.yaml",
        "nouns.yaml",
        "wording/de.ftl",
    }
    assert all("\n" not in fault for fault in faults)


def test_a_file_with_a_misspelt_name_is_not_passed_over() -> None:
    assert faults_in({**small_pack(), "procedurs/refund.yaml": "x: 1\n"}) == (
        "procedurs/refund.yaml: no part of a pack has this name.",
    )


def test_a_missing_file_is_named() -> None:
    assert "nouns.yaml: this file is missing." in faults_in(with_file("nouns.yaml", None))


def test_a_folder_with_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_bytes(b"name: caf\xe9\n")
    with pytest.raises(PackInvalid) as refused:
        files_in(tmp_path)
    assert refused.value.faults == ("pack.yaml: this is no UTF-8 text.",)


def test_words_that_yaml_takes_for_truth_stay_words() -> None:
    files = with_words("intents/en.yaml", '"when are you open"', "yes, no, on, off, 2026-01-02")
    examples = pack_of(files).example("en").intents["opening"]
    assert examples == ("yes", "no", "on", "off", "2026-01-02")


def test_a_translation_may_say_a_state_in_words_or_choose_by_it() -> None:
    pack_of(with_words("wording/de.ftl", "{ $status_text }", "{ $status }"))


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_pack_that_comes_along_has_no_fault_since_no_start_looks_for_one(name: str) -> None:
    assert pack_of(built_in_files(name)).name == name
