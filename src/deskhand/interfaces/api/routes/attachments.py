"""Files of conversations."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import Response

from deskhand.domain.conversations import attachments
from deskhand.domain.conversations.attachments import AttachmentView
from deskhand.domain.tables import Attachment
from deskhand.interfaces.channels.files import give_file, take_file
from deskhand.interfaces.web.deps import Chatter, GroundDep, Reader, TenantSession

router = APIRouter(
    prefix="/api/v1/conversations/{conversation_id}/attachments", tags=["conversations"]
)


@router.get("", response_model=list[AttachmentView], summary="Files of a conversation")
async def list_attachments(
    conversation_id: UUID, caller: Reader, session: TenantSession
) -> list[Attachment]:
    """The oldest first."""
    return await attachments.attachments_of(session, caller.actor, conversation_id)


@router.post("", status_code=201, summary="Attach a file")
async def attach(
    conversation_id: UUID,
    caller: Chatter,
    ground: GroundDep,
    file: Annotated[UploadFile, File(description="PNG, JPEG, GIF, WebP or PDF.")],
) -> AttachmentView:
    """What it is, its content tells. A customer's file puts the conversation into the queue."""
    return await take_file(ground, caller, conversation_id, file)


@router.get("/{attachment_id}", response_class=Response, summary="One file")
async def read_attachment(
    conversation_id: UUID, attachment_id: UUID, caller: Reader, ground: GroundDep
) -> Response:
    """What the file holds."""
    return await give_file(ground, caller, conversation_id, attachment_id)
