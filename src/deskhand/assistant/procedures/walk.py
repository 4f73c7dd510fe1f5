"""One run of a procedure while it lasts: what it has said, what fills its slots, how it ends."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.steps import Step
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef, Topic


@dataclass(frozen=True, slots=True)
class HandOver:
    """That a person has to take this on: why, what about, and what was agreed."""

    reason: str
    about: tuple[RecordRef, ...] = ()
    action: str | None = None


class Stop(Exception):
    """The walk over the steps ends here: a question is open, or nothing more can be said."""


@dataclass(slots=True)
class Walk:
    """One run: what it has said so far and the records that fill its slots."""

    topic: Topic
    act: Act
    slots: dict[str, tuple[Evidence, ...]]
    steps: list[Step]
    dialogue: Dialogue
    hand_over: HandOver | None = None
    sifted: tuple[str, ...] = ()
    """The ids of the records that were looked through for those that are kept."""

    @property
    def first_record(self) -> str | None:
        """The id of the record that sentences without `each` are about, if there is any."""
        return next((records[0].id for records in self.slots.values() if records), None)
