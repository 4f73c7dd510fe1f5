"""After delivery: what this turn tells about customers, issues and what solves them."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.insight.store import CaseFacts, record_case
from deskhand.assistant.understanding.schemas import Intent
from deskhand.assistant.workflow.outcome import Aftermath

_NO_ISSUE = frozenset({Intent.GREETING, Intent.THANKS, Intent.OUT_OF_SCOPE})


async def insight(aftermath: Aftermath, session: AsyncSession) -> str:
    """Store the case, unless the message held no issue."""
    outcome = aftermath.outcome
    if outcome.intent in _NO_ISSUE:
        return "no issue"
    facts = CaseFacts(
        turn_id=aftermath.turn_id,
        customer_id=aftermath.customer_id,
        issue=outcome.intent.value,
        products=outcome.understanding.entities.products,
        resolution=f"{outcome.agent}/{outcome.choice.strategy.value}",
        resolved="open" if outcome.escalated or outcome.clarifying else "assumed",
    )
    await record_case(session, facts)
    return f"{facts.issue}: {facts.resolved}"
