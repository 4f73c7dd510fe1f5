"""A conversation as the team reads it: messages, notes and events in one line, merged ones too."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import get_conversation, message_view, said_in
from deskhand.domain.conversations.merging import merged_into
from deskhand.domain.conversations.notes import note_views
from deskhand.domain.conversations.ownership import ConversationNotYours
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.conversations.work_schemas import NoteView
from deskhand.domain.tables import AuditEntry, Message, Note
from deskhand.infra.db.paging import Page, PageRequest, by_moment, cursor_behind


class ThreadEvent(BaseModel):
    """Something that was done, as the audit trail has it."""

    type: str = Field(examples=["conversation.owner_changed"])
    actor: dict[str, Any]
    data: dict[str, Any]


class ThreadItem(BaseModel):
    """One of the three, by `kind`; `conversation_id` tells which of merged ones it is of."""

    kind: Literal["message", "note", "event"]
    id: UUID
    created_at: datetime
    conversation_id: UUID
    message: MessageView | None = None
    note: NoteView | None = None
    event: ThreadEvent | None = None


async def page_of_thread(
    session: AsyncSession, actor: Actor, conversation_id: UUID, request: PageRequest
) -> Page[ThreadItem]:
    """The newest first, with those of the conversations that were merged into this one.

    Raises ConversationNotFound, ConversationNotYours, CursorInvalid.
    """
    if not actor.staff:
        raise ConversationNotYours
    await get_conversation(session, actor, conversation_id)
    ids = [conversation_id, *await merged_into(session, conversation_id)]
    items = [
        *await _messages(session, ids, request),
        *await _notes(session, ids, request),
        *await _events(session, ids, request),
    ]
    items.sort(key=lambda item: (item.created_at, item.id), reverse=True)
    kept = items[: request.limit]
    last = kept[-1] if len(items) > request.limit else None
    return Page(items=kept, next_cursor=cursor_behind(last.created_at, last.id) if last else None)


async def _messages(
    session: AsyncSession, ids: list[UUID], request: PageRequest
) -> list[ThreadItem]:
    query = by_moment(said_in(*ids), Message.created_at, Message.id, request, newest_first=True)
    return [
        ThreadItem(
            kind="message",
            id=row[0].id,
            created_at=row[0].created_at,
            conversation_id=row[0].conversation_id,
            message=message_view(*row),
        )
        for row in await session.execute(query)
    ]


async def _notes(session: AsyncSession, ids: list[UUID], request: PageRequest) -> list[ThreadItem]:
    query = select(Note.id).where(Note.conversation_id.in_(ids))
    found = by_moment(query, Note.created_at, Note.id, request, newest_first=True)
    return [
        ThreadItem(
            kind="note",
            id=note.id,
            created_at=note.created_at,
            conversation_id=note.conversation_id,
            note=note,
        )
        for note in await note_views(session, list(await session.scalars(found)))
    ]


async def _events(session: AsyncSession, ids: list[UUID], request: PageRequest) -> list[ThreadItem]:
    targets = {f"conversation:{each}": each for each in ids}
    query = select(AuditEntry).where(AuditEntry.target.in_(targets))
    found = by_moment(query, AuditEntry.created_at, AuditEntry.id, request, newest_first=True)
    return [
        ThreadItem(
            kind="event",
            id=entry.id,
            created_at=entry.created_at,
            conversation_id=targets[entry.target],
            event=ThreadEvent(type=entry.action, actor=entry.actor, data=entry.detail),
        )
        for entry in await session.scalars(found)
    ]
