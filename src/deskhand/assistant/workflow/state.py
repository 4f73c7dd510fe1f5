"""What flows through the workflow: the turn's facts in, its outcome out."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Annotated, TypedDict
from uuid import UUID

from deskhand.assistant.engine.port import Drafted, Past, Usage
from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.learning.policy import Choice
from deskhand.assistant.understanding.schemas import Understanding

MAX_REDRAFTS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the turn's trace."""

    node: str
    ms: float
    decision: str
    tokens: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """Who is asking, as the shop knows them."""

    id: UUID
    name: str
    tier: str
    locale: str


class TurnState(TypedDict, total=False):
    """The state of one run; each node returns the keys that it changes."""

    message: str
    past: Past
    clarified: int
    customer: CustomerFacts | None
    understanding: Understanding
    choice: Choice
    evidence: EvidenceSet
    agent: str
    reason: str | None
    drafted: Drafted
    findings: tuple[Finding, ...]
    all_findings: Annotated[list[Finding], operator.add]
    redrafts: int
    usage: Usage
    injection: float
    trace: Annotated[list[Step], operator.add]
