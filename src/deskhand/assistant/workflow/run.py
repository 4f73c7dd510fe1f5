"""Runs the workflow for one turn and returns its outcome; evaluation and tests use it as well."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.engine.port import Drafted, Engine, Past, Usage
from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.intents import CATEGORY_OF
from deskhand.assistant.workflow.assembly import reply_workflow
from deskhand.assistant.workflow.context import Progress, RunContext
from deskhand.assistant.workflow.nodes.insight import insight
from deskhand.assistant.workflow.nodes.learn import learn
from deskhand.assistant.workflow.outcome import Aftermath, Outcome
from deskhand.assistant.workflow.state import TurnState
from deskhand.infra.clock import now

log = structlog.get_logger(__name__)

_RECURSION = 30
"""LangGraph's step limit: six nodes, three redrafts of two nodes each, the hand-over, and room."""


@dataclass(frozen=True, slots=True)
class TurnInput:
    """A turn to answer: what the customer wrote, and what was said before."""

    message: str
    past: Past = field(default_factory=Past)
    clarified: int = 0


class Assistant:
    """The compiled workflow with an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reply = reply_workflow()

    async def answer(self, turn: TurnInput, desk: Desk, progress: Progress) -> Outcome:
        """The outcome of one turn. Raises only for faults of the ground: database, a bug."""
        ahead = asyncio.create_task(self.engine.expect(turn.message))
        try:
            state: dict[str, Any] = await self._reply.ainvoke(
                {
                    "message": turn.message,
                    "past": turn.past,
                    "clarified": turn.clarified,
                    "customer": None,
                    "evidence": EvidenceSet(),
                    "usage": Usage(),
                    "trace": [],
                    "all_findings": [],
                },
                {"recursion_limit": _RECURSION},
                context=RunContext(self.engine, desk, progress, now().date()),
            )
        finally:
            ahead.cancel()
        return _outcome(state, desk)  # type: ignore[arg-type]  # LangGraph returns a plain dict

    async def afterwards(self, delivered: Sequence[Aftermath], session: AsyncSession) -> None:
        """Insight and learning from replies that were delivered, all of one tenant."""
        await insight(delivered, session)
        await learn(delivered, session)


def _outcome(state: TurnState, desk: Desk) -> Outcome:
    drafted, understood = state["drafted"], state["understanding"]
    evidence = state["evidence"]
    return Outcome(
        text=drafted.draft.text,
        category=CATEGORY_OF[understood.intent],
        intent=understood.intent,
        agent=state["agent"],
        confidence=round(min(drafted.draft.confidence, 1.0), 3),
        compliance_checked=not state["findings"],
        escalated=bool(evidence.ledger),
        ticket_id=_ticket(evidence),
        engine=drafted.engine,
        fallback=drafted.fallback,
        choice=state["choice"],
        sources=_sources(drafted, evidence),
        evidence=evidence,
        findings=tuple(state["all_findings"]),
        trace=tuple(state["trace"]),
        usage=state["usage"],
        understanding=understood,
        customer=state["customer"],
        customer_id=desk.customer_id or _owner(evidence),
        clarifying=drafted.draft.clarifying,
    )


def _sources(drafted: Drafted, evidence: EvidenceSet) -> tuple[Any, ...]:
    cited = set(drafted.draft.cited)
    return tuple(item for item in evidence.items if item.passage is not None and item.id in cited)


def _ticket(evidence: EvidenceSet) -> UUID | None:
    for item in evidence.ledger:
        ticket_id = item.fact("ticket_id")
        if isinstance(ticket_id, str):
            return UUID(ticket_id)
    return None


def _owner(evidence: EvidenceSet) -> UUID | None:
    """The one customer whose orders or invoices were looked up; None when there are several."""
    owners = {item.owner for item in evidence.records() if item.owner is not None}
    return next(iter(owners)) if len(owners) == 1 else None
