"""Files of a conversation: taken in through any door, told of, and given out safely."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote
from uuid import UUID

from fastapi import UploadFile
from fastapi.responses import Response

from deskhand.domain.conversations import attachments
from deskhand.domain.conversations.attachments import AttachmentView
from deskhand.domain.conversations.history import get_conversation
from deskhand.infra.wakeup.port import tell
from deskhand.interfaces.channels.team import announce
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground

_SAFE: Final = {
    # Whatever a file holds, it runs nothing and reaches nothing, also when it is opened by itself.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


async def take_file(
    ground: Ground, caller: Principal, conversation_id: UUID, file: UploadFile
) -> AttachmentView:
    """Keep the file and tell those who watch; raises what `attachments.attach` does."""
    content = await file.read()
    most = ground.runtime.settings.knowledge.max_document_bytes
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        row = await attachments.attach(
            session,
            caller.actor,
            conversation_id,
            name=file.filename or "",
            content=content,
            most_bytes=most,
        )
        view = AttachmentView.model_validate(row)
        conversation = await get_conversation(session, caller.actor, conversation_id)
    data = {"attachment": view.model_dump(mode="json")}
    await tell(ground.runtime.events, caller.tenant_id, conversation_id, "attachment", data)
    await announce(ground, conversation)
    return view


async def give_file(
    ground: Ground, caller: Principal, conversation_id: UUID, attachment_id: UUID
) -> Response:
    """The file as a browser may have it: pictures are shown, everything else is saved.

    Raises ConversationNotFound, AttachmentNotFound.
    """
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        row = await attachments.read_attachment(
            session, caller.actor, conversation_id, attachment_id
        )
        how = "inline" if row.media_type.startswith("image/") else "attachment"
        named = f"{how}; filename*=UTF-8''{quote(row.name, safe='')}"
        headers = {**_SAFE, "Content-Disposition": named}
        return Response(row.content, media_type=row.media_type, headers=headers)
