"""Reading what a language model wrote: whatever it is, nothing but steps of the menu come of it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.assistant.model.answer import read_object
from deskhand.assistant.model.choosing import plan_of
from deskhand.assistant.model.menu import courtesies, menu_of
from deskhand.assistant.plan.rendering import Renderer
from deskhand.assistant.plan.steps import Plan, Quote, Say, rests_on
from deskhand.infra.models.failures import ModelAnswerInvalid
from deskhand.packs.loader import BUILT_IN, built_in
from tests.support.model_turns import COSTS, LATE, MOVING, NOON, RULES, WHERE, brief_of

BRIEF = brief_of(WHERE, Quote(RULES.id, (0,)), evidence=(MOVING, LATE, RULES, COSTS))
MENU = menu_of(BRIEF)
NAMES = st.sampled_from(
    [
        *(one.id for one in MENU.sayings),
        *MENU.sentence_ids,
        *(one.id for one in MENU.courtesies),
        "order:ORD201",
        "refund-passed",
        "",
    ]
)
ANYTHING = st.recursive(
    st.one_of(NAMES, st.text(max_size=20), st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["say", "quote", "courtesy", "offer_person"]), inner),
    ),
    max_leaves=8,
)
STEPS = st.one_of(
    st.fixed_dictionaries({"say": NAMES}),
    st.fixed_dictionaries({"quote": st.lists(NAMES, max_size=4)}),
    st.fixed_dictionaries({"courtesy": NAMES}),
    st.fixed_dictionaries({"offer_person": st.booleans()}),
    ANYTHING,
)


@settings(deadline=None)
@given(st.lists(STEPS, max_size=5))
def test_whatever_is_chosen_rests_on_this_turn_and_can_be_said(steps: list[Any]) -> None:
    try:
        plan = plan_of(json.dumps({"steps": steps}), MENU)
    except ModelAnswerInvalid:
        return
    if plan is None:
        return
    known = {item.id for item in BRIEF.evidence.items}
    assert all(set(rests_on(step)) <= known for step in plan.steps)
    assert Renderer(built_in("shop"), "en", BRIEF.evidence, NOON.date()).render(plan).text


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_the_reader_fail_otherwise_than_by_saying_so(text: str) -> None:
    for raw in (text, f"{{{text}}}", f'{{"steps": [{text}]}}'):
        with suppress(ModelAnswerInvalid):
            plan_of(raw, MENU)


@pytest.mark.parametrize("raw", ["", "[]", "{", "}{", "{]}", "[" * 100_000, "{" * 100_000 + "}"])
def test_what_is_no_object_is_refused(raw: str) -> None:
    with pytest.raises(ModelAnswerInvalid):
        read_object(raw)


def test_sentences_of_one_passage_are_quoted_once_and_in_their_order() -> None:
    chosen = [{"quote": ["p1.3"]}, {"say": "s1"}, {"quote": ["p1.1", "p1.3"]}]
    assert plan_of(json.dumps({"steps": chosen}), MENU) == Plan((Quote(RULES.id, (0, 2)), WHERE))


def test_a_wrong_id_is_told_back_cut_short() -> None:
    with pytest.raises(ModelAnswerInvalid) as caught:
        plan_of(json.dumps({"steps": [{"say": "x" * 9_000}]}), MENU)
    assert len(caught.value.detail) < 300


def test_the_plain_reply_is_told_in_the_ids_of_the_menu() -> None:
    assert MENU.plain == ("s1", "p1.1")


def test_a_lead_to_a_quote_stays_before_whatever_is_chosen() -> None:
    led = (Say("said-that", kind="courtesy"), Quote(RULES.id, (0,)))
    menu = menu_of(brief_of(*led, evidence=(RULES,)))
    plan = plan_of(json.dumps({"steps": [{"quote": ["p1.2"]}]}), menu)
    assert plan == Plan((led[0], Quote(RULES.id, (1,))))


def test_the_phrase_bank_can_be_said_in_every_language_and_asks_nothing() -> None:
    for name in BUILT_IN:
        pack = built_in(name)
        for language in pack.about.languages:
            for courtesy in courtesies():
                said = pack.wording(language).say(courtesy, {}, today=NOON.date()).text
                assert not set("?؟？0123456789$€") & set(said), (language, courtesy)
