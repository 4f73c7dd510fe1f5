"""Orders and the refunds made for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.commerce.schemas import OrderDetail, PaymentView, ShipmentView
from deskhand.domain.tables import Order, Payment, Refund, Shipment
from deskhand.infra.errors import NotFound


class OrderNotFound(NotFound):
    """No order with this number exists here."""


def visible_orders(actor: Actor) -> Select[tuple[Any]]:
    """The orders that the actor may see: all for staff, one's own for a customer."""
    query: Select[tuple[Any]] = select(Order)
    if not actor.staff:
        query = query.where(Order.customer_id == actor.customer_id)
    return query


async def find_order(session: AsyncSession, actor: Actor, number: str) -> Order | None:
    """The visible order with this number, written as on the invoice or without a `#`."""
    order: Order | None = await session.scalar(
        visible_orders(actor).where(Order.number == number.strip().lstrip("#").upper())
    )
    return order


async def get_order(session: AsyncSession, actor: Actor, order_id: UUID) -> Order:
    """The order with this id; raises OrderNotFound."""
    order: Order | None = await session.scalar(visible_orders(actor).where(Order.id == order_id))
    if order is None:
        raise OrderNotFound
    return order


async def orders_of(
    session: AsyncSession, actor: Actor, customer_id: UUID, most: int = 10
) -> list[Order]:
    """A customer's orders, the newest first."""
    return list(
        await session.scalars(
            visible_orders(actor)
            .where(Order.customer_id == customer_id)
            .order_by(Order.placed_on.desc(), Order.number)
            .limit(most)
        )
    )


async def with_parts(session: AsyncSession, order: Order) -> OrderDetail:
    """The order with its payments and its shipments, each in the order of their days."""
    payments = await session.scalars(
        select(Payment)
        .where(Payment.order_id == order.id)
        .order_by(Payment.paid_on, Payment.reference)
    )
    shipments = await session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order.id)
        .order_by(Shipment.shipped_on.nulls_last(), Shipment.number)
    )
    return OrderDetail.model_validate(order).model_copy(
        update={
            "payments": [PaymentView.model_validate(one) for one in payments],
            "shipments": [ShipmentView.model_validate(one) for one in shipments],
        }
    )


async def refunds_of(
    session: AsyncSession, actor: Actor, orders: Sequence[Order]
) -> dict[UUID, tuple[Refund, ...]]:
    """The visible refunds of each order by its id, the newest first; one query for all."""
    if not orders:
        return {}
    found = await session.scalars(
        visible_refunds(actor)
        .where(Refund.order_id.in_([order.id for order in orders]))
        .order_by(Refund.issued_at.desc())
    )
    by_order: dict[UUID, tuple[Refund, ...]] = {}
    for refund in found:
        by_order[refund.order_id] = (*by_order.get(refund.order_id, ()), refund)
    return by_order


def visible_refunds(actor: Actor) -> Select[tuple[Any]]:
    """The refunds that the actor may see."""
    query: Select[tuple[Any]] = select(Refund)
    if not actor.staff:
        query = query.where(Refund.customer_id == actor.customer_id)
    return query
