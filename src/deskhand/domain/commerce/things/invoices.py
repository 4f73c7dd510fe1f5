"""Invoices as rules see them: with what came in for them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.invoices import with_payments
from deskhand.domain.commerce.things.port import FieldValue, Line, Sought, Thing
from deskhand.domain.tables import Invoice
from deskhand.infra.money import Money


async def read(session: AsyncSession, sought: Sought) -> Thing | None:
    """The invoice with this number, and its payments."""
    query = select(Invoice).where(Invoice.number == sought.number.strip().upper())
    if sought.lock:
        query = query.with_for_update()
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return None
    [invoice] = await with_payments(session, [row])
    latest = invoice.payments[-1] if invoice.payments else None
    fields: dict[str, FieldValue] = {
        "number": row.number,
        "description": row.description,
        "status": row.status,
        "amount": Money(row.amount_minor, row.currency),
        "issued_on": row.issued_on,
        "due_on": row.due_on,
        "payments": len(invoice.payments),
        "payment_references": tuple(one.reference for one in invoice.payments),
        "payment_reference": latest.reference if latest else None,
        "paid": Money(invoice.paid_minor, row.currency) if latest else None,
        "paid_on": latest.paid_on if latest else None,
        "payment_method": latest.method if latest else None,
        "paid_twice": invoice.paid_twice,
    }
    paid = tuple(
        Line(one.method, Money(one.amount_minor, row.currency), one.paid_on, one.reference)
        for one in invoice.payments
    )
    lines = {"payments": paid} if paid else {}
    return Thing(sought.noun, row.number, row.customer_id, row.currency, fields, row, lines)
