"""Reading two conversations of one customer as one, and parting them again.

Nothing is moved: the merged conversation is closed and names the one in which it is read. So its
customer finds it as it was, and parting is exact.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.ownership import lock_conversation
from deskhand.domain.conversations.waiting import unanswered_since
from deskhand.domain.tables import Conversation
from deskhand.infra.clock import now
from deskhand.infra.errors import Conflict


class ConversationsNotMergeable(Conflict):
    """Two conversations of one known customer can be merged, neither of which was merged before."""


class ConversationNotMerged(Conflict):
    """This conversation is not merged into another."""


async def merge(
    session: AsyncSession, actor: Actor, conversation_id: UUID, into: UUID
) -> tuple[Conversation, Conversation]:
    """Close the conversation and let it be read in `into`; both as they are then.

    Who waits in it waits in the other from then on, since the same moment. Raises
    ConversationNotFound, ConversationsNotMergeable.
    """
    # In the order of the ids, so that two who merge the same pair never wait for each other.
    held = {
        each: await lock_conversation(session, actor, each)
        for each in sorted({conversation_id, into})
    }
    source, target = held[conversation_id], held[into]
    if not await _mergeable(session, source, target):
        raise ConversationsNotMergeable
    source.merged_into, source.updated_at = target.id, now()
    since = [moment for moment in (source.waiting_since, target.waiting_since) if moment]
    if since:
        target.waiting_since = min(since)
        target.waiting_reason = target.waiting_reason or source.waiting_reason
    if source.status == "open":
        source.status, source.closed_at, source.close_reason = "closed", now(), "merged"
        source.waiting_since = source.waiting_reason = source.snoozed_until = None
        if target.status != "open":
            target.status, target.closed_at, target.close_reason = "open", None, None
    target.updated_at = now()
    await session.flush()
    await _note(session, actor, source, "merged", into)
    return source, target


async def _mergeable(session: AsyncSession, source: Conversation, target: Conversation) -> bool:
    if source is target or source.customer_id is None or source.customer_id != target.customer_id:
        return False
    if source.merged_into is not None or target.merged_into is not None:
        return False
    return not await merged_into(session, source.id)


async def unmerge(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> tuple[Conversation, UUID]:
    """Part it from where it was merged into; it is open again if merging had closed it.

    The conversation, and where it was read. Raises ConversationNotFound, ConversationNotMerged.
    """
    source = await lock_conversation(session, actor, conversation_id)
    target_id = source.merged_into
    if target_id is None:
        raise ConversationNotMerged
    source.merged_into, source.updated_at = None, now()
    if source.close_reason == "merged":
        source.status, source.closed_at, source.close_reason = "open", None, None
        await _wait_again(session, source, target_id)
    await session.flush()
    await _note(session, actor, source, "unmerged", target_id)
    return source, target_id


async def _wait_again(session: AsyncSession, source: Conversation, target_id: UUID) -> None:
    """Who has it answers what is unanswered; where the other still waits, this one does too."""
    target = await session.get(Conversation, (source.tenant_id, target_id))
    if source.owner == "person":
        source.waiting_since = await unanswered_since(session, source.id)
    elif target is not None and target.waiting_since is not None:
        source.waiting_since = now()
    source.waiting_reason = "unanswered" if source.waiting_since is not None else None


async def merged_into(session: AsyncSession, conversation_id: UUID) -> list[UUID]:
    """The conversations that are read in this one, the oldest first."""
    return list(
        await session.scalars(
            select(Conversation.id)
            .where(Conversation.merged_into == conversation_id)
            .order_by(Conversation.id)
        )
    )


async def _note(
    session: AsyncSession, actor: Actor, source: Conversation, what: str, target_id: UUID
) -> None:
    """In the story of both."""
    for about, other in ((source.id, target_id), (target_id, source.id)):
        await audit.append(
            session,
            actor,
            f"conversation.{what}",
            f"conversation:{about}",
            source_id=str(source.id),
            other_id=str(other),
        )
