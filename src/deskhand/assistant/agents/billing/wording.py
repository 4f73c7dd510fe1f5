"""What is said of invoices, payments, subscriptions and the customer's own data."""

from __future__ import annotations

from deskhand.assistant.agents.wording import amount, known_day, listed, sentences
from deskhand.assistant.evidence import Evidence

_STATES = {
    "paid": "is paid",
    "open": "is open",
    "overdue": "is overdue",
    "void": "is void",
}
_PLANS = {
    "active": "is active",
    "trialing": "is in its trial",
    "past_due": "is past due",
    "cancelled": "is cancelled",
}


def describe_invoice(invoice: Evidence) -> str:
    """One invoice, one line."""
    status = str(invoice.fact("status"))
    due = f", due on {known_day(invoice, 'due_on')}" if status in ("open", "overdue") else ""
    paid = [fact.value for fact in invoice.facts if fact.name == "paid_on"]
    payments = f", paid on {known_day(invoice, 'paid_on')}" if len(paid) == 1 else ""
    return (
        f"Invoice {invoice.fact('number')} ({invoice.fact('description')}) of"
        f" {known_day(invoice, 'issued_on')} over {amount(invoice, 'amount')}"
        f" {_STATES[status]}{due}{payments}."
    )


def double_payment(invoice: Evidence) -> str:
    """The payments of an invoice that was paid more than once."""
    references = [str(fact.value) for fact in invoice.facts if fact.name == "payment_reference"]
    return sentences(
        f"I see more than one payment of {amount(invoice, 'payment_amount')} on record for"
        f" invoice {invoice.fact('number')} over {amount(invoice, 'amount')}:",
        f"the references are {listed(references)}.",
    )


def describe_subscription(subscription: Evidence) -> str:
    """One subscription, one line."""
    status = str(subscription.fact("status"))
    renews, ends = known_day(subscription, "renews_on"), known_day(subscription, "ends_on")
    return sentences(
        f"Your {subscription.fact('plan')} subscription {subscription.fact('number')}"
        f" {_PLANS[status]}, at {amount(subscription, 'price')} per"
        f" {subscription.fact('interval')}.",
        f"It renews on {renews}." if renews else None,
        f"It ends on {ends}." if ends else None,
    )


def describe_customer(customer: Evidence) -> str:
    """What is on record about the customer."""
    phone = customer.fact("phone")
    return sentences(
        f"Your account is in the name of {customer.fact('name')},"
        f" with the e-mail address {customer.fact('email')}"
        + (f" and the phone number {phone}." if phone else "."),
        f"Your tier is {customer.fact('tier')}.",
    )
