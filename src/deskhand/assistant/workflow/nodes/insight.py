"""After delivery: what this turn tells about customers, issues and what solves them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.insight.store import CaseFacts, record_cases
from deskhand.assistant.understanding.schemas import Intent
from deskhand.assistant.workflow.outcome import Aftermath

_NO_ISSUE = frozenset({Intent.GREETING, Intent.THANKS, Intent.OUT_OF_SCOPE})


async def insight(delivered: Sequence[Aftermath], session: AsyncSession) -> None:
    """Store a case of each turn whose message held an issue."""
    await record_cases(
        session, [_case(one) for one in delivered if one.outcome.intent not in _NO_ISSUE]
    )


def _case(aftermath: Aftermath) -> CaseFacts:
    outcome = aftermath.outcome
    return CaseFacts(
        turn_id=aftermath.turn_id,
        customer_id=aftermath.customer_id,
        issue=outcome.intent.value,
        products=outcome.understanding.entities.products,
        resolution=f"{outcome.agent}/{outcome.choice.strategy.value}",
        resolved="open" if outcome.escalated or outcome.clarifying else "assumed",
    )
