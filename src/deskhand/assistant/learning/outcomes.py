"""Storing what was chosen, and what the customer's next message says of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.learning.policy import Choice
from deskhand.assistant.understanding.acts import Reading
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of


@dataclass(frozen=True, slots=True)
class ChosenFor:
    """A choice with the turn it was made for and the state it was made in."""

    turn_id: UUID
    conversation_id: UUID
    choice: Choice
    reading: Reading
    intent: str
    tier: str | None
    interaction: int
    """How many messages the conversation had before."""


def state_of(chosen: ChosenFor) -> dict[str, Any]:
    """What the learning policy will see of the situation."""
    reading = chosen.reading
    return {
        "intent": chosen.intent,
        "urgency": reading.urgency,
        "sentiment": reading.sentiment,
        "frustrated": reading.frustrated,
        "tier": chosen.tier,
        "interaction": chosen.interaction,
    }


async def store(session: AsyncSession, choices: Sequence[ChosenFor]) -> None:
    """Store each choice once, and add each message's signals to the turn before it."""
    tenant_id, moment = tenant_of(session), now()
    stored = [
        {
            "tenant_id": tenant_id,
            "id": chosen.turn_id,
            "created_at": moment,
            "strategy": chosen.choice.strategy.value,
            "propensity": chosen.choice.propensity,
            "policy": chosen.choice.policy,
            "state": json.dumps(state_of(chosen)),
        }
        for chosen in choices
    ]
    signals = [
        {
            "tenant_id": tenant_id,
            "id": chosen.turn_id,
            "conversation_id": chosen.conversation_id,
            "signals": json.dumps(_signals(chosen.reading)),
        }
        for chosen in choices
        if chosen.interaction > 0
    ]
    if stored:
        await session.execute(_STORE, stored)
    if signals:
        await session.execute(_SIGNAL, signals)


_STORE = text(
    "INSERT INTO strategy_outcomes (tenant_id, id, created_at, strategy, propensity, policy, state,"
    " signals) VALUES (:tenant_id, :id, :created_at, :strategy, :propensity, :policy,"
    " CAST(:state AS jsonb), '{}') ON CONFLICT (tenant_id, id) DO NOTHING"
)
_SIGNAL = text(
    "UPDATE strategy_outcomes SET signals = signals || CAST(:signals AS jsonb)"
    " WHERE tenant_id = :tenant_id AND id = (SELECT before.id FROM turns AS before"
    " WHERE before.tenant_id = :tenant_id AND before.conversation_id = :conversation_id"
    " AND before.id < :id ORDER BY before.first_seq DESC LIMIT 1)"
)


def _signals(reading: Reading) -> dict[str, Any]:
    return {
        "thanked": reading.thanked,
        "sentiment": reading.sentiment,
        "frustrated": reading.frustrated,
        "asked_for_person": reading.wants_person,
    }
