"""Tickets: the list, and one with what may be changed of it."""

from __future__ import annotations

from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import Form, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Select, or_

from deskhand.domain import audit
from deskhand.domain.accounts.users import names_of, team_members
from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.tables import Ticket
from deskhand.domain.tickets.schemas import (
    Priority,
    Status,
    TicketChange,
    ticket_number,
    ticket_reference,
)
from deskhand.domain.tickets.tickets import change_ticket, get_ticket, visible_tickets
from deskhand.infra.db.ordering import Order
from deskhand.interfaces.console.team import listing
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.listing import Choice, Column, Listing
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/tickets")


def _found(query: Select[tuple[Any]], written: str) -> Select[tuple[Any]]:
    words = Ticket.subject.icontains(written, autoescape=True)
    number = ticket_number(written)
    return query.where(words if number is None else or_(words, Ticket.number == number))


TICKETS = Listing(
    section="tickets",
    title="Tickets",
    rows=visible_tickets,
    found=_found,
    hint="Reference or subject",
    columns=(
        Column("Reference", lambda ticket: ticket_reference(ticket.number), "link"),
        Column("Subject", lambda ticket: ticket.subject),
        Column("Status", lambda ticket: ticket.status, "state"),
        Column("Priority", lambda ticket: ticket.priority, "state"),
        Column("Category", lambda ticket: ticket.category),
        Column("Opened", lambda ticket: ticket.created_at, "moment"),
        Column("Changed", lambda ticket: ticket.updated_at, "moment"),
    ),
    orders={
        "changed": ("Last changed first", Order(Ticket.updated_at, Ticket.id)),
        "newest": ("Newest first", Order(Ticket.number, Ticket.id)),
        "oldest": ("Oldest first", Order(Ticket.number, Ticket.id, descending=False)),
    },
    choices=(
        Choice(
            "status",
            "Status",
            get_args(Status),
            lambda query, one: query.where(Ticket.status == one),
        ),
        Choice(
            "priority",
            "Priority",
            get_args(Priority),
            lambda query, one: query.where(Ticket.priority == one),
        ),
    ),
)


@router.get("", response_class=HTMLResponse)
async def tickets_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """The tickets."""
    return await listing.page(request, ground, person, session, TICKETS)


@router.get("/export.csv")
async def tickets_csv(request: Request, ground: GroundDep, person: Person) -> Response:
    """The same list as CSV."""
    return listing.export(request, ground, person, TICKETS)


@router.get("/{ticket_id}", response_class=HTMLResponse)
async def ticket_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, ticket_id: UUID
) -> HTMLResponse:
    """One ticket with its history."""
    actor = person.principal.actor
    ticket = await get_ticket(session, actor, ticket_id)
    customer = None
    if ticket.customer_id is not None:
        customer = await get_customer(session, actor, ticket.customer_id)
    entries = await audit.entries_of(session, f"ticket:{ticket.id}")
    people = {UUID(entry.actor["id"]) for entry in entries if entry.actor.get("id")}
    return await show(
        request, ground, person, session, "team/ticket.html",
        section="tickets", ticket=ticket, customer=customer, entries=entries,
        names=await names_of(session, people), team=await team_members(session),
        statuses=get_args(Status), priorities=get_args(Priority),
    )  # fmt: skip


@router.post("/{ticket_id}", status_code=204)
async def change(
    person: Person,
    session: DeskSession,
    ticket_id: UUID,
    status: Annotated[Status, Form()],
    priority: Annotated[Priority, Form()],
    assignee_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Status, priority and who works on it."""
    given = TicketChange(status=status, priority=priority, assignee_id=assignee_id)
    await change_ticket(session, person.principal.actor, ticket_id, given)
    return Response(status_code=204)
