"""Pictures and PDF files that customer and team attach to a conversation."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import PurePath
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.ownership import lock_conversation
from deskhand.domain.conversations.waiting import await_person
from deskhand.domain.conversations.work import ConversationIsClosed
from deskhand.domain.tables import Attachment
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, InvalidInput, NotFound
from deskhand.infra.ids import new_id

_MOST: Final = 50
_LONGEST_NAME: Final = 150
_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
"""What such files begin with, by their own specifications."""


class AttachmentNotFound(NotFound):
    """No attachment with this id exists here."""


class AttachmentKindRefused(InvalidInput):
    """Pictures (PNG, JPEG, GIF, WebP) and PDF files can be attached, and nothing else."""


class AttachmentTooLarge(InvalidInput):
    """This file is too large to be attached."""


class TooManyAttachments(Conflict):
    """A conversation has at most 50 attachments."""


class AttachmentView(BaseModel):
    """A file that was attached, without what it holds."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    conversation_id: UUID
    created_at: datetime
    by: Literal["customer", "agent"]
    name: str
    media_type: str = Field(description="As the content tells it, whatever the file was called.")
    size: int = Field(description="Bytes.")


def media_type_of(content: bytes) -> str:
    """What the file is by its own first bytes; raises AttachmentKindRefused."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    raise AttachmentKindRefused


def clean_name(name: str) -> str:
    """The last part of a file's name, without what would steer a terminal or a header."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    return " ".join(kept.split()).lstrip(".")[:_LONGEST_NAME] or "file"


async def attach(
    session: AsyncSession,
    actor: Actor,
    conversation_id: UUID,
    *,
    name: str,
    content: bytes,
    most_bytes: int,
) -> Attachment:
    """Keep the file with the conversation.

    The assistant cannot see what a customer attaches, so a person is awaited. Raises
    ConversationNotFound, ConversationIsClosed, AttachmentKindRefused, AttachmentTooLarge,
    TooManyAttachments.
    """
    if len(content) > most_bytes:
        raise AttachmentTooLarge(f"A file has at most {most_bytes} bytes.", max_bytes=most_bytes)
    media_type = media_type_of(content)
    await get_conversation(session, actor, conversation_id)
    conversation = await lock_conversation(session, actor, conversation_id)
    if conversation.status == "closed":
        raise ConversationIsClosed
    there = select(func.count()).where(Attachment.conversation_id == conversation_id)
    if (await session.scalar(there) or 0) >= _MOST:
        raise TooManyAttachments
    row = Attachment(
        tenant_id=tenant_of(session),
        id=new_id(),
        created_at=now(),
        conversation_id=conversation_id,
        by="agent" if actor.staff else "customer",
        name=clean_name(name),
        media_type=media_type,
        size=len(content),
        content=content,
    )
    session.add(row)
    await session.flush()
    if not actor.staff:
        await await_person(session, conversation_id, "unanswered")
        await session.refresh(conversation)
    await audit.append(
        session,
        actor,
        "conversation.attached",
        f"conversation:{conversation_id}",
        attachment_id=str(row.id),
    )
    return row


async def attachments_of(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> list[Attachment]:
    """The conversation's files, the oldest first; raises ConversationNotFound."""
    await get_conversation(session, actor, conversation_id)
    query = select(Attachment).where(Attachment.conversation_id == conversation_id)
    return list(await session.scalars(query.order_by(Attachment.id)))


async def read_attachment(
    session: AsyncSession, actor: Actor, conversation_id: UUID, attachment_id: UUID
) -> Attachment:
    """A file with what it holds, for whoever may see the conversation.

    Raises ConversationNotFound, AttachmentNotFound.
    """
    await get_conversation(session, actor, conversation_id)
    found: Attachment | None = await session.scalar(
        select(Attachment)
        .where(Attachment.id == attachment_id, Attachment.conversation_id == conversation_id)
        .options(undefer(Attachment.content))
    )
    if found is None:
        raise AttachmentNotFound
    return found
