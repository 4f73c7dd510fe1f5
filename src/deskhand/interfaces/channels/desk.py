"""What the team does beside answering: in a transaction, then told to those who watch the desk."""

from __future__ import annotations

from uuid import UUID

from deskhand.domain.conversations import macros, merging, notes, tags, work
from deskhand.domain.conversations.macros import MacroRun
from deskhand.domain.conversations.turns import next_waiting
from deskhand.domain.conversations.work_schemas import ConversationChange, NoteView, TagChange
from deskhand.domain.tables import Conversation
from deskhand.infra.wakeup.port import desk_of, tell
from deskhand.interfaces.channels.team import announce, refuse_too_long
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground


async def tell_desk(ground: Ground, tenant_id: UUID, conversation_id: UUID, type: str) -> None:
    """Tell the team, and nobody else, that something happened in the conversation."""
    data = {"conversation_id": str(conversation_id)}
    await ground.runtime.events.publish(desk_of(tenant_id), type, data)


async def change(
    ground: Ground, caller: Principal, conversation_id: UUID, wanted: ConversationChange
) -> Conversation:
    """Owner, assignee, priority, snooze, subject; raises what `work.change_conversation` does.

    What was left unanswered is answered when the assistant gets the conversation back.
    """
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        conversation = await work.change_conversation(
            session, caller.actor, conversation_id, wanted
        )
        waiting = await next_waiting(session, conversation_id)
    await announce(ground, conversation)
    if waiting is not None:
        await ground.runtime.wakeup.ring("turn", waiting)
    return conversation


async def add_note(ground: Ground, caller: Principal, conversation_id: UUID, text: str) -> NoteView:
    """Tell the team; raises ConversationNotFound."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        note = await notes.add_note(session, caller.actor, conversation_id, text)
    await tell_desk(ground, caller.tenant_id, conversation_id, "note")
    return note


async def remove_note(
    ground: Ground, caller: Principal, conversation_id: UUID, note_id: UUID
) -> None:
    """Take a note away; raises NoteNotFound, NoteOfAnother."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        await notes.remove_note(session, caller.actor, conversation_id, note_id)
    await tell_desk(ground, caller.tenant_id, conversation_id, "note")


async def change_tags(
    ground: Ground, caller: Principal, conversation_id: UUID, wanted: TagChange
) -> list[str]:
    """Add and take away tags; raises ConversationNotFound, TooManyTags."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        after = await tags.change_tags(session, caller.actor, conversation_id, wanted)
    await tell_desk(ground, caller.tenant_id, conversation_id, "tags")
    return after


async def merge(
    ground: Ground, caller: Principal, conversation_id: UUID, into: UUID
) -> Conversation:
    """Let it be read in another; raises ConversationNotFound, ConversationsNotMergeable."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        source, target = await merging.merge(session, caller.actor, conversation_id, into)
    for conversation in (source, target):
        await announce(ground, conversation)
    return source


async def unmerge(ground: Ground, caller: Principal, conversation_id: UUID) -> Conversation:
    """Part it again; raises ConversationNotFound, ConversationNotMerged."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        source, target_id = await merging.unmerge(session, caller.actor, conversation_id)
    await announce(ground, source)
    await tell_desk(ground, caller.tenant_id, target_id, "conversation")
    return source


async def run_macro(
    ground: Ground, caller: Principal, conversation_id: UUID, macro_id: UUID, run: MacroRun
) -> Conversation:
    """Send the macro's text and do what it says; raises what `macros.run_macro` does."""
    refuse_too_long(ground, run.text or "")
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        conversation, message = await macros.run_macro(
            session, caller.actor, conversation_id, macro_id, run
        )
    if message is not None:
        data = {"message": message.model_dump(mode="json")}
        await tell(ground.runtime.events, caller.tenant_id, conversation_id, "message", data)
    await announce(ground, conversation)
    return conversation
