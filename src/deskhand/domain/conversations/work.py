"""What the team decides about a conversation: who sees to it, how urgent it is, and when."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.conversations.ownership import (
    change_owner,
    give,
    lock_conversation,
    name_of_member,
    person_of,
)
from deskhand.domain.conversations.work_schemas import ConversationChange
from deskhand.domain.tables import Conversation
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, InvalidInput


class SnoozeNotAhead(InvalidInput):
    """A conversation is put off until a moment in the future."""


class ConversationIsClosed(Conflict):
    """This conversation is closed; a message opens it again."""


async def change_conversation(
    session: AsyncSession, actor: Actor, conversation_id: UUID, change: ConversationChange
) -> Conversation:
    """Do all that the change says, or nothing of it; each part is audited with the reason.

    Raises ConversationNotFound, ConversationNotYours, TeamMemberUnknown, SnoozeNotAhead,
    ConversationIsClosed.
    """
    conversation = await lock_conversation(session, actor, conversation_id)
    given = change.model_fields_set
    if change.owner is not None or change.user_id is not None:
        await change_owner(
            session, actor, conversation_id, change.owner or "person", change.user_id
        )
    if "assignee_id" in given:
        await assign(session, actor, conversation, change.assignee_id, change.reason)
    if change.priority is not None:
        conversation.priority = change.priority
        await _note(session, actor, conversation, "priority", change, to=change.priority)
    if "snoozed_until" in given:
        await _snooze(session, actor, conversation, change)
    if "subject" in given:
        conversation.subject = change.subject
        await _note(session, actor, conversation, "subject", change)
    conversation.updated_at = now()
    await session.flush()
    return conversation


async def assign(
    session: AsyncSession,
    actor: Actor,
    conversation: Conversation,
    user_id: UUID | None,
    reason: str | None = None,
) -> None:
    """Let a member of the team see to the conversation, which the caller holds; None: nobody.

    Where a person answers, that one answers from now on; the assistant goes on until the person
    writes. Raises TeamMemberUnknown.
    """
    if user_id is not None:
        await name_of_member(session, user_id)
    if conversation.owner == "person":
        await give(session, actor, conversation, user_id)
    conversation.assignee_id = user_id
    conversation.updated_at = now()
    await session.flush()
    await audit.append(
        session,
        actor,
        "conversation.assigned",
        f"conversation:{conversation.id}",
        user_id=str(user_id) if user_id else None,
        reason=reason,
    )


async def _snooze(
    session: AsyncSession, actor: Actor, conversation: Conversation, change: ConversationChange
) -> None:
    """Put off; whoever does it sees to it when it wakes, unless somebody else does already."""
    until = change.snoozed_until
    if until is not None:
        if conversation.status != "open":
            raise ConversationIsClosed
        if until <= now():
            raise SnoozeNotAhead
        conversation.assignee_id = conversation.assignee_id or person_of(actor)
    conversation.snoozed_until = until
    await _note(
        session, actor, conversation, "snoozed", change, until=until.isoformat() if until else None
    )


async def _note(
    session: AsyncSession,
    actor: Actor,
    conversation: Conversation,
    what: str,
    change: ConversationChange,
    **detail: str | None,
) -> None:
    await audit.append(
        session,
        actor,
        f"conversation.{what}",
        f"conversation:{conversation.id}",
        **detail,
        reason=change.reason,
    )


async def wake(session: AsyncSession, most: int = 500) -> list[UUID]:
    """Bring back the conversations whose time has come; their ids."""
    due = (
        select(Conversation.id)
        .where(Conversation.snoozed_until <= now())
        .order_by(Conversation.snoozed_until)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    woken = list(
        await session.scalars(
            update(Conversation)
            .where(
                Conversation.tenant_id == tenant_of(session),
                Conversation.id.in_(due.scalar_subquery()),
            )
            .values(snoozed_until=None, updated_at=now())
            .returning(Conversation.id)
            .execution_options(synchronize_session=False)
        )
    )
    for conversation_id in woken:
        await audit.append(session, SYSTEM, "conversation.woken", f"conversation:{conversation_id}")
    return woken
