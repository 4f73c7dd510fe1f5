"""Who answers: the assistant or a person, never both; opening, closing and erasing."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import (
    ConversationNotFound,
    ConversationOfAnotherCustomer,
    find_by_ref,
    message_view,
    visible_conversations,
)
from deskhand.domain.conversations.resolutions import note_resolution
from deskhand.domain.conversations.schemas import CloseReason, MessageView, WaitingReason
from deskhand.domain.conversations.waiting import take_up, unanswered_since
from deskhand.domain.tables import (
    Conversation,
    ConversationRead,
    Customer,
    Message,
    Turn,
    User,
)
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, Forbidden, InvalidInput
from deskhand.infra.ids import new_id


class ConversationNotYours(Forbidden):
    """Only the team may answer here."""


class TeamMemberUnknown(InvalidInput):
    """No active member of the team has this id."""


class ConversationHeldByAnother(Conflict):
    """Somebody else of the team has this conversation; take it first."""


class ConversationCustomerUnknown(InvalidInput):
    """The conversation names a customer that does not exist here."""


async def open_conversation(
    session: AsyncSession,
    actor: Actor,
    *,
    customer_id: UUID | None,
    channel: str = "api",
    subject: str | None = None,
) -> Conversation:
    """A new conversation; a customer's own, or for staff one with `customer_id`.

    Raises ConversationCustomerUnknown.
    """
    if (
        actor.staff
        and customer_id is not None
        and not await session.scalar(select(Customer.id).where(Customer.id == customer_id))
    ):
        raise ConversationCustomerUnknown
    conversation = Conversation(
        tenant_id=tenant_of(session),
        id=new_id(),
        customer_id=customer_id if actor.staff else actor.customer_id,
        channel=channel,
        subject=subject,
        status="open",
        owner="assistant",
        last_seq=0,
        summary="",
        summary_seq=0,
        updated_at=now(),
    )
    session.add(conversation)
    await session.flush()
    await audit.append(session, actor, "conversation.opened", f"conversation:{conversation.id}")
    return conversation


async def open_session(
    session: AsyncSession,
    actor: Actor,
    *,
    channel: str,
    external_ref: str,
    customer_id: UUID | None,
) -> Conversation:
    """The conversation of a channel's session, opened at the first visit.

    Raises ConversationNotFound when the session is somebody else's, ConversationOfAnotherCustomer
    when it is with another customer than the one whom the team names.
    """
    customer_id = customer_id if actor.staff else actor.customer_id
    moment = now()
    await session.execute(
        insert(Conversation)
        .values(
            tenant_id=tenant_of(session),
            id=new_id(),
            created_at=moment,
            updated_at=moment,
            customer_id=customer_id,
            channel=channel,
            external_ref=external_ref,
            status="open",
            owner="assistant",
            last_seq=0,
            summary="",
            summary_seq=0,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "channel", "external_ref"])
    )
    conversation = await find_by_ref(session, actor, channel, external_ref)
    if conversation is None:
        raise ConversationNotFound
    await take_for(session, conversation, customer_id)
    return conversation


async def take_for(
    session: AsyncSession, conversation: Conversation, customer_id: UUID | None
) -> None:
    """Make nobody's conversation the customer's that is named; None names nobody.

    Raises ConversationOfAnotherCustomer.
    """
    if customer_id is None or conversation.customer_id == customer_id:
        return
    if conversation.customer_id is not None:
        raise ConversationOfAnotherCustomer
    conversation.customer_id = customer_id
    await session.flush()


async def lock_conversation(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> Conversation:
    """The conversation, held until the transaction ends; raises ConversationNotFound."""
    conversation: Conversation | None = await session.scalar(
        visible_conversations(actor).where(Conversation.id == conversation_id).with_for_update()
    )
    if conversation is None:
        raise ConversationNotFound
    return conversation


async def lock_with_turns(session: AsyncSession, actor: Actor, conversation_id: UUID) -> None:
    """Hold the conversation, then its turns, so that no worker writes for it until the end.

    Raises ConversationNotFound.
    """
    await lock_conversation(session, actor, conversation_id)
    await session.scalars(
        select(Turn.id).where(Turn.conversation_id == conversation_id).with_for_update()
    )


async def close_conversation(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    reason: CloseReason | None = None,
) -> Conversation:
    """Close it; closing twice changes nothing, and a new message opens it again.

    Nobody waits for a person any more; who writes again is answered by the assistant. A customer
    gives no reason: that the customer closed it is one.
    """
    conversation = await lock_conversation(session, actor, conversation_id)
    if conversation.status != "closed":
        conversation.status, conversation.closed_at = "closed", now()
        conversation.close_reason = (reason or "resolved") if actor.staff else "customer"
        conversation.snoozed_until = None
        conversation.waiting_since = conversation.waiting_reason = None
        conversation.updated_at = now()
        await session.flush()
        await audit.append(
            session,
            actor,
            "conversation.closed",
            f"conversation:{conversation.id}",
            reason=conversation.close_reason,
        )
        await note_resolution(session, actor, conversation)
    return conversation


async def change_owner(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    owner: str,
    user_id: UUID | None = None,
) -> Conversation:
    """Give the conversation to a person (`user_id`, else the caller) or back to the assistant.

    Turns that wait are silenced when a person takes it: the person answers them. What nobody
    answered until the assistant gets it back becomes a turn again.
    Raises ConversationNotYours, ConversationNotFound, TeamMemberUnknown.
    """
    if not actor.staff:
        raise ConversationNotYours
    conversation = await lock_conversation(session, actor, conversation_id)
    if owner == "assistant":
        await _give_back(session, actor, conversation)
    else:
        if user_id is not None:
            await name_of_member(session, user_id)
        await give(session, actor, conversation, user_id or person_of(actor))
    return conversation


def person_of(actor: Actor) -> UUID | None:
    """The member of the team who acts; None for a program."""
    return actor.id if actor.kind == "user" else None


async def name_of_member(session: AsyncSession, user_id: UUID) -> str:
    """The name of an active member of the team; raises TeamMemberUnknown."""
    name: str | None = await session.scalar(
        select(User.name).where(User.id == user_id, User.role != "customer", User.active)
    )
    if name is None:
        raise TeamMemberUnknown
    return name


async def hand_to_team(
    session: AsyncSession, actor: Actor, conversation_id: UUID, reason: WaitingReason
) -> Conversation:
    """Somebody wants a person: the conversation stands in the team's queue from now on.

    A closed one is open again. The assistant goes on answering until a person has it. Who waits
    already keeps the place, and whoever has the conversation keeps it. Raises ConversationNotFound.
    """
    conversation = await lock_conversation(session, actor, conversation_id)
    if conversation.waiting_since is None:
        conversation.status, conversation.closed_at = "open", None
        conversation.close_reason = None
        conversation.waiting_since, conversation.waiting_reason = now(), reason
        conversation.updated_at = now()
        await session.flush()
        await audit.append(
            session,
            actor,
            "conversation.person_awaited",
            f"conversation:{conversation.id}",
            reason=reason,
        )
    return conversation


async def give(
    session: AsyncSession, actor: Actor, conversation: Conversation, user_id: UUID | None
) -> None:
    """To a person, who has to answer what is not answered yet: that waits from its own time on."""
    conversation.owner, conversation.owner_user_id = "person", user_id
    conversation.assignee_id = user_id
    await session.execute(
        update(Turn)
        .where(Turn.conversation_id == conversation.id, Turn.status == "queued")
        .values(status="silent", finished_at=now())
        .execution_options(synchronize_session=False)
    )
    since = await unanswered_since(session, conversation.id)
    conversation.waiting_since = since
    conversation.waiting_reason = "unanswered" if since is not None else None
    await _note_owner(session, actor, conversation)


async def _give_back(session: AsyncSession, actor: Actor, conversation: Conversation) -> None:
    conversation.owner, conversation.owner_user_id = "assistant", None
    conversation.assignee_id = None
    conversation.waiting_since = conversation.waiting_reason = None
    await take_up(session, conversation.id)
    await _note_owner(session, actor, conversation)


async def _note_owner(session: AsyncSession, actor: Actor, conversation: Conversation) -> None:
    conversation.updated_at = now()
    await session.flush()
    await audit.append(
        session,
        actor,
        "conversation.owner_changed",
        f"conversation:{conversation.id}",
        owner=conversation.owner,
        user_id=str(conversation.owner_user_id) if conversation.owner_user_id else None,
    )


async def say(
    session: AsyncSession, actor: Actor, conversation_id: UUID, text: str
) -> tuple[MessageView, Conversation]:
    """A message from a person of the team, who has the conversation unless another has it.

    Nobody waits any more. Raises ConversationNotYours, ConversationNotFound, and
    ConversationHeldByAnother for an agent where somebody else has the conversation.
    """
    if not actor.staff:
        raise ConversationNotYours
    conversation = await lock_conversation(session, actor, conversation_id)
    await _may_write(session, actor, conversation)
    if conversation.owner != "person" or conversation.owner_user_id is None:
        await give(session, actor, conversation, person_of(actor))
    message = Message(
        tenant_id=conversation.tenant_id,
        id=new_id(),
        created_at=now(),
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        role="agent",
        text=text,
        author_user_id=person_of(actor),
    )
    session.add(message)
    conversation.last_seq = message.seq
    await mark_read(session, actor, conversation.id, message.seq)
    await audit.append(
        session,
        actor,
        "message.sent",
        f"conversation:{conversation.id}",
        message_id=str(message.id),
    )
    conversation.waiting_since = conversation.waiting_reason = None
    conversation.status, conversation.closed_at = "open", None
    conversation.close_reason = conversation.snoozed_until = None
    conversation.updated_at = now()
    await session.flush()
    name: str | None = None
    if message.author_user_id is not None:
        name = await session.scalar(select(User.name).where(User.id == message.author_user_id))
    return message_view(message, author_name=name), conversation


async def mark_read(session: AsyncSession, actor: Actor, conversation_id: UUID, seq: int) -> None:
    """Note how far the member of the team has read; programs read nothing."""
    reader = person_of(actor)
    if reader is None:
        return
    mark = insert(ConversationRead).values(
        tenant_id=tenant_of(session),
        id=new_id(),
        created_at=now(),
        conversation_id=conversation_id,
        user_id=reader,
        seq=seq,
    )
    await session.execute(
        mark.on_conflict_do_update(
            index_elements=["tenant_id", "conversation_id", "user_id"],
            set_={"seq": func.greatest(ConversationRead.seq, mark.excluded.seq)},
        )
    )


async def _may_write(session: AsyncSession, actor: Actor, conversation: Conversation) -> None:
    """An agent does not write over another; admins and owners may."""
    holder = conversation.owner_user_id
    if conversation.owner != "person" or holder is None or holder == actor.id:
        return
    if actor.role == "agent":
        name = await session.scalar(select(User.name).where(User.id == holder))
        raise ConversationHeldByAnother(
            f"{name} has this conversation; take it before you write in it.", user_id=str(holder)
        )


async def erase_conversation(session: AsyncSession, actor: Actor, conversation_id: UUID) -> None:
    """Delete it with messages, turns, replies and what was learned of them.

    What the audit trail keeps of it are ids alone.
    """
    conversation = await lock_conversation(session, actor, conversation_id)
    await session.execute(
        update(Conversation)
        .where(Conversation.merged_into == conversation.id)
        .values(merged_into=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(Message)
        .where(Message.conversation_id == conversation.id)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(Conversation)
        .where(Conversation.id == conversation.id)
        .execution_options(synchronize_session=False)
    )
    await audit.append(session, actor, "conversation.erased", f"conversation:{conversation_id}")


async def conversation_exists(session: AsyncSession, conversation_id: UUID) -> bool:
    """Whether the conversation is still there."""
    return (
        await session.scalar(select(Conversation.id).where(Conversation.id == conversation_id))
        is not None
    )
