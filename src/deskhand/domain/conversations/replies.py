"""Replies: one row per turn, stored in the transaction that finishes the turn."""

from __future__ import annotations

import json
from typing import cast
from uuid import UUID

from sqlalchemy import Boolean, Integer, Table, Text, Uuid, bindparam, select, text
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
from deskhand.domain.conversations.turns import (
    Claim,
    FenceStale,
    TurnNotFound,
    finish,
    holds_more,
)
from deskhand.domain.conversations.waiting import await_person, unanswered_since
from deskhand.domain.tables import (
    Conversation,
    Document,
    Message,
    Reply,
    StrategyOutcome,
    Ticket,
    Turn,
)
from deskhand.infra.clock import now
from deskhand.infra.errors import Conflict
from deskhand.infra.ids import new_id


class SourceGone(Conflict):
    """A document that the reply cites was deleted meanwhile."""


class MoreWasWritten(Conflict):
    """The turn holds messages that its reply was not made for; nothing was stored."""


async def settle(
    session: AsyncSession,
    held: Claim,
    draft: ReplyDraft,
    status: str = "completed",
    *,
    seen: int | None = None,
) -> MessageView | None:
    """Store the reply and finish the turn, both or neither.

    `seen` is the number of the last message that the reply answers; None: all of the turn.
    None when a person took the conversation meanwhile: the turn ends silent, without a reply.
    Raises FenceStale when another worker holds the turn, MoreWasWritten when the turn goes on
    behind `seen`, SourceGone when a cited document is no longer there.
    """
    await _sources_exist(session, draft)
    reply, moment = _reply_row(held, draft), now()
    seq = await session.scalar(
        _SETTLE,
        {
            **{column.key: getattr(reply, column.key) for column in _REPLY.columns},
            **audit.entry_values(
                session,
                ASSISTANT,
                "turn.answered",
                f"turn:{held.turn_id}",
                status=status,
                engine=draft.engine,
                escalated=draft.escalated,
            ),
            "created_at": moment,
            "fence": held.fence,
            "status": status,
            "text": draft.text,
            "hand_over": draft.hand_over,
            "reason": "failed" if status == "failed" else "handed_over",
            "seen": seen,
            "dialogue": json.dumps(draft.dialogue) if draft.dialogue is not None else None,
            "customer_id": draft.customer_id,
        },
    )
    if seq is None:
        await _end_silent(session, held, seen)
        return None
    message = Message(
        id=reply.message_id,
        created_at=moment,
        seq=seq,
        role="assistant",
        text=draft.text,
        turn_id=held.turn_id,
    )
    return message_view(message, reply, await _ticket_number(session, draft.ticket_id))


_REPLY = cast("Table", Reply.__table__)
_REPLY_COLUMNS = ", ".join(column.key for column in _REPLY.columns)
_REPLY_VALUES = ", ".join(f":{column.key}" for column in _REPLY.columns)
# One round trip. The conversation is locked first, in the order in which erasing locks; a stale
# fence, a message that was not seen, or a person as the owner leaves `finished` empty, and then
# nothing is written.
_SETTLE = text(
    f"""WITH place AS (
            SELECT last_seq + 1 AS seq FROM conversations
            WHERE id = :conversation_id AND owner = 'assistant' FOR UPDATE),
        finished AS (
            UPDATE turns SET status = :status, finished_at = :created_at, lease_until = NULL,
                             lease_owner = NULL
            FROM place
            WHERE turns.id = :id AND turns.fence = :fence AND turns.status = 'running'
              AND turns.last_seq = coalesce(:seen, turns.last_seq)
            RETURNING place.seq),
        message AS (
            INSERT INTO messages
                (tenant_id, id, created_at, conversation_id, seq, role, text, turn_id)
            SELECT :tenant_id, :message_id, :created_at, :conversation_id, seq, 'assistant', :text,
                   :id FROM finished),
        reply AS (
            INSERT INTO replies ({_REPLY_COLUMNS}) SELECT {_REPLY_VALUES} FROM finished),
        conversation AS (
            UPDATE conversations
            SET last_seq = finished.seq, updated_at = :created_at,
                waiting_since = CASE WHEN :hand_over THEN coalesce(waiting_since, :created_at)
                                     ELSE waiting_since END,
                waiting_reason = CASE WHEN :hand_over THEN coalesce(waiting_reason, :reason)
                                      ELSE waiting_reason END,
                customer_id = COALESCE(conversations.customer_id, :customer_id)
            FROM finished WHERE conversations.id = :conversation_id),
        dialogue AS (
            INSERT INTO dialogue AS before (tenant_id, id, created_at, updated_at, state, version)
            SELECT :tenant_id, :conversation_id, :created_at, :created_at,
                   CAST(:dialogue AS jsonb), 1
            FROM finished WHERE :dialogue IS NOT NULL
            ON CONFLICT (tenant_id, id) DO UPDATE
            SET state = excluded.state, updated_at = excluded.updated_at,
                version = before.version + 1),
        noted AS ({audit.INSERT_ENTRY_IF} finished)
        SELECT seq FROM finished"""  # noqa: S608  (made of the table's own column names)
).bindparams(
    *(bindparam(column.key, type_=column.type) for column in _REPLY.columns),
    bindparam("text", type_=Text()),
    bindparam("status", type_=Text()),
    bindparam("hand_over", type_=Boolean()),
    bindparam("reason", type_=Text()),
    bindparam("seen", type_=Integer()),
    bindparam("dialogue", type_=Text()),
    bindparam("customer_id", type_=Uuid()),
)


async def _end_silent(session: AsyncSession, held: Claim, seen: int | None) -> None:
    """Finish the turn without a reply when a person has the conversation, and say who waits.

    Raises MoreWasWritten or FenceStale when it is not for a person that nothing was stored.
    """
    owner = await session.scalar(
        select(Conversation.owner).where(Conversation.id == held.conversation_id).with_for_update()
    )
    if owner != "person":
        raise MoreWasWritten if await holds_more(session, held, seen) else FenceStale
    await end_silent(session, held)


async def end_silent(session: AsyncSession, held: Claim) -> None:
    """Leave the turn to the person who has the conversation, which the caller has locked.

    What is unanswered waits in the person's queue. Raises FenceStale.
    """
    await finish(session, held, "silent")
    since = await unanswered_since(session, held.conversation_id)
    if since is not None:
        await await_person(session, held.conversation_id, "unanswered", since)


def _reply_row(held: Claim, draft: ReplyDraft) -> Reply:
    content = draft.model_dump(
        mode="json", exclude={"text", "hand_over", "customer_id", "dialogue"}
    )
    return Reply(
        **{**content, "ticket_id": draft.ticket_id},
        tenant_id=held.tenant_id,
        id=held.turn_id,
        conversation_id=held.conversation_id,
        message_id=new_id(),
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
            select(Turn, Reply, Message, Ticket.number, Conversation.waiting_since)
            .join(
                Conversation,
                (Conversation.tenant_id == Turn.tenant_id)
                & (Conversation.id == Turn.conversation_id),
            )
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
    turn, reply, message, number, waiting_since = row
    return TurnView(
        id=turn.id,
        conversation_id=turn.conversation_id,
        status=turn.status,
        attempts=turn.attempts,
        created_at=turn.created_at,
        finished_at=turn.finished_at,
        waiting=waiting_since is not None,
        reply=_reply_view(reply, message_view(message, reply, number), actor) if reply else None,
    )


async def strategy_of(session: AsyncSession, turn_id: UUID) -> StrategyOutcome | None:
    """The strategy that the turn used, with its probability; None before it was stored."""
    found: StrategyOutcome | None = await session.scalar(
        select(StrategyOutcome).where(StrategyOutcome.id == turn_id)
    )
    return found


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
