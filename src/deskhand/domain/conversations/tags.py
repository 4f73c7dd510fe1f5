"""Tags: words of the team that group conversations."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.work_schemas import TagChange, TagCount
from deskhand.domain.tables import ConversationTag
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import InvalidInput
from deskhand.infra.ids import new_id

_MOST_TAGS = 50


class TooManyTags(InvalidInput):
    """A conversation has at most 50 tags."""


async def change_tags(
    session: AsyncSession, actor: Actor, conversation_id: UUID, change: TagChange
) -> list[str]:
    """Add and take away; the tags afterwards. Raises ConversationNotFound, TooManyTags."""
    await get_conversation(session, actor, conversation_id)
    for tag in sorted(set(change.add) - set(change.remove)):
        await session.execute(
            insert(ConversationTag)
            .values(
                tenant_id=tenant_of(session),
                id=new_id(),
                created_at=now(),
                conversation_id=conversation_id,
                tag=tag,
            )
            .on_conflict_do_nothing(index_elements=["tenant_id", "conversation_id", "tag"])
        )
    if change.remove:
        await session.execute(
            delete(ConversationTag)
            .where(
                ConversationTag.conversation_id == conversation_id,
                ConversationTag.tag.in_(change.remove),
            )
            .execution_options(synchronize_session=False)
        )
    tags = await tags_of(session, conversation_id)
    if len(tags) > _MOST_TAGS:
        raise TooManyTags
    await audit.append(
        session,
        actor,
        "conversation.tagged",
        f"conversation:{conversation_id}",
        added=change.add,
        removed=change.remove,
    )
    return tags


async def tags_of(session: AsyncSession, conversation_id: UUID) -> list[str]:
    """The conversation's tags in order."""
    return list(
        await session.scalars(
            select(ConversationTag.tag)
            .where(ConversationTag.conversation_id == conversation_id)
            .order_by(ConversationTag.tag)
        )
    )


async def all_tags(session: AsyncSession) -> list[TagCount]:
    """The tenant's tags, the most used first, at most 500."""
    many = func.count()
    rows = await session.execute(
        select(ConversationTag.tag, many)
        .group_by(ConversationTag.tag)
        .order_by(many.desc(), ConversationTag.tag)
        .limit(500)
    )
    return [TagCount(tag=tag, conversations=count) for tag, count in rows]
