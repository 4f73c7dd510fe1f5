"""Customers: the list, and one with everything that is known of them."""

from __future__ import annotations

from typing import Any, get_args
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Select, or_

from deskhand.domain.commerce.customers import get_customer, visible_customers
from deskhand.domain.commerce.schemas import Tier
from deskhand.domain.tables import Customer, Ticket
from deskhand.domain.tickets.tickets import visible_tickets
from deskhand.infra.db.ordering import Order
from deskhand.interfaces.console.team import listing
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.listing import Choice, Column, Listing
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.console.team.thread import about
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/customers")


def _found(query: Select[tuple[Any]], written: str) -> Select[tuple[Any]]:
    return query.where(
        or_(
            Customer.name.icontains(written, autoescape=True),
            Customer.email.icontains(written.lower(), autoescape=True),
        )
    )


CUSTOMERS = Listing(
    section="customers",
    title="Customers",
    rows=visible_customers,
    found=_found,
    hint="Name or e-mail address",
    columns=(
        Column("Name", lambda customer: customer.name, "link"),
        Column("E-mail", lambda customer: customer.email),
        Column("Number", lambda customer: customer.number),
        Column("Tier", lambda customer: customer.tier, "state"),
        Column("Language", lambda customer: customer.locale),
        Column("Since", lambda customer: customer.created_at, "day"),
    ),
    orders={
        "name": ("By name", Order(Customer.name, Customer.id, descending=False)),
        "newest": ("Newest first", Order(Customer.created_at, Customer.id)),
        "number": ("By number", Order(Customer.number, Customer.id, descending=False)),
    },
    choices=(
        Choice(
            "tier", "Tier", get_args(Tier), lambda query, one: query.where(Customer.tier == one)
        ),
    ),
)


@router.get("", response_class=HTMLResponse)
async def customers_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """The customers."""
    return await listing.page(request, ground, person, session, CUSTOMERS)


@router.get("/export.csv")
async def customers_csv(request: Request, ground: GroundDep, person: Person) -> Response:
    """The same list as CSV."""
    return listing.export(request, ground, person, CUSTOMERS)


@router.get("/{customer_id}", response_class=HTMLResponse)
async def customer_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, customer_id: UUID
) -> HTMLResponse:
    """One customer with records, tickets and conversations."""
    actor = person.principal.actor
    await get_customer(session, actor, customer_id)
    tickets = await session.scalars(
        visible_tickets(actor)
        .where(Ticket.customer_id == customer_id)
        .order_by(Ticket.number.desc())
        .limit(50)
    )
    pack = (await ground.packs.of_tenant(session)).pack
    return await show(
        request, ground, person, session, "team/customer.html",
        section="customers", about=await about(session, actor, pack, customer_id),
        tickets=tickets.all(),
    )  # fmt: skip
