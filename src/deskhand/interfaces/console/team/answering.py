"""What the team does in a conversation: answers, takes, gives, notes, sorts, closes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import File, Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from deskhand.domain.conversations import macros, ownership
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.inbox_schemas import Tag
from deskhand.domain.conversations.macros import MacroPreview, MacroRun
from deskhand.domain.conversations.schemas import (
    CloseReason,
    MessageText,
    OwnershipChange,
    Priority,
)
from deskhand.domain.conversations.work_schemas import ConversationChange, TagChange
from deskhand.infra.clock import now
from deskhand.infra.shapes import Given
from deskhand.interfaces.channels import desk, files, presence, team
from deskhand.interfaces.channels.presence import Doing, PresenceView
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/conversations/{conversation_id}")

DONE = 204


class Written(Given):
    """What somebody of the team wrote, by itself or over the text of a macro.

    The form sends `mode` along; which of the two it is, the address decides.
    """

    text: MessageText
    macro_id: UUID | None = None
    mode: Literal["reply", "note"] = "reply"


class NoteWritten(Written):
    """What somebody tells the rest of the team."""

    text: MessageText = Field(max_length=20_000)


@router.post("/reply", status_code=DONE)
async def reply(
    conversation_id: UUID, given: Annotated[Written, Form()], person: Person, ground: GroundDep
) -> None:
    """A message from the person, who thereby has the conversation."""
    if given.macro_id is None:
        await team.say(ground, person.principal, conversation_id, given.text)
    else:
        run = MacroRun(text=given.text)
        await desk.run_macro(ground, person.principal, conversation_id, given.macro_id, run)


@router.get("/macros/{macro_id}")
async def preview_macro(
    conversation_id: UUID, macro_id: UUID, person: Person, session: DeskSession
) -> MacroPreview:
    """The macro's text as this customer would get it."""
    return await macros.preview(session, person.principal.actor, conversation_id, macro_id)


@router.post("/note", status_code=DONE)
async def note(
    conversation_id: UUID, given: Annotated[NoteWritten, Form()], person: Person, ground: GroundDep
) -> None:
    """Something that only the team reads."""
    await desk.add_note(ground, person.principal, conversation_id, given.text)


@router.post("/attachments", status_code=DONE)
async def attach(
    conversation_id: UUID, person: Person, ground: GroundDep, file: Annotated[UploadFile, File()]
) -> None:
    """A picture or PDF file for the customer."""
    await files.take_file(ground, person.principal, conversation_id, file)


@router.get("/attachments/{attachment_id}")
async def attachment(
    conversation_id: UUID, attachment_id: UUID, person: Person, ground: GroundDep
) -> Response:
    """What somebody attached."""
    return await files.give_file(ground, person.principal, conversation_id, attachment_id)


@router.post("/notes/{note_id}/remove", status_code=DONE)
async def remove_note(
    conversation_id: UUID, note_id: UUID, person: Person, ground: GroundDep
) -> None:
    """One's own note; administrators any."""
    await desk.remove_note(ground, person.principal, conversation_id, note_id)


@router.post("/take", status_code=DONE)
async def take(conversation_id: UUID, person: Person, ground: GroundDep) -> None:
    """The person has it; the assistant is silent from now on."""
    change = OwnershipChange(owner="person")
    await team.change_owner(ground, person.principal, conversation_id, change)


@router.post("/hand-back", status_code=DONE)
async def hand_back(conversation_id: UUID, person: Person, ground: GroundDep) -> None:
    """The assistant has it again, and answers what nobody answered."""
    change = OwnershipChange(owner="assistant")
    await team.change_owner(ground, person.principal, conversation_id, change)


@router.post("/assign", status_code=DONE)
async def assign(
    conversation_id: UUID,
    person: Person,
    ground: GroundDep,
    assignee_id: Annotated[UUID | None, Form()] = None,
) -> None:
    """Who shall see to it; nobody without an id."""
    change = ConversationChange(assignee_id=assignee_id)
    await desk.change(ground, person.principal, conversation_id, change)


@router.post("/priority", status_code=DONE)
async def set_priority(
    conversation_id: UUID, person: Person, ground: GroundDep, priority: Annotated[Priority, Form()]
) -> None:
    """How urgent it is."""
    change = ConversationChange(priority=priority)
    await desk.change(ground, person.principal, conversation_id, change)


@router.post("/snooze", status_code=DONE)
async def snooze(
    conversation_id: UUID,
    person: Person,
    ground: GroundDep,
    hours: Annotated[int, Form(ge=0, le=24 * 90)],
) -> None:
    """Out of sight for so many hours, or until the customer writes; 0 wakes it."""
    until = now() + timedelta(hours=hours) if hours else None
    change = ConversationChange(snoozed_until=until)
    await desk.change(ground, person.principal, conversation_id, change)


@router.post("/tags", status_code=DONE)
async def change_tags(
    conversation_id: UUID,
    person: Person,
    ground: GroundDep,
    add: Annotated[Tag | None, Form()] = None,
    remove: Annotated[Tag | None, Form()] = None,
) -> None:
    """Add a tag, or take one away."""
    wanted = TagChange(add=[add] if add else [], remove=[remove] if remove else [])
    await desk.change_tags(ground, person.principal, conversation_id, wanted)


@router.post("/merge", status_code=DONE)
async def merge(
    conversation_id: UUID, person: Person, ground: GroundDep, into: Annotated[UUID, Form()]
) -> None:
    """Let it be read in another conversation of the same customer."""
    await desk.merge(ground, person.principal, conversation_id, into)


@router.post("/unmerge", status_code=DONE)
async def unmerge(conversation_id: UUID, person: Person, ground: GroundDep) -> None:
    """Part it again."""
    await desk.unmerge(ground, person.principal, conversation_id)


@router.post("/read", status_code=DONE)
async def mark_read(
    conversation_id: UUID,
    person: Person,
    session: DeskSession,
    seq: Annotated[int, Form(ge=0, le=2**31 - 1)],
) -> None:
    """The person has seen it up to this message."""
    actor = person.principal.actor
    await get_conversation(session, actor, conversation_id)
    await ownership.mark_read(session, actor, conversation_id, seq)


@router.post("/presence")
async def be_present(
    conversation_id: UUID, person: Person, ground: GroundDep, doing: Annotated[Doing, Form()]
) -> list[PresenceView]:
    """Say that one looks or writes here; who else does."""
    return await presence.be_present(ground, person.principal, conversation_id, doing)


@router.post("/close", status_code=DONE)
async def close(
    conversation_id: UUID,
    person: Person,
    ground: GroundDep,
    reason: Annotated[CloseReason, Form()] = "resolved",
) -> None:
    """Nobody waits any more; a new message opens it again."""
    await team.close(ground, person.principal, conversation_id, reason)
