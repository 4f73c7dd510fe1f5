"""What a run of the workflow proposes: a reply with its proofs. It delivers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.learning.policy import Choice
from deskhand.assistant.plan.rendering import Rendered
from deskhand.assistant.procedures.world import Acted
from deskhand.assistant.turn import CustomerFacts, Usage
from deskhand.assistant.understanding.acts import Reading
from deskhand.assistant.workflow.state import Refused, TraceStep
from deskhand.domain.conversations.dialogue import Dialogue

Checked = Literal["rendered", "checked", "not_checked"]

LOW_CONFIDENCE = 0.5
"""Below it a reply carries a disclaimer and the offer of a person."""


@dataclass(frozen=True, slots=True)
class Called:
    """That a person was called in this turn, why, and the ticket that they find."""

    reason: str
    reference: str
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action as a page can draw it: what, to which record, the exact values, how it stands.

    `target` and `facts` are in the customer's words: `facts` are pairs of a name and a value.
    """

    acted: Acted
    target: str
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposed reply and everything that is to be stored with it."""

    rendered: Rendered
    dialogue: Dialogue
    category: str
    intent: str
    agent: str
    confidence: float
    checked: Checked
    called: Called | None
    engine: str
    fallback: str | None
    choice: Choice
    evidence: EvidenceSet
    refused: tuple[Refused, ...]
    trace: tuple[TraceStep, ...]
    usage: Usage
    reading: Reading
    customer: CustomerFacts | None
    customer_id: UUID | None
    """The customer that the records belong to, when staff asked without naming one."""
    small_talk: bool
    actions: tuple[ShownAction, ...] = ()
    """What the reply proposes, and what it tells of as done, refused or waiting."""

    @property
    def text(self) -> str:
        return self.rendered.text

    @property
    def asks(self) -> bool:
        """Whether it ends with a question that the customer has to answer first."""
        open_question = self.dialogue.open
        return open_question is not None and open_question.kind in (
            "record",
            "topic",
            "passage",
            "text",
            "choice",
        )

    @property
    def disclaimer(self) -> bool:
        """Whether the reply is marked as unsure."""
        return self.confidence < LOW_CONFIDENCE and self.called is None and not self.asks

    @property
    def sources(self) -> tuple[Evidence, ...]:
        """The passages that are quoted, in the order of the reply."""
        cited = {item.id: item for item in self.evidence.items if item.passage is not None}
        return tuple(cited[one] for one in self.rendered.cited if one in cited)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """A delivered outcome, for the nodes that run off the customer's clock."""

    turn_id: UUID
    conversation_id: UUID
    customer_id: UUID | None
    interaction: int
    outcome: Outcome
