"""The state of a conversation: topics on a stack, what is in hand, what was said."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from deskhand.domain.conversations.dialogue import (
    Choice,
    Dialogue,
    OpenQuestion,
    RecordRef,
    SlotValue,
    Topic,
    dialogue_from,
)
from deskhand.packs.loader import built_in, pack_of
from deskhand.worker.begun import fitted
from tests.support.pack_files import small_pack


def topic(intent: str) -> Topic:
    return Topic(intent=intent, asked=f"about {intent}")


def ref(number: str) -> RecordRef:
    return RecordRef(noun="order", number=number)


def test_a_new_topic_lies_on_top_and_an_older_one_of_its_kind_is_gone() -> None:
    dialogue = Dialogue().with_topic(topic("a")).with_topic(topic("b")).with_topic(topic("a"))
    assert [one.intent for one in dialogue.topics] == ["b", "a"]
    assert dialogue.topic == topic("a")


def test_after_a_dropped_topic_the_one_before_is_spoken_of_again() -> None:
    asked = OpenQuestion(kind="confirm", action="cancel")
    dialogue = Dialogue().with_topic(topic("a")).with_topic(topic("b"))
    dropped = dialogue.model_copy(update={"open": asked}).without_topic()
    assert dropped.topic == topic("a")
    assert dropped.open is None
    assert Dialogue().without_topic() == Dialogue()


def test_what_is_held_was_told_of() -> None:
    dialogue = Dialogue().holding(ref("1")).holding(ref("2"), ref("3"))
    assert dialogue.in_hand == (ref("2"), ref("3"))
    assert dialogue.told == (ref("1"), ref("2"), ref("3"))
    assert dialogue.holding() == dialogue


def test_a_very_long_conversation_does_not_grow_its_state_for_ever() -> None:
    dialogue = Dialogue()
    for number in range(100):
        dialogue = dialogue.with_topic(topic(f"t{number}")).holding(ref(str(number)))
        dialogue = dialogue.having_said(f"w{number}")
    assert dialogue.topic == topic("t99")
    assert dialogue.said[-1] == "w99"
    assert max(len(dialogue.topics), len(dialogue.told), len(dialogue.said)) <= 20


def test_a_state_comes_back_from_its_row_as_it_was() -> None:
    choice = Choice(value="ORD123", label="The lamp")
    dialogue = Dialogue(
        pack="digest",
        language="de",
        topics=(Topic(intent="a", asked="?", slots={"order": SlotValue(records=(ref("1"),))}),),
        open=OpenQuestion(kind="record", noun="order", slot="order", choices=(choice,)),
        stuck=1,
    ).holding(ref("1"))
    stored = dialogue.model_dump(mode="json", exclude_defaults=True)
    assert dialogue_from(stored) == dialogue


@pytest.mark.parametrize(
    "state", [None, {}, {"topics": "none"}, {"open": {"kind": "dance"}}, {"in_hand": [1]}]
)
def test_a_state_that_cannot_be_read_begins_anew(state: dict[str, object] | None) -> None:
    assert dialogue_from(state) == Dialogue()


def test_what_a_later_version_has_added_is_passed_over() -> None:
    assert dialogue_from({"stuck": 1, "mood_of_the_moon": "full"}) == Dialogue(stuck=1)


def test_a_state_is_never_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        Dialogue().stuck = 3  # type: ignore[misc]  # what is refused here, mypy refuses too


def test_what_another_pack_does_not_know_leaves_the_dialogue() -> None:
    shop, workshop = built_in("shop"), pack_of(small_pack())
    asked = OpenQuestion(kind="confirm", action="cancel")
    dialogue = Dialogue(
        pack=shop.digest, language="de", topics=(topic(next(iter(shop.intents))),), open=asked
    ).holding(ref("ORD123"))
    assert fitted(dialogue, shop) == dialogue
    after = fitted(dialogue, workshop)
    assert (after.topics, after.open, after.in_hand, after.told) == ((), None, (), ())
    assert after.language == "de"
