"""For whom a chat door speaks: a known customer, or a visitor who sees nobody's records."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts.roles import Role
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import ConversationNotFound, get_conversation
from deskhand.domain.conversations.ownership import open_session, take_for
from deskhand.domain.tables import Conversation
from deskhand.interfaces.web.auth import Principal

CHANNEL = "web"


def speaker(caller: Principal, customer_id: UUID | None) -> Actor:
    """The actor of a chat message: a customer itself, else the one for whom the caller writes.

    Whoever carries the message, nobody chats with the rights of the team: without a customer it
    comes from an unknown visitor.
    """
    actor = caller.actor
    if not actor.staff:
        return actor
    return Actor(actor.kind, actor.id, Role.CUSTOMER.value, customer_id)


async def session_of(
    session: AsyncSession, caller: Principal, session_id: str, customer_id: UUID | None
) -> Conversation:
    """The conversation of a session of the channel `web`, opened at the first visit.

    A caller without a credential goes on with the customer's session only by naming the customer.
    Raises ConversationNotFound, ConversationOfAnotherCustomer.
    """
    conversation = await open_session(
        session, caller.actor, channel=CHANNEL, external_ref=session_id, customer_id=customer_id
    )
    if caller.actor.kind == "sample" and conversation.customer_id != customer_id:
        raise ConversationNotFound
    return conversation


async def conversation_for(
    session: AsyncSession, caller: Principal, conversation_id: UUID, customer_id: UUID | None
) -> Conversation:
    """The conversation that the team or a program goes on with, for the customer it names.

    Its id alone names its customer as well; nobody's conversation becomes the customer's that is
    named. Raises ConversationNotFound, ConversationOfAnotherCustomer.
    """
    conversation = await get_conversation(session, caller.actor, conversation_id)
    await take_for(session, conversation, customer_id)
    return conversation
