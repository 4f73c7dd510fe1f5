"""A customer's conversations and tickets, how they stand, and what the customer says of them."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from fastapi import File, Form, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.conversations import attachments, history, resolutions
from deskhand.domain.conversations.attachments import AttachmentView
from deskhand.domain.conversations.schemas import FeedbackIn, MessageView
from deskhand.domain.tables import Conversation, Ticket
from deskhand.domain.tickets.schemas import ticket_reference
from deskhand.domain.tickets.tickets import visible_tickets
from deskhand.infra.db.paging import PageRequest, paginate
from deskhand.interfaces.channels import team
from deskhand.interfaces.channels.files import give_file, take_file
from deskhand.interfaces.console.customer.access import CustomerHere, CustomerSession
from deskhand.interfaces.console.customer.frame import show
from deskhand.interfaces.console.customer.routing import PORTAL, customer_router
from deskhand.interfaces.console.rendering import base_of
from deskhand.interfaces.web.deps import GroundDep

router = customer_router("/my/talks")

_PAGE: Final = 20
_LATEST_TICKETS: Final = PageRequest(limit=20)


def standing(conversation: Conversation) -> str:
    """How a conversation stands for its customer, as the last part of a sentence's id."""
    if conversation.status == "closed":
        return "closed"
    if conversation.waiting_since is not None:
        return "waiting"
    return "person" if conversation.owner == "person" else "open"


@router.get("")
async def talks_page(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    session: CustomerSession,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """The conversations, the newest first, and the newest tickets."""
    query = history.visible_conversations(visitor.actor).where(Conversation.last_seq > 0)
    wanted = PageRequest(limit=_PAGE, cursor=cursor)
    page = await paginate(session, query, Conversation.id, wanted)
    tickets = await paginate(session, visible_tickets(visitor.actor), Ticket.id, _LATEST_TICKETS)
    last = await history.last_words(session, [one.id for one in page.items])
    return await show(
        request, ground, visitor, session, "talks.html", section="talks", page=page, last=last,
        standing=standing, tickets=tickets.items, reference=ticket_reference,
    )  # fmt: skip


@router.get("/{conversation_id}")
async def talk_page(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    session: CustomerSession,
    conversation_id: UUID,
) -> Response:
    """What was said, the way back into it, and a question once it is settled."""
    conversation = await history.get_conversation(session, visitor.actor, conversation_id)
    closings = await resolutions.resolutions_of(session, visitor.actor, conversation_id)
    return await show(
        request, ground, visitor, session, "talk.html", section="talks",
        conversation=conversation, state=standing(conversation),
        said=await _said(session, visitor.actor, conversation_id),
        closing=closings[-1] if closings else None,
    )  # fmt: skip


async def _said(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> list[MessageView | AttachmentView]:
    """Messages and files in the order in which they came."""
    messages = await history.newest_messages(session, conversation_id)
    files = await attachments.attachments_of(session, actor, conversation_id)
    said: list[MessageView | AttachmentView] = [*messages]
    said += [AttachmentView.model_validate(one) for one in files]
    return sorted(said, key=lambda one: one.created_at)


@router.post("/{conversation_id}/attachments")
async def attach(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    conversation_id: UUID,
    file: Annotated[UploadFile, File()],
) -> Response:
    """A picture or PDF file for the team."""
    await take_file(ground, visitor.principal, conversation_id, file)
    return RedirectResponse(f"{base_of(request)}{PORTAL}/talks/{conversation_id}", 303)


@router.get("/{conversation_id}/attachments/{attachment_id}")
async def attachment(
    ground: GroundDep, visitor: CustomerHere, conversation_id: UUID, attachment_id: UUID
) -> Response:
    """What was attached."""
    return await give_file(ground, visitor.principal, conversation_id, attachment_id)


@router.post("/{conversation_id}/rating")
async def rate(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    conversation_id: UUID,
    given: Annotated[FeedbackIn, Form()],
) -> Response:
    """Satisfied, or a person is asked to look at it again."""
    await team.rate_resolution(ground, visitor.principal, conversation_id, given)
    return RedirectResponse(f"{base_of(request)}{PORTAL}/talks/{conversation_id}", 303)
