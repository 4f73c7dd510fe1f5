"""Plans become sentences: each names what it rests on, and none rests on nothing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.plan.rendering import PlanUnsound, Renderer
from deskhand.assistant.plan.steps import Ask, Compute, Plan, Quote, Say
from deskhand.domain.conversations.dialogue import Choice, OpenQuestion
from deskhand.infra.money import Money
from deskhand.packs.loader import built_in
from tests.support.evidence import order, passage

SHOP = built_in("shop")
TODAY = date(2026, 11, 21)
HUB = order("ORD123", items=("Fern Hub 3",))
HEAT = order("ORD124", items=("Fern Thermostat",), total=Money(14900, "USD"))
STEPS = passage(
    "passage:1",
    "Open your orders.  Choose the item. The label is free of charge.\n\n- Pack it well.\n- Go.",
)


def renderer(*evidence: Evidence, language: str = "en", said: tuple[str, ...] = ()) -> Renderer:
    return Renderer(SHOP, language, EvidenceSet(evidence), TODAY, said)


def test_every_sentence_names_what_it_rests_on() -> None:
    plan = Plan(
        (
            Say("sorry", kind="courtesy"),
            Say("order-where", HUB.id),
            Quote(STEPS.id, (2,)),
            Compute("sum", (HUB.id, HEAT.id), "total"),
        )
    )
    rendered = renderer(HUB, HEAT, STEPS).render(plan)
    rests_on = {sentence.kind: sentence.evidence for sentence in rendered.sentences}
    assert rests_on == {
        "courtesy": (),
        "say": ("order:ORD123",),
        "quote": ("passage:1",),
        "compute": ("order:ORD123", "order:ORD124"),
    }
    assert all(sentence.text in rendered.text for sentence in rendered.sentences)
    assert rendered.cited == ("passage:1",)


@pytest.mark.parametrize(
    "step",
    [
        Say("order-where", "order:ORD999"),
        Quote("passage:2", (0,)),
        Compute("count", ("order:ORD123", "order:ORD999"), "total"),
        Ask("cancel-confirm", OpenQuestion(kind="confirm"), "order:ORD999"),
    ],
)
def test_a_step_on_evidence_that_is_not_there_is_refused(
    step: Say | Quote | Compute | Ask,
) -> None:
    with pytest.raises(PlanUnsound):
        renderer(HUB, STEPS).render(Plan((step,)))


def test_a_sentence_that_the_pack_does_not_have_is_refused() -> None:
    with pytest.raises(PlanUnsound, match="good-news"):
        renderer(HUB).render(Plan((Say("good-news", HUB.id),)))


def test_a_sentence_without_the_record_that_it_speaks_of_is_refused() -> None:
    with pytest.raises(PlanUnsound):
        renderer(HUB).render(Plan((Say("order-where"),)))


def test_quotes_are_the_documents_own_words() -> None:
    rendered = renderer(STEPS).render(Plan((Quote(STEPS.id, (0, 2)),)))
    assert rendered.text == "Open your orders. The label is free of charge."


def test_list_items_of_a_quote_keep_their_lines() -> None:
    rendered = renderer(STEPS).render(Plan((Quote(STEPS.id, (3, 4)),)))
    assert rendered.text == "- Pack it well.\n- Go."


@pytest.mark.parametrize("sentences", [(), (99,), (-1,)])
def test_sentences_that_a_passage_does_not_have_are_refused(sentences: tuple[int, ...]) -> None:
    with pytest.raises(PlanUnsound):
        renderer(STEPS).render(Plan((Quote(STEPS.id, sentences),)))


def test_a_quote_that_only_may_help_says_so() -> None:
    rendered = renderer(STEPS).render(Plan((Quote(STEPS.id, (0,), sure=False),)))
    assert rendered.sentences[0].kind == "unknown"
    assert rendered.sentences[0].text == SHOP.wording("en").say("may-help", {}, today=TODAY).text


def test_a_sum_names_its_parts_and_keeps_currencies_apart() -> None:
    euros = order("ORD201", total=Money(17900, "EUR"))
    plan = Plan((Compute("sum", (HUB.id, HEAT.id, euros.id), "total"),))
    text = renderer(HUB, HEAT, euros).render(plan).text
    assert "$198.00 + €179.00" in text
    assert "ORD124: $149.00" in text


def test_a_count_counts_records() -> None:
    rendered = renderer(HUB, HEAT).render(Plan((Compute("count", (HUB.id, HEAT.id), ""),)))
    assert "2" in rendered.text


def test_a_question_comes_with_its_choices() -> None:
    choices = (Choice(value="ORD123", label="ORD123 (Fern Hub 3)"),)
    asked = OpenQuestion(kind="record", noun="order", choices=choices)
    rendered = renderer(HUB).render(Plan((Say("order-where", HUB.id), Ask("which", asked))))
    assert rendered.choices == choices
    assert rendered.question == rendered.sentences[-1].text
    assert rendered.question != rendered.text


def test_a_state_that_the_pack_does_not_know_is_told_as_it_stands_in_the_record() -> None:
    odd = order("ORD127", status="held_by_customs")
    for language in SHOP.about.languages:
        text = renderer(odd, language=language).render(Plan((Say("order-where", odd.id),))).text
        assert "held by customs" in text


def test_a_value_that_is_not_known_is_never_made_up() -> None:
    bare = order("ORD128", status="shipped", delivery_date=None, carrier=None, tracking_number=None)
    text = renderer(bare).render(Plan((Say("order-where", bare.id),))).text
    assert "no delivery date yet" in text
    assert "none" not in text.lower()


def test_what_was_said_a_moment_ago_is_said_in_other_words() -> None:
    thanks = Plan((Say("welcome", kind="courtesy"),))
    heard: list[str] = []
    said: tuple[str, ...] = ()
    for _ in range(4):
        rendered = renderer(said=said).render(thanks)
        heard.append(rendered.text)
        said = (*said, *rendered.wordings)
    assert all(before != after for before, after in pairwise(heard))


def test_replies_are_worded_in_the_customers_language() -> None:
    german = renderer(HUB, language="de").render(Plan((Say("order-where", HUB.id),))).text
    assert "ORD123" in german
    assert "24. November" in german
    assert "order" not in german.lower().split()


def test_pieces_are_counted_by_what_the_record_lists() -> None:
    both = order("ORD126", items=("2 × Trail Headlamp", "Trail Bottle 1 L"))
    lamps = Compute("pieces", (both.id,), "items", parts=("2 × Trail Headlamp",))
    every = Compute("pieces", (both.id,), "items", parts=("2 × Trail Headlamp", "Trail Bottle 1 L"))
    counted = renderer(both).render(Plan((lamps, every)))
    assert counted.sentences[0].text == "That is 2 pieces, in ORD126: 2 × Trail Headlamp."
    assert counted.sentences[1].text.startswith("That is 3 pieces, in ORD126: ")
    assert {one.evidence for one in counted.sentences} == {(both.id,)}


def test_pieces_that_no_record_lists_are_not_counted() -> None:
    with pytest.raises(PlanUnsound):
        renderer(HUB).render(Plan((Compute("pieces", (HUB.id,), "items", parts=("Tent",)),)))
