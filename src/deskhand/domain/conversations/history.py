"""Reading conversations: lists, messages, the window and the rolling summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.conversations.schemas import Author, MessageView, Source
from deskhand.domain.conversations.turns import Claim
from deskhand.domain.tables import Conversation, Message, Reply, Ticket, Turn, User
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, NotFound


class ConversationNotFound(NotFound):
    """No conversation with this id exists here."""


class ConversationOfAnotherCustomer(Conflict):
    """This conversation is with another customer than the one named."""


@dataclass(frozen=True, slots=True)
class TurnStart:
    """What a turn starts from: what the customer wrote, and what was said before."""

    customer_id: UUID | None
    written: tuple[str, ...]
    """The messages of the turn, oldest first."""
    first_seq: int
    last_seq: int
    summary: str
    window: tuple[Message, ...]
    """The newest messages before the turn, oldest first."""
    clarified: int
    """How many clarifying questions in a row the assistant has just asked, at most 3."""
    about: dict[str, Any] = field(default_factory=dict)
    """What the door said of the thing in hand, as `{"order_id": "ORD123"}`."""
    dialogue: dict[str, Any] | None = None
    """Where the dialogue stood after the last reply; None when no reply has written it."""


def visible_conversations(actor: Actor) -> Select[tuple[Any]]:
    """The conversations that the actor may see: all for staff, one's own for a customer."""
    query: Select[tuple[Any]] = select(Conversation)
    if actor.kind == "visitor":
        return query.where(Conversation.id == actor.id)
    if not actor.staff:
        query = query.where(
            Conversation.customer_id.is_not(None), Conversation.customer_id == actor.customer_id
        )
    return query


async def get_conversation(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> Conversation:
    """The conversation, if the actor may see it; raises ConversationNotFound."""
    conversation: Conversation | None = await session.scalar(
        visible_conversations(actor).where(Conversation.id == conversation_id)
    )
    if conversation is None:
        raise ConversationNotFound
    return conversation


async def find_by_ref(
    session: AsyncSession, actor: Actor, channel: str, external_ref: str
) -> Conversation | None:
    """The conversation of a channel's session, if there is one that the actor may see."""
    conversation: Conversation | None = await session.scalar(
        visible_conversations(actor).where(
            Conversation.channel == channel, Conversation.external_ref == external_ref
        )
    )
    return conversation


async def messages_after(
    session: AsyncSession, conversation_id: UUID, after: int = 0, limit: int = 500
) -> list[MessageView]:
    """Messages with `seq` > `after`, oldest first, answers with their sources."""
    rows = await session.execute(
        said_in(conversation_id).where(Message.seq > after).order_by(Message.seq).limit(limit)
    )
    return [message_view(*row) for row in rows]


async def newest_messages(
    session: AsyncSession, conversation_id: UUID, most: int = 500
) -> list[MessageView]:
    """The newest messages, oldest of them first, answers with their sources."""
    rows = await session.execute(said_in(conversation_id).order_by(Message.seq.desc()).limit(most))
    return [message_view(*row) for row in rows][::-1]


def said_in(*conversation_ids: UUID) -> Select[Message, Reply, int, str]:
    """The messages of these conversations, each as `message_view` takes it, in no order."""
    # A reply has the id of its turn, which is where an index leads to it.
    return (
        select(Message, Reply, Ticket.number, User.name)
        .outerjoin(
            Reply,
            (Reply.tenant_id == Message.tenant_id)
            & (Reply.id == Message.turn_id)
            & (Reply.message_id == Message.id),
        )
        .outerjoin(Ticket, (Ticket.tenant_id == Reply.tenant_id) & (Ticket.id == Reply.ticket_id))
        .outerjoin(
            User, (User.tenant_id == Message.tenant_id) & (User.id == Message.author_user_id)
        )
        .where(Message.conversation_id.in_(conversation_ids))
    )


def message_view(
    message: Message,
    reply: Reply | None = None,
    ticket_number: int | None = None,
    author_name: str | None = None,
) -> MessageView:
    """A message as the doors show it."""
    author = (
        Author(id=message.author_user_id, name=author_name)
        if message.author_user_id is not None and author_name is not None
        else None
    )
    view = MessageView.model_validate(
        {
            "id": message.id,
            "seq": message.seq,
            "role": message.role,
            "text": message.text,
            "created_at": message.created_at,
            "turn_id": message.turn_id,
            "author": author,
        }
    )
    if reply is None:
        return view
    return view.model_copy(
        update={
            "sources": [Source.model_validate(source) for source in reply.sources],
            "confidence": reply.confidence,
            "category": reply.category,
            "disclaimer": reply.disclaimer,
            "escalated": reply.escalated,
            "ticket": f"TCK-{ticket_number}" if ticket_number is not None else None,
            "compliance_checked": reply.compliance_checked,
            "choices": reply.choices,
            "question": reply.question,
            "evidence": reply.evidence,
            "checked": reply.checked,
            "actions": reply.actions,
        }
    )


async def last_words(session: AsyncSession, conversation_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The newest message of each of these conversations; one without any is left out."""
    newest = (Conversation.id == Message.conversation_id) & (Conversation.last_seq == Message.seq)
    rows = await session.execute(
        select(Message.conversation_id, Message.text)
        .join(Conversation, (Conversation.tenant_id == Message.tenant_id) & newest)
        .where(Message.conversation_id.in_(conversation_ids))
    )
    return {row.conversation_id: row.text for row in rows}


async def messages_of_turn(session: AsyncSession, turn_id: UUID) -> list[Message]:
    """What the customer wrote in this turn, oldest first."""
    return list(
        await session.scalars(
            select(Message)
            .where(Message.turn_id == turn_id, Message.role == "customer")
            .order_by(Message.seq)
        )
    )


async def turn_starts(
    session: AsyncSession, claims: Sequence[Claim], window: int
) -> dict[UUID, TurnStart]:
    """What each turn has to answer, with at most `window` messages before it."""
    rows = await session.execute(_WRITTEN, {"ids": [held.turn_id for held in claims]})
    written = {turn_id: list(group) for turn_id, group in groupby(rows, lambda row: row.turn_id)}
    starts: dict[UUID, TurnStart] = {}
    for turn_id, messages in written.items():
        first = messages[0]
        older: Sequence[Message] = ()
        clarified = 0
        if first.seq > 1:
            older = await _said_before(session, first.conversation_id, first.seq, window)
            clarified = await _clarifying_streak(session, first.conversation_id)
        starts[turn_id] = TurnStart(
            first.customer_id,
            tuple(message.text for message in messages),
            first.seq,
            messages[-1].seq,
            first.summary,
            tuple(older),
            clarified,
            first.about,
            first.dialogue,
        )
    return starts


_WRITTEN = text(
    """SELECT messages.turn_id, messages.conversation_id, messages.seq, messages.text,
              conversations.customer_id, conversations.summary, turns.about,
              dialogue.state AS dialogue
       FROM messages
       JOIN turns ON turns.tenant_id = messages.tenant_id AND turns.id = messages.turn_id
       JOIN conversations ON conversations.tenant_id = messages.tenant_id
                         AND conversations.id = messages.conversation_id
       LEFT JOIN dialogue ON dialogue.tenant_id = messages.tenant_id
                         AND dialogue.id = messages.conversation_id
       WHERE messages.turn_id = ANY(CAST(:ids AS uuid[])) AND messages.role = 'customer'
       ORDER BY messages.turn_id, messages.seq"""
)


async def _said_before(
    session: AsyncSession, conversation_id: UUID, seq: int, most: int
) -> list[Message]:
    """The newest messages from before the turn, and what was answered since it was written."""
    newest_first = await session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            (Message.seq < seq) | (Message.role != "customer"),
        )
        .order_by(Message.seq.desc())
        .limit(most)
    )
    return list(reversed(newest_first.all()))


async def unsummarised(
    session: AsyncSession, conversation: Conversation, size: int, every: int
) -> list[Message]:
    """Messages that left the window and are not in the summary; none until there are `every`."""
    through = conversation.last_seq - size
    if through - conversation.summary_seq < every:
        return []
    return list(
        await session.scalars(
            select(Message)
            .where(
                Message.conversation_id == conversation.id,
                Message.seq > conversation.summary_seq,
                Message.seq <= through,
            )
            .order_by(Message.seq)
        )
    )


async def store_summary(
    session: AsyncSession, conversation_id: UUID, summary: str, *, before: int, through: int
) -> None:
    """Store a summary made from the one that reached `before`; a newer one is not overwritten."""
    await session.execute(
        update(Conversation)
        .where(
            Conversation.tenant_id == tenant_of(session),
            Conversation.id == conversation_id,
            Conversation.summary_seq == before,
        )
        .values(summary=summary, summary_seq=through)
        .execution_options(synchronize_session=False)
    )


async def _clarifying_streak(session: AsyncSession, conversation_id: UUID) -> int:
    strategies = await session.scalars(
        select(Reply.strategy)
        .join(Turn, (Turn.tenant_id == Reply.tenant_id) & (Turn.id == Reply.id))
        .where(Turn.conversation_id == conversation_id)
        .order_by(Turn.first_seq.desc())
        .limit(3)
    )
    streak = 0
    for strategy in strategies:
        if strategy != "clarifying":
            break
        streak += 1
    return streak
