"""After delivery: what this turn tells about customers, issues and what solves them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.insight.store import CaseFacts, record_cases
from deskhand.assistant.workflow.outcome import Aftermath


async def insight(delivered: Sequence[Aftermath], session: AsyncSession) -> None:
    """Store a case of each turn whose message held an issue."""
    await record_cases(session, [_case(one) for one in delivered if not one.outcome.small_talk])


def _case(aftermath: Aftermath) -> CaseFacts:
    outcome = aftermath.outcome
    held = outcome.dialogue.in_hand
    return CaseFacts(
        turn_id=aftermath.turn_id,
        customer_id=aftermath.customer_id,
        issue=outcome.intent,
        products=tuple(f"{ref.noun}:{ref.number}" for ref in held),
        resolution=f"{outcome.agent}/{outcome.choice.strategy.value}",
        resolved="open" if outcome.called or outcome.asks else "assumed",
    )
