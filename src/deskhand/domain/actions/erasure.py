"""Erasing a conversation with everything that its words went into."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions import ledger
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.ownership import erase_conversation, lock_with_turns
from deskhand.domain.tickets import tickets


async def erase(session: AsyncSession, actor: Actor, conversation_id: UUID) -> None:
    """Delete the conversation; its tickets and ledger entries stay, without its words.

    A turn that is just opening a ticket is waited for, and none can open one afterwards.
    Raises ConversationNotFound.
    """
    await lock_with_turns(session, actor, conversation_id)
    await tickets.erase_words(session, conversation_id)
    await ledger.erase_words(session, conversation_id)
    await erase_conversation(session, actor, conversation_id)
