"""After delivery: the choice is stored, and the turn before hears what the customer thought."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.learning.outcomes import ChosenFor, store
from deskhand.assistant.workflow.outcome import Aftermath


async def learn(delivered: Sequence[Aftermath], session: AsyncSession) -> None:
    """Store strategy, propensity and state; the learning policy will train on them."""
    await store(session, [_chosen(one) for one in delivered])


def _chosen(aftermath: Aftermath) -> ChosenFor:
    outcome = aftermath.outcome
    return ChosenFor(
        turn_id=aftermath.turn_id,
        conversation_id=aftermath.conversation_id,
        choice=outcome.choice,
        reading=outcome.reading,
        intent=outcome.intent,
        tier=outcome.customer.tier if outcome.customer else None,
        interaction=aftermath.interaction,
    )
