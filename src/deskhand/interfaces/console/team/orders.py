"""Orders: the list, and one with its items and refunds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Select, or_

from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.commerce.orders import get_order, refunds_of, visible_orders
from deskhand.domain.tables import Order as OrderRow
from deskhand.infra.db.ordering import Order
from deskhand.infra.money import Money
from deskhand.interfaces.console.team import listing
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.listing import Column, Listing
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.console.team.thread import acts_of
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/orders")


def _found(query: Select[tuple[Any]], written: str) -> Select[tuple[Any]]:
    # Which states there are is the pack's business: they are found by their beginning, as typed.
    state = written.replace(" ", "_")
    return query.where(
        or_(
            OrderRow.number.istartswith(written.lstrip("#"), autoescape=True),
            OrderRow.status.istartswith(state, autoescape=True),
        )
    )


ORDERS = Listing(
    section="orders",
    title="Orders",
    rows=visible_orders,
    found=_found,
    hint="Number or status",
    columns=(
        Column("Number", lambda order: order.number, "link"),
        Column("Status", lambda order: order.status, "state"),
        Column("Total", lambda order: Money(order.total_minor, order.currency)),
        Column("Items", lambda order: ", ".join(str(item.get("name")) for item in order.items)),
        Column("Placed", lambda order: order.placed_on, "day"),
        Column("Expected", lambda order: order.delivery_date, "day"),
    ),
    orders={
        "newest": ("Newest first", Order(OrderRow.placed_on, OrderRow.id)),
        "oldest": ("Oldest first", Order(OrderRow.placed_on, OrderRow.id, descending=False)),
        "number": ("By number", Order(OrderRow.number, OrderRow.id, descending=False)),
    },
)


@router.get("", response_class=HTMLResponse)
async def orders_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """The orders."""
    return await listing.page(request, ground, person, session, ORDERS)


@router.get("/export.csv")
async def orders_csv(request: Request, ground: GroundDep, person: Person) -> Response:
    """The same list as CSV."""
    return listing.export(request, ground, person, ORDERS)


@router.get("/{order_id}", response_class=HTMLResponse)
async def order_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, order_id: UUID
) -> HTMLResponse:
    """One order: who bought what, where it is, what went back."""
    actor = person.principal.actor
    order = await get_order(session, actor, order_id)
    return await show(
        request, ground, person, session, "team/order.html",
        section="orders", order=order,
        customer=await get_customer(session, actor, order.customer_id),
        acts=acts_of((await ground.packs.of_tenant(session)).pack),
        refunds=(await refunds_of(session, actor, [order])).get(order.id, ()),
    )  # fmt: skip
