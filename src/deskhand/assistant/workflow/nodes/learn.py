"""After delivery: the choice is stored, and the turn before hears what the customer thought."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.learning.outcomes import ChosenFor, store
from deskhand.assistant.workflow.outcome import Aftermath


async def learn(aftermath: Aftermath, session: AsyncSession) -> str:
    """Store strategy, propensity and state; the learning policy will train on them."""
    outcome = aftermath.outcome
    chosen = ChosenFor(
        turn_id=aftermath.turn_id,
        conversation_id=aftermath.conversation_id,
        choice=outcome.choice,
        understanding=outcome.understanding,
        tier=outcome.customer.tier if outcome.customer else None,
        interaction=aftermath.interaction,
    )
    await store(session, chosen)
    return f"{outcome.choice.strategy} stored"
