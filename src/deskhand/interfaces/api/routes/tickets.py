"""Tickets: work for people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.actions.tickets import open_ticket_by_hand
from deskhand.domain.tables import Ticket
from deskhand.domain.tickets import tickets
from deskhand.domain.tickets.schemas import NewTicket, Status, TicketChange, TicketView
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.deps import Chatter, Paging, Reader, StaffWriter, TenantSession

router = APIRouter(prefix="/api/v1/tickets", tags=["tickets"])


@router.get("", response_model=Page[TicketView], summary="List tickets")
async def list_tickets(
    caller: Reader,
    session: TenantSession,
    page: Paging,
    status: Status | None = None,
    conversation_id: UUID | None = None,
) -> Page[Any]:
    """All for the team; a customer sees its own."""
    query = tickets.visible_tickets(caller.actor)
    if status is not None:
        query = query.where(Ticket.status == status)
    if conversation_id is not None:
        query = query.where(Ticket.conversation_id == conversation_id)
    return await paginate(session, query, Ticket.id, page)


@router.post("", status_code=201, response_model=TicketView, summary="Open a ticket")
async def open_ticket(body: NewTicket, caller: Chatter, session: TenantSession) -> Ticket:
    """A new ticket; a customer's is its own, whatever the request names."""
    return await open_ticket_by_hand(session, caller.actor, body)


@router.get("/{ticket_id}", response_model=TicketView, summary="One ticket")
async def get_ticket(ticket_id: UUID, caller: Reader, session: TenantSession) -> Ticket:
    """A ticket."""
    return await tickets.get_ticket(session, caller.actor, ticket_id)


@router.patch("/{ticket_id}", response_model=TicketView, summary="Change a ticket")
async def change_ticket(
    ticket_id: UUID, body: TicketChange, caller: StaffWriter, session: TenantSession
) -> Ticket:
    """Status, priority, subject, and who works on it; what is left out stays."""
    return await tickets.change_ticket(session, caller.actor, ticket_id, body)
