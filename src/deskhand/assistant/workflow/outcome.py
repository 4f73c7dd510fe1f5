"""What a run of the workflow proposes: a reply with its grounds. It delivers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from deskhand.assistant.engine.port import Usage
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.learning.policy import Choice
from deskhand.assistant.understanding.schemas import Category, Intent, Understanding
from deskhand.assistant.workflow.state import CustomerFacts, Step

LOW_CONFIDENCE = 0.5
"""Below it a reply carries a disclaimer and the offer of a person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposed reply and everything that is to be stored with it."""

    text: str
    category: Category
    intent: Intent
    agent: str
    confidence: float
    compliance_checked: bool
    escalated: bool
    """Whether a ticket was opened: a person owns the conversation from here on."""
    ticket_id: UUID | None
    engine: str
    fallback: str | None
    choice: Choice
    sources: tuple[Evidence, ...]
    evidence: EvidenceSet
    findings: tuple[Finding, ...]
    trace: tuple[Step, ...]
    usage: Usage
    understanding: Understanding
    customer: CustomerFacts | None
    customer_id: UUID | None
    """The customer that the records belong to, when staff asked without naming one."""
    clarifying: bool

    @property
    def disclaimer(self) -> bool:
        """Whether the reply is marked as unsure."""
        return self.confidence < LOW_CONFIDENCE and not self.escalated and not self.clarifying


@dataclass(frozen=True, slots=True)
class Aftermath:
    """A delivered outcome, for the nodes that run off the customer's clock."""

    turn_id: UUID
    conversation_id: UUID
    customer_id: UUID | None
    interaction: int
    outcome: Outcome
