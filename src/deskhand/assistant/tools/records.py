"""The shop's rows as evidence: each value a fact that a reply may state."""

from __future__ import annotations

from uuid import UUID

from deskhand.assistant.evidence import Evidence, Fact, FactKind
from deskhand.domain.commerce.schemas import InvoiceView
from deskhand.domain.tables import Customer, Order, Refund, Subscription, Ticket
from deskhand.domain.tickets.schemas import ticket_reference
from deskhand.infra.ids import CustomerId
from deskhand.infra.money import Money

Facts = tuple[Fact, ...]


def _text(facts: Facts) -> str:
    return "; ".join(
        f"{fact.name}: {fact.value if fact.value is not None else 'not known'}" for fact in facts
    )


def _record(subject: str, key: str, facts: Facts, owner: UUID | None) -> Evidence:
    return Evidence(
        id=f"{subject}:{key}",
        kind="record",
        subject=subject,
        text=_text(facts),
        facts=facts,
        owner=CustomerId(owner) if owner is not None else None,
    )


def customer_evidence(customer: Customer) -> Evidence:
    """A customer's own data."""
    facts = (
        Fact("number", FactKind.IDENTIFIER, str(customer.number)),
        Fact("name", FactKind.TEXT, customer.name),
        Fact("email", FactKind.IDENTIFIER, customer.email),
        Fact("phone", FactKind.IDENTIFIER, customer.phone),
        Fact("tier", FactKind.TEXT, customer.tier),
    )
    return _record("customer", str(customer.number), facts, customer.id)


def order_evidence(order: Order, refunds: tuple[Refund, ...] = ()) -> Evidence:
    """An order with its items and the refunds made for it."""
    facts: list[Fact] = [
        Fact("number", FactKind.IDENTIFIER, order.number),
        Fact("status", FactKind.STATUS, order.status),
        Fact("placed_on", FactKind.DATE, order.placed_on),
        Fact("shipped_on", FactKind.DATE, order.shipped_on),
        Fact("delivery_date", FactKind.DATE, order.delivery_date),
        Fact("delivered_on", FactKind.DATE, order.delivered_on),
        Fact("total", FactKind.AMOUNT, Money(order.total_minor, order.currency)),
        Fact("carrier", FactKind.TEXT, order.carrier),
        Fact("tracking_number", FactKind.IDENTIFIER, order.tracking_number),
        Fact("refund_eligible", FactKind.TEXT, order.refund_eligible),
        Fact("refund_reason", FactKind.TEXT, order.refund_reason),
    ]
    for item in order.items:
        facts += [
            Fact("item", FactKind.TEXT, str(item["name"])),
            Fact("quantity", FactKind.NUMBER, int(item["quantity"])),
            Fact("item_price", FactKind.AMOUNT, Money(int(item["unit_minor"]), order.currency)),
        ]
    for refund in refunds:
        facts += [
            Fact("refund_amount", FactKind.AMOUNT, Money(refund.amount_minor, refund.currency)),
            Fact("refund_status", FactKind.STATUS, f"refund_{refund.status}"),
            Fact("refunded_on", FactKind.DATE, refund.issued_at.date()),
        ]
    return _record("order", order.number, tuple(facts), order.customer_id)


def subscription_evidence(subscription: Subscription) -> Evidence:
    """A subscription."""
    facts = (
        Fact("number", FactKind.IDENTIFIER, subscription.number),
        Fact("plan", FactKind.TEXT, subscription.plan),
        Fact("status", FactKind.STATUS, subscription.status),
        Fact("price", FactKind.AMOUNT, Money(subscription.price_minor, subscription.currency)),
        Fact("interval", FactKind.TEXT, subscription.billing_interval),
        Fact("started_on", FactKind.DATE, subscription.started_on),
        Fact("renews_on", FactKind.DATE, subscription.renews_on),
        Fact("ends_on", FactKind.DATE, subscription.ends_on),
    )
    return _record("subscription", subscription.number, facts, subscription.customer_id)


def invoice_evidence(invoice: InvoiceView) -> Evidence:
    """An invoice with its payments."""
    facts: list[Fact] = [
        Fact("number", FactKind.IDENTIFIER, invoice.number),
        Fact("description", FactKind.TEXT, invoice.description),
        Fact("status", FactKind.STATUS, invoice.status),
        Fact("amount", FactKind.AMOUNT, Money(invoice.amount_minor, invoice.currency)),
        Fact("issued_on", FactKind.DATE, invoice.issued_on),
        Fact("due_on", FactKind.DATE, invoice.due_on),
        Fact("payments", FactKind.NUMBER, len(invoice.payments)),
    ]
    for payment in invoice.payments:
        facts += [
            Fact("payment_reference", FactKind.IDENTIFIER, payment.reference),
            Fact("payment_amount", FactKind.AMOUNT, Money(payment.amount_minor, invoice.currency)),
            Fact("paid_on", FactKind.DATE, payment.paid_on),
            Fact("payment_method", FactKind.TEXT, payment.method),
        ]
    return _record("invoice", invoice.number, tuple(facts), invoice.customer_id)


def ticket_evidence(ticket: Ticket) -> Evidence:
    """A ticket."""
    reference = ticket_reference(ticket.number)
    facts = (
        Fact("number", FactKind.IDENTIFIER, reference),
        Fact("status", FactKind.STATUS, ticket.status),
        Fact("subject", FactKind.TEXT, ticket.subject),
        Fact("created_on", FactKind.DATE, ticket.created_at.date()),
    )
    return _record("ticket", reference, facts, ticket.customer_id)
