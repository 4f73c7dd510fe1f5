"""Orders as rules see them: with what was refunded and what still can be."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.things.port import FieldValue, Line, Sought, Thing
from deskhand.domain.tables import Order, Payment, Refund
from deskhand.infra.clock import now
from deskhand.infra.money import Money


async def read(session: AsyncSession, sought: Sought) -> Thing | None:
    """The order with this number, written as on the invoice or without a `#`."""
    query = select(Order).where(Order.number == sought.number.strip().lstrip("#").upper())
    if sought.lock:
        query = query.with_for_update()
    order = await session.scalar(query.execution_options(populate_existing=True))
    if order is None:
        return None
    paid, refunded, elsewhere = await _money(session, order)
    fields: dict[str, FieldValue] = {
        "number": order.number,
        "status": order.status,
        "placed_on": order.placed_on,
        "shipped_on": order.shipped_on,
        "delivery_date": order.delivery_date,
        "delivered_on": order.delivered_on,
        "items": tuple(map(item_text, order.items)),
        "total": Money(order.total_minor, order.currency),
        "carrier": order.carrier,
        "tracking_number": order.tracking_number,
        "city": order.city,
        "address": order.address,
        "refund_eligible": order.refund_eligible,
        "refund_reason": order.refund_reason,
        "refund_amount": Money(refunded, order.currency) if refunded else None,
        "refundable": Money(max(0, paid - refunded), order.currency),
        "refunds_elsewhere": elsewhere,
    }
    lines = {"items": tuple(_line(item, order.currency) for item in order.items)}
    return Thing(sought.noun, order.number, order.customer_id, order.currency, fields, order, lines)


def _line(item: dict[str, Any], currency: str) -> Line:
    amount = int(item["quantity"]) * int(item["unit_minor"])
    return Line(item_text(item), Money(amount, currency) if amount else None)


def item_text(item: dict[str, Any]) -> str:
    """A line of an order in words: `Fern Hub 3`, or `2 × Fern Plug` for several."""
    quantity = int(item["quantity"])
    return f"{quantity} × {item['name']}" if quantity != 1 else str(item["name"])


async def _money(session: AsyncSession, order: Order) -> tuple[int, int, int]:
    """What was paid and what was refunded of it, and the customer's refunds that no action did.

    An order without recorded payments counts as paid. The last figure is of this month (UTC).
    """
    counts = Refund.status != "failed"
    same_month = func.date_trunc("month", Refund.issued_at, "UTC") == func.date_trunc(
        "month", now(), "UTC"
    )
    amount = func.sum(Refund.amount_minor).filter(counts, Refund.order_id == order.id)
    elsewhere = func.count().filter(counts, Refund.ledger_id.is_(None), same_month)
    paid = select(func.sum(Payment.amount_minor)).where(Payment.order_id == order.id)
    row = (
        await session.execute(
            select(func.coalesce(amount, 0), elsewhere, paid.scalar_subquery()).where(
                Refund.customer_id == order.customer_id
            )
        )
    ).one()
    paid_minor = order.total_minor if row[2] is None else min(int(row[2]), order.total_minor)
    return paid_minor, int(row[0]), int(row[1])
