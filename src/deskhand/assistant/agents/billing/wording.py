"""What is said of invoices, payments, subscriptions and the customer's own data."""

from __future__ import annotations

import re

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
_FIELDS = tuple(
    (name, re.compile(words, re.IGNORECASE), text)
    for name, words, text in (
        ("name", r"\bname\b|\bwho am i\b", "The name on your account is {}."),
        ("email", r"\be-?\s?mails?\b", "Your e-mail address is {}."),
        ("phone", r"\b(?:phone|telephone|mobile)\b", "Your phone number is {}."),
        ("tier", r"\b(?:tier|level|membership)\b", "Your tier is {}."),
    )
)


def describe_invoice(invoice: Evidence) -> str:
    """One invoice in one paragraph."""
    status = str(invoice.fact("status"))
    due = f" It is due on {known_day(invoice, 'due_on')}." if status in ("open", "overdue") else ""
    paid = [fact.value for fact in invoice.facts if fact.name == "paid_on"]
    payments = f" It was paid on {known_day(invoice, 'paid_on')}." if len(paid) == 1 else ""
    return (
        f"Invoice {invoice.fact('number')} of {known_day(invoice, 'issued_on')} over"
        f" {amount(invoice, 'amount')} {_STATES[status]}.{due}{payments}"
        f" It is for: {invoice.fact('description')}."
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
        f"It renews on {renews}." if renews and status in ("active", "trialing") else None,
        f"It ends on {ends}." if ends else None,
    )


def describe_customer(customer: Evidence, asked: str) -> str:
    """What is on record about the customer: the parts that `asked` names, or all."""
    wanted = [field for field in _FIELDS if field[1].search(asked)]
    told = [
        text.format(customer.fact(name))
        for name, _, text in wanted or _FIELDS
        if customer.fact(name)
    ]
    return sentences(*told)
