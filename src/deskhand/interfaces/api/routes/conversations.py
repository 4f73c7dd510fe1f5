"""Conversations: opened, read, written in, closed, given to a person, erased."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.conversations import history, ownership, queue, resolutions
from deskhand.domain.conversations.intake import Incoming
from deskhand.domain.conversations.resolutions import ResolutionView
from deskhand.domain.conversations.schemas import (
    ConversationDetail,
    ConversationView,
    FeedbackIn,
    MessageView,
    NewConversation,
    NewMessage,
    OwnershipChange,
    TurnAccepted,
)
from deskhand.domain.conversations.work_schemas import (
    Closing,
    ConversationChange,
    StaffConversation,
)
from deskhand.domain.tables import Conversation, Resolution
from deskhand.infra.db.paging import Page, paginate
from deskhand.infra.ids import new_id
from deskhand.infra.observability.logging import correlation_id
from deskhand.interfaces.channels import desk, team
from deskhand.interfaces.channels.intake import take_in
from deskhand.interfaces.web.deps import (
    Chatter,
    GroundDep,
    Paging,
    Reader,
    StaffWriter,
    TenantSession,
    Writer,
)

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

IdempotencyHeader = Annotated[
    str | None,
    Header(description="The same key and body get the same answer; nothing is stored twice."),
]


MessageLimit = Annotated[int, Query(ge=1, le=200)]
MessageCursor = Annotated[
    int, Query(ge=0, le=2**31 - 1, description="`seq` of the last message seen.")
]


async def detail_of(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> ConversationDetail:
    """The conversation and its first 500 messages; raises ConversationNotFound."""
    conversation = await history.get_conversation(session, actor, conversation_id)
    messages = await history.newest_messages(session, conversation_id)
    view = ConversationView.model_validate(conversation)
    return ConversationDetail(**view.model_dump(), messages=messages)


async def page_of_messages(
    session: AsyncSession, actor: Actor, conversation_id: UUID, cursor: int, limit: int
) -> Page[MessageView]:
    """Messages after `cursor`, oldest first; raises ConversationNotFound."""
    await history.get_conversation(session, actor, conversation_id)
    found = await history.messages_after(session, conversation_id, cursor, limit + 1)
    items, more = found[:limit], len(found) > limit
    return Page[MessageView](items=items, next_cursor=str(items[-1].seq) if more else None)


@router.post("", status_code=201, response_model=ConversationView, summary="Open a conversation")
async def open_conversation(
    body: NewConversation, caller: Chatter, session: TenantSession
) -> Conversation:
    """A new conversation: a customer's own, or for the team one with `customer_id`."""
    return await ownership.open_conversation(
        session, caller.actor, customer_id=body.customer_id, subject=body.subject
    )


@router.get("", response_model=Page[ConversationView], summary="List conversations")
async def list_conversations(
    caller: Reader,
    session: TenantSession,
    page: Paging,
    status: Literal["open", "closed"] | None = None,
    owner: Literal["assistant", "person"] | None = None,
    waiting: bool | None = None,
    customer_id: UUID | None = None,
) -> Page[Any]:
    """The conversations that the caller may see, the newest first.

    With `waiting=true` those in which a person is awaited, the longest waiting first.
    """
    query = history.visible_conversations(caller.actor)
    if status is not None:
        query = query.where(Conversation.status == status)
    if owner is not None:
        query = query.where(Conversation.owner == owner)
    if customer_id is not None:
        query = query.where(Conversation.customer_id == customer_id)
    if waiting:
        return await queue.page_of_waiting(session, query, page)
    if waiting is False:
        query = query.where(Conversation.waiting_since.is_(None))
    return await paginate(session, query, Conversation.id, page)


@router.get("/{conversation_id}", summary="One conversation with its messages")
async def get_conversation(
    conversation_id: UUID, caller: Reader, session: TenantSession
) -> ConversationDetail:
    """The conversation and its first 500 messages, oldest first; `/messages` pages through all."""
    return await detail_of(session, caller.actor, conversation_id)


@router.get("/{conversation_id}/messages", summary="Messages of a conversation")
async def list_messages(
    conversation_id: UUID,
    caller: Reader,
    session: TenantSession,
    limit: MessageLimit = 50,
    cursor: MessageCursor = 0,
) -> Page[MessageView]:
    """Messages after `cursor`, oldest first."""
    return await page_of_messages(session, caller.actor, conversation_id, cursor, limit)


@router.post("/{conversation_id}/messages", status_code=202, summary="Write a message")
async def write_message(
    conversation_id: UUID,
    body: NewMessage,
    caller: Chatter,
    ground: GroundDep,
    idempotency_key: IdempotencyHeader = None,
) -> TurnAccepted:
    """Store the message; it is answered in the background. Ask for the turn, or listen."""
    accepted = await take_in(
        ground,
        caller,
        Incoming(
            text=body.message,
            actor=caller.actor,
            correlation_id=correlation_id() or new_id().hex,
            conversation_id=conversation_id,
            route="/api/v1/conversations/messages",
            idempotency_key=idempotency_key,
        ),
    )
    return TurnAccepted(
        turn_id=accepted.turn_id,
        message_id=accepted.message_id,
        conversation_id=accepted.conversation_id,
    )


@router.post(
    "/{conversation_id}/close", response_model=ConversationView, summary="Close a conversation"
)
async def close_conversation(
    conversation_id: UUID, caller: Chatter, ground: GroundDep, body: Closing | None = None
) -> Conversation:
    """Close it; closing twice changes nothing, and a new message opens it again."""
    return await team.close(ground, caller, conversation_id, body.reason if body else None)


@router.get(
    "/{conversation_id}/resolutions",
    response_model=list[ResolutionView],
    summary="Closings of a conversation",
)
async def list_resolutions(
    conversation_id: UUID, caller: Reader, session: TenantSession
) -> list[Resolution]:
    """The oldest first, each with what the customer said of it."""
    return await resolutions.resolutions_of(session, caller.actor, conversation_id)


@router.post(
    "/{conversation_id}/rating", response_model=ResolutionView, summary="Rate the last closing"
)
async def rate_resolution(
    conversation_id: UUID, body: FeedbackIn, caller: Chatter, ground: GroundDep
) -> Resolution:
    """Satisfied, or `escalate`, which opens it again for a person; the last word counts."""
    return await team.rate_resolution(ground, caller, conversation_id, body)


@router.post(
    "/{conversation_id}/owner", response_model=ConversationView, summary="Take it or give it back"
)
async def change_owner(
    conversation_id: UUID, body: OwnershipChange, caller: StaffWriter, ground: GroundDep
) -> Conversation:
    """Whoever owns the conversation answers: the assistant or a person, never both.

    With `user_id` that member of the team has it, else the caller.
    """
    return await team.change_owner(ground, caller, conversation_id, body)


@router.patch(
    "/{conversation_id}", response_model=StaffConversation, summary="Change a conversation"
)
async def change_conversation(
    conversation_id: UUID, body: ConversationChange, caller: StaffWriter, ground: GroundDep
) -> Conversation:
    """Owner, assignee, priority, snooze and subject, with a reason that the audit trail keeps."""
    return await desk.change(ground, caller, conversation_id, body)


@router.post("/{conversation_id}/replies", status_code=201, summary="Answer as a person")
async def reply_as_person(
    conversation_id: UUID, body: NewMessage, caller: StaffWriter, ground: GroundDep
) -> MessageView:
    """A message from a person of the team, who thereby owns the conversation.

    An agent cannot write where another has it: take it first.
    """
    return await team.say(ground, caller, conversation_id, body.message)


@router.delete("/{conversation_id}", status_code=204, summary="Erase a conversation")
async def erase_conversation(conversation_id: UUID, caller: Writer, ground: GroundDep) -> None:
    """Delete it with everything that its words went into."""
    await team.forget(ground, caller, conversation_id)
