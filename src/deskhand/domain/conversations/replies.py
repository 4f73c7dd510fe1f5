"""Replies: one row per turn, stored in the transaction that finishes the turn."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import ASSISTANT, Actor
from deskhand.domain.conversations.history import message_view, visible_conversations
from deskhand.domain.conversations.schemas import (
    MessageView,
    ReplyDraft,
    ReplyView,
    TraceStep,
    TurnView,
)
from deskhand.domain.conversations.turns import Claim, FenceStale, TurnNotFound, finish
from deskhand.domain.tables import Conversation, Document, Message, Reply, Ticket, Turn
from deskhand.infra.clock import now
from deskhand.infra.errors import Conflict
from deskhand.infra.ids import new_id


class SourceGone(Conflict):
    """A document that the reply cites was deleted meanwhile."""


_INSERT_MESSAGE = insert(cast("Table", Message.__table__))
_INSERT_REPLY = insert(cast("Table", Reply.__table__))


async def settle(
    session: AsyncSession, held: Claim, draft: ReplyDraft, status: str = "completed"
) -> MessageView | None:
    """Store the reply and finish the turn, both or neither.

    None when a person took the conversation meanwhile: the turn ends silent, without a reply.
    Raises FenceStale when another worker holds the turn, SourceGone when a cited document is
    no longer there.
    """
    conversation = await session.scalar(
        select(Conversation).where(Conversation.id == held.conversation_id).with_for_update()
    )
    if conversation is None:  # Erased while the turn ran.
        raise FenceStale
    if conversation.owner == "person":
        await finish(session, held, "silent")
        return None
    await _sources_exist(session, draft)
    await finish(session, held, status)
    moment = now()
    message = Message(
        tenant_id=held.tenant_id,
        id=new_id(),
        created_at=moment,
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        role="assistant",
        text=draft.text,
        turn_id=held.turn_id,
    )
    reply = _reply_row(held, draft, message)
    # Core inserts: what is flushed as objects is read, compared and sorted again first.
    await session.execute(_INSERT_MESSAGE, _values(message))
    await session.execute(_INSERT_REPLY, _values(reply))
    conversation.last_seq = message.seq
    conversation.updated_at = moment
    if draft.hand_over:
        conversation.owner = "person"
    if conversation.customer_id is None and draft.customer_id is not None:
        conversation.customer_id = draft.customer_id
    await session.flush()
    await audit.append(
        session,
        ASSISTANT,
        "turn.answered",
        f"turn:{held.turn_id}",
        status=status,
        engine=draft.engine,
        escalated=draft.escalated,
    )
    number = await _ticket_number(session, draft.ticket_id)
    return message_view(message, reply, number)


def _values(row: Message | Reply) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in type(row).__table__.columns}


def _reply_row(held: Claim, draft: ReplyDraft, message: Message) -> Reply:
    content = draft.model_dump(mode="json", exclude={"text", "hand_over", "customer_id"})
    return Reply(
        **{**content, "ticket_id": draft.ticket_id},
        tenant_id=held.tenant_id,
        id=held.turn_id,
        created_at=message.created_at,
        conversation_id=held.conversation_id,
        message_id=message.id,
    )


async def _sources_exist(session: AsyncSession, draft: ReplyDraft) -> None:
    """A document that was deleted while the turn ran is not cited; the turn is tried again."""
    cited = {UUID(source.document_id) for source in draft.sources}
    if not cited:
        return
    there = await session.scalars(
        select(Document.id).where(Document.id.in_(cited)).with_for_update(read=True)
    )
    if set(there) != cited:
        raise SourceGone


async def _ticket_number(session: AsyncSession, ticket_id: UUID | None) -> int | None:
    if ticket_id is None:
        return None
    number: int | None = await session.scalar(select(Ticket.number).where(Ticket.id == ticket_id))
    return number


async def get_turn(session: AsyncSession, actor: Actor, turn_id: UUID) -> TurnView:
    """Where the turn stands, with its reply when it has one; raises TurnNotFound.

    Staff also see the trace, the findings and what it cost.
    """
    visible = visible_conversations(actor).with_only_columns(Conversation.id)
    row = (
        await session.execute(
            select(Turn, Reply, Message, Ticket.number)
            .outerjoin(Reply, (Reply.tenant_id == Turn.tenant_id) & (Reply.id == Turn.id))
            .outerjoin(
                Message,
                (Message.tenant_id == Reply.tenant_id) & (Message.id == Reply.message_id),
            )
            .outerjoin(
                Ticket, (Ticket.tenant_id == Reply.tenant_id) & (Ticket.id == Reply.ticket_id)
            )
            .where(Turn.id == turn_id, Turn.conversation_id.in_(visible))
        )
    ).one_or_none()
    if row is None:
        raise TurnNotFound
    turn, reply, message, number = row
    return TurnView(
        id=turn.id,
        conversation_id=turn.conversation_id,
        status=turn.status,
        attempts=turn.attempts,
        created_at=turn.created_at,
        finished_at=turn.finished_at,
        reply=_reply_view(reply, message_view(message, reply, number), actor) if reply else None,
    )


def _reply_view(reply: Reply, message: MessageView, actor: Actor) -> ReplyView:
    return ReplyView(
        message=message,
        intent=reply.intent,
        agent=reply.agent,
        engine=reply.engine,
        fallback=reply.fallback,
        strategy=reply.strategy,
        actions=reply.actions,
        trace=[TraceStep.model_validate(step) for step in reply.trace] if actor.staff else None,
        findings=reply.findings if actor.staff else None,
        usage=reply.usage if actor.staff else None,
    )
