"""The shipped dialogues can be read, name what exists, and are many enough."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from deskhand.evaluation.case_files import CaseFileInvalid, read_yaml
from deskhand.evaluation.dialogues import (
    DialogueFile,
    NothingChosen,
    SuiteUnknown,
    choose,
    load_suite,
    suites,
)
from deskhand.evaluation.facts import value_of
from deskhand.evaluation.words import words_of
from deskhand.samples.schemas import load_shop
from tests.unit.evaluation.shop import world_of

_GOOD = """tenant: fernway
language: en
about: orders
dialogues:
  - id: one
    turns:
      - {says: "where is it", kind: answer, facts: [order.ORD123.delivery_date]}
"""


def test_every_fact_of_every_dialogue_exists_in_its_shop() -> None:
    for case in choose():
        world = world_of(case.tenant)
        for step in case.dialogue.turns:
            for fact in (*step.wanted_facts, *step.forbidden):
                if not fact.says and not fact.document:
                    value_of(fact, world)


def test_every_text_that_a_document_shall_hold_stands_in_one() -> None:
    strange = []
    for case in choose():
        documents = world_of(case.tenant).documents.casefold().replace("-", " ")
        for step in case.dialogue.turns:
            for fact in step.wanted_facts:
                texts = [one.casefold().replace("-", " ") for one in fact.document or ()]
                if texts and not any(one.strip("* ") in documents for one in texts):
                    strange.append(f"{case.dialogue.id}: {fact}")
    assert strange == []


def test_every_dialogue_has_an_id_of_its_own_and_a_customer_who_exists() -> None:
    cases = choose()
    twice = [name for name, count in Counter(one.dialogue.id for one in cases).items() if count > 1]
    assert twice == []
    for tenant in {case.tenant for case in cases}:
        speaking = {case.dialogue.customer for case in cases if case.tenant == tenant}
        assert speaking <= {row.email for row in load_shop(tenant).customers} | {None}


def test_there_are_enough_dialogues_in_every_language_and_of_every_kind() -> None:
    cases = choose()
    languages = Counter(case.language for case in cases)
    steps = [step for case in cases for step in case.dialogue.turns]
    kinds = Counter(step.kind for step in steps)
    assert len(cases) >= 150
    assert sum(len(step.says) for step in steps) >= 420
    assert languages["en"] >= 80
    assert min(languages[name] for name in ("de", "fr", "es", "pt", "it")) >= 10
    assert len(kinds) == 7


def test_every_sample_customer_speaks() -> None:
    heard = {case.dialogue.customer for case in choose()}
    for tenant in {case.tenant for case in choose()}:
        assert {row.email for row in load_shop(tenant).customers} <= heard


def test_every_language_has_words() -> None:
    for case in choose():
        assert words_of(case.language).own.unknown, case.language


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: answer,", "kind: reply,", "cases.yaml:7: dialogues.0.turns.0.kind"),
        (", facts: [order.ORD123.delivery_date]", "", "an answer needs facts or any_of"),
        ("id: one", "id: One Two", "cases.yaml:5: dialogues.0.id"),
        ("order.ORD123.delivery_date", "{number: 3, date: 4}", "cases.yaml:7: "),
        ("about: orders", "abuot: orders", "cases.yaml:3: abuot"),
        ("    turns:", "   turns:", "cases.yaml:6: "),
    ],
)
def test_a_fault_in_a_file_names_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(_GOOD.replace(old, new))
    with pytest.raises(CaseFileInvalid) as refused:
        read_yaml(file, DialogueFile)
    assert said in refused.value.detail


def test_dialogues_can_be_chosen_by_suite_language_and_id() -> None:
    assert {case.language for case in choose(languages=["de"])} == {"de"}
    assert [case.dialogue.id for case in choose(only=["fr-colere"])] == ["fr-colere"]
    assert len(choose(names=["orders-en"])) == len(load_suite("orders-en"))
    assert "orders-en" in suites()
    with pytest.raises(SuiteUnknown, match="There is no suite 'poems'"):
        choose(names=["poems"])
    with pytest.raises(NothingChosen, match="nobody"):
        choose(only=["nobody"])
