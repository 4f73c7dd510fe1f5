"""What a conversation is about, as a row beside it: read with the claim, written with the reply."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

_MOST_TOPICS = 6
_MOST_TOLD = 12
_MOST_IN_HAND = 3
"""So many records can be meant by "they"; whoever was told a longer list has to say which."""
_MOST_SAID = 16


class _Value(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class RecordRef(_Value):
    """A record by its noun and number."""

    noun: str
    number: str


class SlotValue(_Value):
    """What fills a slot, and where it came from: named, described, in_hand, chosen, said …"""

    records: tuple[RecordRef, ...] = ()
    text: str = ""
    every: bool = False
    """All parts of a record, and none by name."""
    origin: str = "said"


class Topic(_Value):
    """Something that is spoken of: an intent, its slots, and the words that brought it up."""

    intent: str
    asked: str
    slots: dict[str, SlotValue] = {}
    step: str = "told"
    """Where its procedure stands: `asking`, `proposed`, `told`, `done`, `passed_on`."""
    action: str | None = None
    """What was proposed, while it was neither agreed to nor declined."""


class Choice(_Value):
    """One of the answers that a question offers; `value` is what it stands for."""

    value: str
    label: str


class OpenQuestion(_Value):
    """What the assistant asked last and wants to know."""

    kind: Literal["record", "confirm", "offer", "topic", "passage", "text", "choice"]
    slot: str | None = None
    noun: str | None = None
    action: str | None = None
    proposal: str | None = None
    """The id of the proposal that a yes confirms; without one a person is asked to do it."""
    intent: str | None = None
    """The topic that a proposal belongs to."""
    asked_again: int = 0
    """How often it was asked again after something else was spoken of."""
    choices: tuple[Choice, ...] = ()


class Dialogue(_Value):
    """The state of one conversation; immutable, each turn makes the next.

    `topics` are a stack, the present one last. `in_hand` are the records that "it" means, `told`
    those that were spoken of, `shown` the numbered ones of the last list. `question` is what was
    last asked of the documents, `passages` what was quoted for it.
    """

    pack: str = ""
    language: str | None = None
    topics: tuple[Topic, ...] = ()
    in_hand: tuple[RecordRef, ...] = ()
    held: tuple[RecordRef, ...] = ()
    """The record of each noun that was in hand last, the newest one last."""
    told: tuple[RecordRef, ...] = ()
    shown: tuple[RecordRef, ...] = ()
    passages: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    """The sentences quoted last, so that "shorter" and "did not help" know what was said."""
    open: OpenQuestion | None = None
    question: str = ""
    last_message: str = ""
    stuck: int = 0
    said: tuple[str, ...] = ()
    """Wording ids of the last replies, so that no sentence comes twice in a row."""
    ticket: str | None = None
    """The ticket by which a person was asked to join."""
    cautious: bool = False
    """A message tried to instruct the assistant; quotes and links are withheld from then on."""

    @property
    def topic(self) -> Topic | None:
        """What is spoken of now."""
        return self.topics[-1] if self.topics else None

    def topic_of(self, intent: str | None) -> Topic | None:
        """The topic of an intent; the present one when none is named."""
        return next((one for one in self.topics if one.intent == intent), self.topic)

    def with_topic(self, topic: Topic) -> Dialogue:
        """`topic` on top; an older one of the same intent goes."""
        rest = tuple(one for one in self.topics if one.intent != topic.intent)
        return self.model_copy(update={"topics": (*rest, topic)[-_MOST_TOPICS:]})

    def without_topic(self) -> Dialogue:
        """The present topic is dropped with its question."""
        return self.model_copy(update={"topics": self.topics[:-1], "open": None})

    def holding(self, *records: RecordRef) -> Dialogue:
        """`records` are in hand and were told of; a longer list is told of, and in no hand."""
        if not records:
            return self
        told = tuple(dict.fromkeys((*self.told, *records)))[-_MOST_TOLD:]
        in_hand = records if len(records) <= _MOST_IN_HAND else ()
        held = self.held
        if len(records) == 1:
            others = tuple(one for one in held if one.noun != records[0].noun)
            held = (*others, records[0])
        return self.model_copy(update={"in_hand": in_hand, "told": told, "held": held})

    def held_of(self, noun: str) -> tuple[RecordRef, ...]:
        """What "it" means among records of `noun`: those in hand, else the one held last."""
        in_hand = tuple(one for one in self.in_hand if one.noun == noun)
        return in_hand or tuple(one for one in self.held if one.noun == noun)

    def having_said(self, *wordings: str) -> Dialogue:
        """The wordings were said now."""
        return self.model_copy(update={"said": (*self.said, *wordings)[-_MOST_SAID:]})


def dialogue_from(state: dict[str, Any] | None) -> Dialogue:
    """The stored state; an empty one where there is none, or one of a shape long gone."""
    if not state:
        return Dialogue()
    try:
        return Dialogue.model_validate(state)
    except ValidationError:
        return Dialogue()
