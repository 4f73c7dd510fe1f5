"""Orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.commerce import orders
from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import OrderDetail, OrderView, RefundView
from deskhand.domain.tables import Order
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.api.own_records import OwnRoutes
from deskhand.interfaces.web.deps import Paging, Reader, TenantSession

router = APIRouter(prefix="/api/v1/orders", tags=["orders"])


@router.get("", response_model=Page[OrderView], summary="List orders")
async def list_orders(
    caller: Reader,
    session: TenantSession,
    page: Paging,
    number: str | None = None,
    customer_id: UUID | None = None,
) -> Page[Any]:
    """All for the team; a customer sees its own."""
    query = orders.visible_orders(caller.actor)
    if number is not None:
        query = query.where(Order.number == number.strip().lstrip("#").upper())
    if customer_id is not None:
        query = query.where(Order.customer_id == customer_id)
    return await paginate(session, query, Order.id, page)


@router.get("/{order_id}", summary="One order")
async def get_order(order_id: UUID, caller: Reader, session: TenantSession) -> OrderDetail:
    """An order with what was paid for it and what was sent."""
    return await orders.with_parts(session, await orders.get_order(session, caller.actor, order_id))


@router.get("/{order_id}/refunds", summary="Refunds of an order")
async def list_refunds(order_id: UUID, caller: Reader, session: TenantSession) -> Page[RefundView]:
    """What went back for this order, the newest first."""
    order = await orders.get_order(session, caller.actor, order_id)
    found = (await orders.refunds_of(session, caller.actor, [order])).get(order.id, ())
    items = [RefundView.model_validate(refund) for refund in found]
    return Page[RefundView](items=items, next_cursor=None)


OwnRoutes(KINDS["orders"], OrderDetail, orders.with_parts).serve(router)
