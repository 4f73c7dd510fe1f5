"""Storing what was chosen, and what the customer's next message says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.learning.policy import Choice
from deskhand.assistant.understanding.schemas import Understanding
from deskhand.domain.tables import StrategyOutcome, Turn
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of


@dataclass(frozen=True, slots=True)
class ChosenFor:
    """A choice with the turn it was made for and the state it was made in."""

    turn_id: UUID
    conversation_id: UUID
    choice: Choice
    understanding: Understanding
    tier: str | None
    interaction: int
    """How many messages the conversation had before."""


def state_of(chosen: ChosenFor) -> dict[str, Any]:
    """What the learning policy will see of the situation."""
    understood = chosen.understanding
    return {
        "intent": understood.intent.value,
        "urgency": understood.urgency,
        "sentiment": understood.sentiment,
        "frustrated": understood.frustrated,
        "tier": chosen.tier,
        "interaction": chosen.interaction,
    }


async def store(session: AsyncSession, chosen: ChosenFor) -> None:
    """Store the choice once, and add this message's signals to the turn before."""
    await session.execute(
        insert(StrategyOutcome)
        .values(
            tenant_id=tenant_of(session),
            id=chosen.turn_id,
            created_at=now(),
            strategy=chosen.choice.strategy.value,
            propensity=chosen.choice.propensity,
            policy=chosen.choice.policy,
            state=state_of(chosen),
            signals={},
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
    )
    previous = (
        select(Turn.id)
        .where(Turn.conversation_id == chosen.conversation_id, Turn.id < chosen.turn_id)
        .order_by(Turn.first_seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    await session.execute(
        update(StrategyOutcome)
        .where(StrategyOutcome.id == previous)
        .values(signals=_signals(chosen.understanding))
        .execution_options(synchronize_session=False)
    )


def _signals(understood: Understanding) -> dict[str, Any]:
    return {
        "thanked": understood.dialogue_act == "thank",
        "sentiment": understood.sentiment,
        "frustrated": understood.frustrated,
        "asked_for_person": understood.wants_person,
    }
