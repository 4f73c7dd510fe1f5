"""Notes: what the team tells each other beside a conversation. They are no messages, so nothing
that reads messages (the assistant, an export, the customer) can come upon one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.ownership import ConversationNotYours, person_of
from deskhand.domain.conversations.schemas import Author
from deskhand.domain.conversations.work_schemas import NoteView
from deskhand.domain.tables import Note, User
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Forbidden, NotFound
from deskhand.infra.ids import new_id


class NoteNotFound(NotFound):
    """No note with this id exists here."""


class NoteOfAnother(Forbidden):
    """Only its author or an administrator takes a note away."""


async def add_note(
    session: AsyncSession, actor: Actor, conversation_id: UUID, text: str
) -> NoteView:
    """Tell the team; raises ConversationNotFound, and ConversationNotYours for a customer."""
    if not actor.staff:
        raise ConversationNotYours
    conversation = await get_conversation(session, actor, conversation_id)
    note = Note(
        tenant_id=tenant_of(session),
        id=new_id(),
        created_at=now(),
        conversation_id=conversation.id,
        after_seq=conversation.last_seq,
        text=text,
        author_user_id=person_of(actor),
    )
    session.add(note)
    await session.flush()
    await audit.append(
        session, actor, "note.added", f"conversation:{conversation.id}", note_id=str(note.id)
    )
    return (await _views(session, _read().where(Note.id == note.id)))[0]


async def notes_of(
    session: AsyncSession, actor: Actor, conversation_id: UUID, most: int = 500
) -> list[NoteView]:
    """The newest notes, oldest of them first; raises ConversationNotFound, ConversationNotYours."""
    if not actor.staff:
        raise ConversationNotYours
    await get_conversation(session, actor, conversation_id)
    query = _read().where(Note.conversation_id == conversation_id).order_by(Note.id.desc())
    return (await _views(session, query.limit(most)))[::-1]


async def remove_note(
    session: AsyncSession, actor: Actor, conversation_id: UUID, note_id: UUID
) -> None:
    """Take a note away; raises NoteNotFound, NoteOfAnother."""
    if not actor.staff:
        raise ConversationNotYours
    note = await session.scalar(
        select(Note).where(Note.id == note_id, Note.conversation_id == conversation_id)
    )
    if note is None:
        raise NoteNotFound
    if actor.role == "agent" and note.author_user_id != person_of(actor):
        raise NoteOfAnother
    await session.delete(note)
    await session.flush()
    await audit.append(
        session, actor, "note.removed", f"conversation:{conversation_id}", note_id=str(note_id)
    )


async def note_views(session: AsyncSession, note_ids: list[UUID]) -> list[NoteView]:
    """These notes, in no order, for whoever may read them already."""
    return await _views(session, _read().where(Note.id.in_(note_ids))) if note_ids else []


def _read() -> Select[Note, str]:
    return select(Note, User.name).outerjoin(
        User, (User.tenant_id == Note.tenant_id) & (User.id == Note.author_user_id)
    )


async def _views(session: AsyncSession, query: Select[Note, str]) -> list[NoteView]:
    return [
        NoteView(
            id=note.id,
            conversation_id=note.conversation_id,
            text=note.text,
            author=Author(id=note.author_user_id, name=name) if note.author_user_id else None,
            after_seq=note.after_seq,
            created_at=note.created_at,
        )
        for note, name in await session.execute(query)
    ]
