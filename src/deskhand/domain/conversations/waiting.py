"""The queue of those who wait for a person: who joins it, who leaves, and what is unanswered."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.conversations.schemas import WaitingReason
from deskhand.domain.conversations.turns import enqueue
from deskhand.domain.tables import Conversation, IdempotencyKey, Message
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of


async def await_person(
    session: AsyncSession,
    conversation_id: UUID,
    reason: WaitingReason,
    since: datetime | None = None,
) -> None:
    """Put the conversation into a person's queue; one that waits already keeps its place."""
    await session.execute(
        update(Conversation)
        .where(
            Conversation.tenant_id == tenant_of(session),
            Conversation.id == conversation_id,
            Conversation.waiting_since.is_(None),
        )
        .values(waiting_since=since or now(), waiting_reason=reason)
        .execution_options(synchronize_session=False)
    )


_UNANSWERED = text(
    """SELECT said.id, said.seq, said.created_at, said.turn_id, turns.actor, turns.about,
              turns.correlation_id
       FROM messages AS said
       JOIN turns ON turns.tenant_id = said.tenant_id AND turns.id = said.turn_id
       WHERE said.conversation_id = :id AND said.role = 'customer'
         AND said.seq > (SELECT coalesce(max(seq), 0) FROM messages
                         WHERE conversation_id = :id AND role = 'agent')
         AND NOT EXISTS (SELECT 1 FROM replies
                         WHERE replies.tenant_id = said.tenant_id AND replies.id = said.turn_id)
         AND (:silent IS FALSE OR turns.status = 'silent')
       ORDER BY said.seq"""
)


async def unanswered_since(session: AsyncSession, conversation_id: UUID) -> datetime | None:
    """When the oldest message was written that got no reply and no word of the team."""
    found = (await session.execute(_UNANSWERED, {"id": conversation_id, "silent": False})).first()
    return found.created_at if found is not None else None


async def take_up(session: AsyncSession, conversation_id: UUID) -> list[UUID]:
    """Make turns of the messages that were silenced and never answered; their ids, oldest first.

    Messages of one writer that follow each other become one turn. The caller holds the
    conversation and rings for the first turn after the commit.
    """
    rows = await session.execute(_UNANSWERED, {"id": conversation_id, "silent": True})
    opened: list[UUID] = []
    for _, group in groupby(rows, lambda row: json.dumps(row.actor, sort_keys=True)):
        said = list(group)
        about: dict[str, Any] = {}
        for row in said:
            about |= row.about
        turn_id = await enqueue(
            session,
            conversation_id,
            [row.seq for row in said],
            actor=said[-1].actor,
            about=about,
            correlation_id=said[-1].correlation_id,
        )
        await move_messages(session, [row.id for row in said], turn_id)
        opened.append(turn_id)
    return opened


async def move_messages(session: AsyncSession, message_ids: list[UUID], turn_id: UUID) -> None:
    """Let another turn answer these messages, also for who repeats their requests."""
    for table, column in ((Message, Message.id), (IdempotencyKey, IdempotencyKey.message_id)):
        await session.execute(
            update(table)
            .where(column.in_(message_ids))
            .values(turn_id=turn_id)
            .execution_options(synchronize_session=False)
        )


async def turn_of_message(session: AsyncSession, message_id: UUID) -> UUID | None:
    """The turn that answers the message now; None when the message is gone."""
    turn_id: UUID | None = await session.scalar(
        select(Message.turn_id).where(Message.id == message_id)
    )
    return turn_id
