"""Where people come in: owner, replies of the team, feedback, and telling those who watch."""

from __future__ import annotations

from uuid import UUID

from deskhand.domain.actions.erasure import erase
from deskhand.domain.actions.hand_over import rate
from deskhand.domain.conversations import ownership, resolutions
from deskhand.domain.conversations.intake import MessageTooLong
from deskhand.domain.conversations.schemas import (
    CloseReason,
    FeedbackIn,
    FeedbackView,
    MessageView,
    OwnershipChange,
)
from deskhand.domain.conversations.turns import next_waiting
from deskhand.domain.tables import Conversation, Resolution
from deskhand.infra.wakeup.port import stream_of, tell
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground


async def announce(ground: Ground, conversation: Conversation) -> None:
    """Publish, after the commit, who has the conversation and whether a person is awaited."""
    await tell(
        ground.runtime.events,
        conversation.tenant_id,
        conversation.id,
        "conversation",
        {
            "owner": conversation.owner,
            "status": conversation.status,
            "waiting": conversation.waiting_since is not None,
        },
    )


async def take_feedback(
    ground: Ground, caller: Principal, turn_id: UUID, given: FeedbackIn
) -> FeedbackView:
    """Store what the customer says; "escalate" asks for a person. Raises TurnNotFound."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        view, conversation = await rate(session, caller.actor, turn_id, given)
    if given.rating == "escalate":
        await announce(ground, conversation)
    return view


async def change_owner(
    ground: Ground, caller: Principal, conversation_id: UUID, change: OwnershipChange
) -> Conversation:
    """Give the conversation to a person or to the assistant, who answers what was left unanswered.

    Raises ConversationNotFound, TeamMemberUnknown.
    """
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        conversation = await ownership.change_owner(
            session, caller.actor, conversation_id, change.owner, change.user_id
        )
        waiting = await next_waiting(session, conversation_id)
    await announce(ground, conversation)
    if waiting is not None:
        await ground.runtime.wakeup.ring("turn", waiting)
    return conversation


async def close(
    ground: Ground, caller: Principal, conversation_id: UUID, reason: CloseReason | None = None
) -> Conversation:
    """Close the conversation; raises ConversationNotFound."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        conversation = await ownership.close_conversation(
            session, caller.actor, conversation_id, reason
        )
    await announce(ground, conversation)
    return conversation


def refuse_too_long(ground: Ground, text: str) -> None:
    """Raise MessageTooLong when nobody may write that much at once."""
    most = ground.runtime.settings.turns.max_message_chars
    if len(text) > most:
        raise MessageTooLong(f"A message has at most {most} characters.", max_chars=most)


async def say(ground: Ground, caller: Principal, conversation_id: UUID, text: str) -> MessageView:
    """A message from a person of the team, stored and shown at once.

    Raises MessageTooLong, ConversationNotFound, ConversationHeldByAnother.
    """
    refuse_too_long(ground, text)
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        message, conversation = await ownership.say(session, caller.actor, conversation_id, text)
    await tell(
        ground.runtime.events,
        caller.tenant_id,
        conversation_id,
        "message",
        {"message": message.model_dump(mode="json")},
    )
    await announce(ground, conversation)
    return message


async def forget(ground: Ground, caller: Principal, conversation_id: UUID) -> None:
    """Erase the conversation and its live events; raises ConversationNotFound."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        await erase(session, caller.actor, conversation_id)
    await ground.runtime.events.drop(stream_of(caller.tenant_id, conversation_id))


async def rate_resolution(
    ground: Ground, caller: Principal, conversation_id: UUID, given: FeedbackIn
) -> Resolution:
    """What the customer says of the last closing; "escalate" opens it again for a person.

    Raises ConversationNotFound, NothingResolved.
    """
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        rated = await resolutions.rate_resolution(
            session, caller.actor, conversation_id, given.rating, given.comment
        )
        conversation: Conversation | None = None
        if given.rating == "escalate":
            conversation = await ownership.hand_to_team(
                session, caller.actor, conversation_id, "asked"
            )
    if conversation is not None:
        await announce(ground, conversation)
    return rated
