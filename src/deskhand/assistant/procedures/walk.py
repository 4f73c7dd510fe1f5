"""One run of a procedure while it lasts: what it has said, what fills its slots, how it ends."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.steps import Step
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef, Topic
from deskhand.packs.flow import Choice, Path, places_of
from deskhand.packs.schema import Procedure
from deskhand.packs.schema import Step as Procedural

WALKED: ContextVar[set[str] | None] = ContextVar("walked", default=None)
"""Where it is noted which paths are walked; only evaluation looks."""


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
    choices: list[tuple[Procedural, bool]] = field(default_factory=list)
    """The steps that went on in one of two ways, and which."""

    @property
    def first_record(self) -> str | None:
        """The id of the record that sentences without `each` are about, if there is any."""
        return next((records[0].id for records in self.slots.values() if records), None)

    def note(self, procedure: Procedure, begins: str) -> None:
        """Where evaluation looks: which path this run came along."""
        walked = WALKED.get()
        if walked is not None:
            places = places_of(procedure)
            choices = tuple(Choice(places[id(step)], yes) for step, yes in self.choices)
            walked.add(str(Path(procedure.procedure, begins, choices)))
