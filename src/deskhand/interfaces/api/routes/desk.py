"""What the team does with a conversation beside answering it; its customer sees none of it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.conversations import notes, ownership, service_clocks, tags, thread
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.inbox_schemas import ServiceView
from deskhand.domain.conversations.thread import ThreadItem
from deskhand.domain.conversations.work_schemas import (
    MergeInto,
    NewNote,
    NoteView,
    ReadMark,
    StaffConversation,
    TagChange,
    TagCount,
)
from deskhand.domain.tables import Conversation
from deskhand.infra.db.paging import Page
from deskhand.interfaces.channels import desk, presence
from deskhand.interfaces.channels.presence import PresenceIn, PresenceView
from deskhand.interfaces.web.deps import (
    GroundDep,
    Paging,
    StaffReader,
    StaffWriter,
    TenantSession,
)

router = APIRouter(tags=["desk"])
_OF = "/api/v1/conversations/{conversation_id}"


@router.get(
    f"{_OF}/work", response_model=StaffConversation, summary="What the team sees of a conversation"
)
async def get_work(
    conversation_id: UUID, caller: StaffReader, session: TenantSession
) -> Conversation:
    """The conversation with priority, assignee, snooze, reason of closing and merge."""
    return await get_conversation(session, caller.actor, conversation_id)


@router.get(f"{_OF}/thread", summary="Messages, notes and events in one line")
async def get_thread(
    conversation_id: UUID, caller: StaffReader, session: TenantSession, page: Paging
) -> Page[ThreadItem]:
    """The newest first, with those of the conversations that were merged into this one."""
    return await thread.page_of_thread(session, caller.actor, conversation_id, page)


@router.get(f"{_OF}/service", summary="Until when it has to be answered and settled")
async def get_service(
    conversation_id: UUID, caller: StaffReader, session: TenantSession
) -> ServiceView | None:
    """The conversation's service clock; null when none was begun."""
    return await service_clocks.clock_of(session, caller.actor, conversation_id)


@router.get(f"{_OF}/notes", summary="Notes of the team")
async def list_notes(
    conversation_id: UUID, caller: StaffReader, session: TenantSession
) -> list[NoteView]:
    """The newest 500, oldest of them first."""
    return await notes.notes_of(session, caller.actor, conversation_id)


@router.post(f"{_OF}/notes", status_code=201, summary="Write a note")
async def add_note(
    conversation_id: UUID, body: NewNote, caller: StaffWriter, ground: GroundDep
) -> NoteView:
    """Only the team reads it: never the customer, the assistant or an export."""
    return await desk.add_note(ground, caller, conversation_id, body.text)


@router.delete(f"{_OF}/notes/{{note_id}}", status_code=204, summary="Take a note away")
async def remove_note(
    conversation_id: UUID, note_id: UUID, caller: StaffWriter, ground: GroundDep
) -> None:
    """One's own; administrators any."""
    await desk.remove_note(ground, caller, conversation_id, note_id)


@router.get(f"{_OF}/tags", summary="Tags of a conversation")
async def list_tags_of(
    conversation_id: UUID, caller: StaffReader, session: TenantSession
) -> list[str]:
    """In order."""
    await get_conversation(session, caller.actor, conversation_id)
    return await tags.tags_of(session, conversation_id)


@router.post(f"{_OF}/tags", summary="Add and take away tags")
async def change_tags(
    conversation_id: UUID, body: TagChange, caller: StaffWriter, ground: GroundDep
) -> list[str]:
    """Answers with the tags afterwards."""
    return await desk.change_tags(ground, caller, conversation_id, body)


@router.get("/api/v1/tags", summary="All tags")
async def list_tags(caller: StaffReader, session: TenantSession) -> list[TagCount]:
    """The most used first."""
    return await tags.all_tags(session)


@router.post(f"{_OF}/read", status_code=204, summary="Mark as read")
async def mark_read(
    conversation_id: UUID, body: ReadMark, caller: StaffWriter, session: TenantSession
) -> None:
    """Up to the message `seq`; what was read stays read."""
    await get_conversation(session, caller.actor, conversation_id)
    await ownership.mark_read(session, caller.actor, conversation_id, body.seq)


@router.get(f"{_OF}/presence", summary="Who looks or writes here")
async def list_present(
    conversation_id: UUID, caller: StaffReader, ground: GroundDep
) -> list[PresenceView]:
    """Members of the team who said so within the last 30 seconds."""
    return await presence.who_is_present(ground, caller, conversation_id)


@router.post(f"{_OF}/presence", summary="Say that one looks or writes")
async def be_present(
    conversation_id: UUID, body: PresenceIn, caller: StaffWriter, ground: GroundDep
) -> list[PresenceView]:
    """The team is told, and the customer that somebody writes. Nothing is stored."""
    return await presence.be_present(ground, caller, conversation_id, body.doing)


@router.post(f"{_OF}/merge", response_model=StaffConversation, summary="Merge into another")
async def merge(
    conversation_id: UUID, body: MergeInto, caller: StaffWriter, ground: GroundDep
) -> Conversation:
    """Two conversations of one customer are read as one; when the customer writes in the merged
    one, it stands by itself again.
    """
    return await desk.merge(ground, caller, conversation_id, body.into)


@router.post(f"{_OF}/unmerge", response_model=StaffConversation, summary="Part a merged one")
async def unmerge(conversation_id: UUID, caller: StaffWriter, ground: GroundDep) -> Conversation:
    """It is open again if merging had closed it."""
    return await desk.unmerge(ground, caller, conversation_id)
