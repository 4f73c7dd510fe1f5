"""Invoices and their payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.commerce.schemas import InvoiceView, PaymentView
from deskhand.domain.tables import Invoice, Payment, Subscription
from deskhand.infra.errors import Conflict, InvalidInput


class InvoiceExists(Conflict):
    """An invoice with this number exists here already."""


class InvoiceSubscriptionUnknown(InvalidInput):
    """The invoice names a subscription that this customer does not have."""


def visible_invoices(actor: Actor) -> Select[tuple[Any]]:
    """The invoices that the actor may see: all for staff, one's own for a customer."""
    query: Select[tuple[Any]] = select(Invoice)
    if not actor.staff:
        query = query.where(Invoice.customer_id == actor.customer_id)
    return query


async def find_invoice(session: AsyncSession, actor: Actor, number: str) -> InvoiceView | None:
    """The visible invoice with this number."""
    invoice = await session.scalar(
        visible_invoices(actor).where(Invoice.number == number.strip().upper())
    )
    return (await with_payments(session, [invoice]))[0] if invoice is not None else None


async def invoices_of(
    session: AsyncSession, actor: Actor, customer_id: UUID, most: int = 6
) -> list[InvoiceView]:
    """A customer's invoices, the newest first."""
    invoices = await session.scalars(
        visible_invoices(actor)
        .where(Invoice.customer_id == customer_id)
        .order_by(Invoice.issued_on.desc(), Invoice.number.desc())
        .limit(most)
    )
    return await with_payments(session, invoices.all())


async def with_payments(session: AsyncSession, invoices: Sequence[Invoice]) -> list[InvoiceView]:
    """The invoices with what was paid for each and what they are for, in the order given."""
    payments = await session.scalars(
        select(Payment)
        .where(Payment.invoice_id.in_([invoice.id for invoice in invoices]))
        .order_by(Payment.paid_on, Payment.reference)
    )
    by_invoice: dict[UUID, list[PaymentView]] = {}
    for payment in payments:
        if payment.invoice_id is not None:
            view = PaymentView.model_validate(payment)
            by_invoice.setdefault(payment.invoice_id, []).append(view)
    numbers = await _subscription_numbers(session, invoices)
    return [
        InvoiceView.model_validate(invoice).model_copy(
            update={
                "payments": by_invoice.get(invoice.id, []),
                "subscription": numbers.get(invoice.subscription_id),
            }
        )
        for invoice in invoices
    ]


async def _subscription_numbers(
    session: AsyncSession, invoices: Sequence[Invoice]
) -> dict[UUID | None, str]:
    wanted = {one.subscription_id for one in invoices if one.subscription_id is not None}
    if not wanted:
        return {}
    found = await session.execute(
        select(Subscription.id, Subscription.number).where(Subscription.id.in_(wanted))
    )
    return {identity: number for identity, number in found}
