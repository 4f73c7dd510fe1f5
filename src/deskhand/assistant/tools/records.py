"""The business's own tables as evidence: each value a fact that a reply may state.

The facts carry the names of the fields in `nouns.yaml`; the single `item`, `payment_reference`
and so on beside the lists are what checks of written text look for.
"""

from __future__ import annotations

from uuid import UUID

from deskhand.assistant.evidence import Evidence, Fact, FactKind, FactValue
from deskhand.domain.commerce.schemas import InvoiceView, PaymentView
from deskhand.domain.commerce.things.orders import item_text
from deskhand.domain.tables import Customer, Order, Refund, Subscription, Ticket
from deskhand.domain.tickets.schemas import ticket_reference
from deskhand.infra.clock import now
from deskhand.infra.ids import CustomerId
from deskhand.infra.money import Money

Facts = tuple[Fact, ...]


def record(noun: str, number: str, facts: Facts, owner: UUID | None) -> Evidence:
    """A record of `noun` that belongs to the customer `owner`."""
    return Evidence(
        id=f"{noun}:{number}",
        kind="record",
        subject=noun,
        text="; ".join(f"{fact.name}: {_written(fact.value)}" for fact in facts),
        facts=facts,
        owner=CustomerId(owner) if owner is not None else None,
    )


def _written(value: FactValue) -> str:
    if value is None:
        return "not known"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def customer_evidence(customer: Customer, noun: str = "customer") -> Evidence:
    """A customer's own data."""
    facts = (
        Fact("number", FactKind.IDENTIFIER, str(customer.number)),
        Fact("name", FactKind.TEXT, customer.name),
        Fact("email", FactKind.IDENTIFIER, customer.email),
        Fact("phone", FactKind.IDENTIFIER, customer.phone),
        Fact("tier", FactKind.TEXT, customer.tier),
    )
    return record(noun, str(customer.number), facts, customer.id)


def order_evidence(order: Order, refunds: tuple[Refund, ...] = (), noun: str = "order") -> Evidence:
    """An order with its items and the refunds made for it, of which the newest comes first."""
    facts: list[Fact] = [
        Fact("number", FactKind.IDENTIFIER, order.number),
        Fact("status", FactKind.STATUS, order.status),
        Fact("placed_on", FactKind.DATE, order.placed_on),
        Fact("shipped_on", FactKind.DATE, order.shipped_on),
        Fact("delivery_date", FactKind.DATE, order.delivery_date),
        Fact("delivered_on", FactKind.DATE, order.delivered_on),
        Fact("items", FactKind.LIST, tuple(map(item_text, order.items))),
        Fact("total", FactKind.AMOUNT, Money(order.total_minor, order.currency)),
        Fact("carrier", FactKind.TEXT, order.carrier),
        Fact("tracking_number", FactKind.IDENTIFIER, order.tracking_number),
        Fact("city", FactKind.TEXT, order.city),
        Fact("refund_eligible", FactKind.FLAG, order.refund_eligible),
        Fact("refund_reason", FactKind.TEXT, order.refund_reason),
    ]
    for item in order.items:
        facts += [
            Fact("item", FactKind.TEXT, str(item["name"])),
            Fact("quantity", FactKind.NUMBER, int(item["quantity"])),
            Fact("item_price", FactKind.AMOUNT, Money(int(item["unit_minor"]), order.currency)),
        ]
    refunded = sum(one.amount_minor for one in refunds if one.status != "failed")
    left = Money(max(0, order.total_minor - refunded), order.currency)
    facts += [
        Fact("refundable", FactKind.AMOUNT, left),
        Fact("address", FactKind.TEXT, order.address),
    ]
    facts += _refund(refunds[0] if refunds else None)
    for refund in refunds[1:]:
        facts += _earlier(_refund(refund))
    return record(noun, order.number, tuple(facts), order.customer_id)


def _earlier(facts: Facts) -> Facts:
    """Facts under names of their own, so that none is taken for the newest."""
    return tuple(Fact(f"earlier_{fact.name}", fact.kind, fact.value) for fact in facts)


def _refund(refund: Refund | None) -> Facts:
    amount = Money(refund.amount_minor, refund.currency) if refund else None
    return (
        Fact("refund_amount", FactKind.AMOUNT, amount),
        Fact("refund_status", FactKind.STATUS, refund.status if refund else None),
        Fact("refunded_on", FactKind.DATE, refund.issued_at.date() if refund else None),
    )


def subscription_evidence(subscription: Subscription, noun: str = "subscription") -> Evidence:
    """A subscription."""
    ends = subscription.ends_on
    facts = (
        Fact("number", FactKind.IDENTIFIER, subscription.number),
        Fact("plan", FactKind.TEXT, subscription.plan),
        Fact("status", FactKind.STATUS, subscription.status),
        Fact("price", FactKind.AMOUNT, Money(subscription.price_minor, subscription.currency)),
        Fact("interval", FactKind.TEXT, subscription.billing_interval),
        Fact("started_on", FactKind.DATE, subscription.started_on),
        Fact("renews_on", FactKind.DATE, subscription.renews_on),
        Fact("ends_on", FactKind.DATE, ends),
        Fact("ends_past", FactKind.FLAG, ends < now().date() if ends else None),
        Fact("paused_until", FactKind.DATE, subscription.paused_until),
    )
    return record(noun, subscription.number, facts, subscription.customer_id)


def invoice_evidence(invoice: InvoiceView, noun: str = "invoice") -> Evidence:
    """An invoice with its payments, of which the latest comes first."""
    payments = invoice.payments
    total = invoice.paid_minor
    facts: list[Fact] = [
        Fact("number", FactKind.IDENTIFIER, invoice.number),
        Fact("description", FactKind.TEXT, invoice.description),
        Fact("subscription", FactKind.IDENTIFIER, invoice.subscription),
        Fact("status", FactKind.STATUS, invoice.status),
        Fact("amount", FactKind.AMOUNT, Money(invoice.amount_minor, invoice.currency)),
        Fact("issued_on", FactKind.DATE, invoice.issued_on),
        Fact("due_on", FactKind.DATE, invoice.due_on),
        Fact("payments", FactKind.NUMBER, len(payments)),
        Fact("payment_references", FactKind.LIST, tuple(one.reference for one in payments)),
        Fact("paid", FactKind.AMOUNT, Money(total, invoice.currency) if payments else None),
        Fact("paid_twice", FactKind.FLAG, invoice.paid_twice),
    ]
    facts += _payment(payments[-1] if payments else None, invoice.currency)
    for payment in reversed(payments[:-1]):
        facts += _earlier(_payment(payment, invoice.currency))
    return record(noun, invoice.number, tuple(facts), invoice.customer_id)


def _payment(payment: PaymentView | None, currency: str) -> Facts:
    amount = Money(payment.amount_minor, currency) if payment else None
    return (
        Fact("payment_reference", FactKind.IDENTIFIER, payment.reference if payment else None),
        Fact("payment_amount", FactKind.AMOUNT, amount),
        Fact("paid_on", FactKind.DATE, payment.paid_on if payment else None),
        Fact("payment_method", FactKind.TEXT, payment.method if payment else None),
    )


def ticket_evidence(ticket: Ticket, noun: str = "ticket") -> Evidence:
    """A ticket."""
    reference = ticket_reference(ticket.number)
    facts = (
        Fact("number", FactKind.IDENTIFIER, reference),
        Fact("status", FactKind.STATUS, ticket.status),
        Fact("subject", FactKind.TEXT, ticket.subject),
        Fact("created_on", FactKind.DATE, ticket.created_at.date()),
    )
    return record(noun, reference, facts, ticket.customer_id)
