"""Resolutions: each closing of a conversation, and what its customer says of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.tables import Conversation, Feedback, Resolution, Turn
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict
from deskhand.infra.ids import new_id


class NothingResolved(Conflict):
    """This conversation was never closed, so there is nothing to rate."""


class ResolutionView(BaseModel):
    """A closing, and what became of it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    closed_at: datetime
    settled_by: Literal["assistant", "person"]
    confirmed: bool = Field(description="The customer said so; else it is assumed.")
    reopened_at: datetime | None
    rating: Literal["satisfied", "escalate"] | None
    comment: str | None
    rated_at: datetime | None


async def note_resolution(session: AsyncSession, actor: Actor, conversation: Conversation) -> None:
    """Keep that the conversation, which was just closed, is settled.

    It is confirmed when the customer closes it, or called an answer good since it was last open.
    """
    closed_before = await session.scalar(
        select(Resolution.closed_at)
        .where(Resolution.conversation_id == conversation.id)
        .order_by(Resolution.id.desc())
        .limit(1)
    )
    praised = await session.scalar(
        select(
            exists().where(
                Turn.conversation_id == conversation.id,
                Turn.created_at >= (closed_before or conversation.created_at),
                Feedback.tenant_id == Turn.tenant_id,
                Feedback.turn_id == Turn.id,
                Feedback.rating == "satisfied",
            )
        )
    )
    session.add(
        Resolution(
            tenant_id=tenant_of(session),
            id=new_id(),
            created_at=now(),
            conversation_id=conversation.id,
            closed_at=conversation.closed_at or now(),
            reason=conversation.close_reason or "resolved",
            settled_by=conversation.owner,
            confirmed=bool(praised) or not actor.staff,
        )
    )
    await session.flush()


async def note_reopened(session: AsyncSession, conversation_id: UUID) -> None:
    """The customer writes again: what was settled was not, or not all."""
    await session.execute(
        update(Resolution)
        .where(
            Resolution.tenant_id == tenant_of(session),
            Resolution.conversation_id == conversation_id,
            Resolution.reopened_at.is_(None),
        )
        .values(reopened_at=now())
        .execution_options(synchronize_session=False)
    )


async def resolutions_of(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> list[Resolution]:
    """The conversation's closings, oldest first; raises ConversationNotFound."""
    await get_conversation(session, actor, conversation_id)
    query = select(Resolution).where(Resolution.conversation_id == conversation_id)
    return list(await session.scalars(query.order_by(Resolution.id)))


async def rate_resolution(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    rating: Literal["satisfied", "escalate"],
    comment: str | None,
) -> Resolution:
    """What the customer says of the last closing; the last word counts.

    Raises ConversationNotFound, NothingResolved.
    """
    found = await resolutions_of(session, actor, conversation_id)
    if not found:
        raise NothingResolved
    newest = found[-1]
    newest.rating, newest.comment, newest.rated_at = rating, comment, now()
    newest.confirmed = rating == "satisfied"
    if rating == "escalate":
        newest.reopened_at = newest.reopened_at or now()
    await session.flush()
    await audit.append(
        session,
        actor,
        "conversation.rated",
        f"conversation:{conversation_id}",
        rating=rating,
    )
    return newest
