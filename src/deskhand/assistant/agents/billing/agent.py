"""The billing agent: invoices, payments, subscriptions and the customer's own data."""

from __future__ import annotations

from collections import Counter

from deskhand.assistant.agents.billing.wording import (
    describe_customer,
    describe_invoice,
    describe_subscription,
    double_payment,
)
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import DONT_KNOW, OFFER, opening, reply
from deskhand.assistant.engine.offline.extractive import extract
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.tools.get_customer_info import NoArguments
from deskhand.assistant.tools.get_invoices import InvoiceQuery
from deskhand.assistant.tools.get_invoices import run as get_invoices
from deskhand.assistant.tools.get_subscription_details import run as get_subscriptions
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.schemas import Intent

_INVOICES = frozenset({Intent.INVOICE_QUESTION, Intent.DOUBLE_CHARGE, Intent.PAYMENT_PROBLEM})
_SUBSCRIPTIONS = frozenset({Intent.SUBSCRIPTION_DETAILS, Intent.CANCEL_SUBSCRIPTION})
_WHO = (
    "I can look that up once I know who you are. Please sign in, or send me the number of your"
    " invoice."
)
_NO_INVOICES = "There are no invoices on record for your account."
_NO_SUBSCRIPTION = "There is no subscription on record for your account."
_SINGLE = "I checked your latest invoices: each has no more than one payment on record."
_POLICY_WORDS = 70
_SURE = 0.5
"""From this confidence on the documents answer, when the records have nothing to say."""


class BillingAgent:
    """Looks up what was billed and paid; corrections are made by a person."""

    name = "billing"
    prompt = costar(
        "Tell the customer what is on record for the invoices, payments or subscription in"
        " question, and what our policy says.",
        context="Refunding, correcting and cancelling is done by a person.",
    )
    model_tools = ("get_invoices", "get_subscription_details", "search_knowledge_base")

    async def gather(self, desk: Desk, matter: Matter) -> EvidenceSet:
        """Invoices or subscriptions, as the intent asks for."""
        intent = matter.understanding.intent
        found: tuple[Evidence, ...] = ()
        if intent in _INVOICES:
            numbers = list(matter.understanding.entities.invoice_numbers[:5])
            found = await get_invoices(desk, InvoiceQuery(numbers=numbers))
        elif intent in _SUBSCRIPTIONS:
            found = await get_subscriptions(desk, NoArguments())
        return matter.evidence.with_items(*found)

    def compose(self, matter: Matter) -> Draft:
        """What is on record, then the policy."""
        intent = matter.understanding.intent
        if intent in _INVOICES:
            return _about_invoices(matter)
        if intent in _SUBSCRIPTIONS:
            return _about_subscriptions(matter)
        from_documents = _documents_answer(matter)
        if from_documents is not None:
            return from_documents
        customers = matter.evidence.records("customer")
        if not customers:
            return _unknown_customer(matter)
        return Draft(reply(opening(matter), describe_customer(customers[0])), (customers[0].id,))


def _about_invoices(matter: Matter) -> Draft:
    invoices = matter.evidence.records("invoice")
    if not invoices:
        if matter.understanding.entities.invoice_numbers or _is_known(matter):
            return _policy_or(matter, _NO_INVOICES)
        return _unknown_customer(matter)
    if matter.understanding.intent is Intent.DOUBLE_CHARGE:
        doubled = [invoice for invoice in invoices if paid_twice(invoice)]
        if doubled:
            # A person gives the money back; the escalation agent tells what is on record.
            return Draft(double_payment(doubled[0]), (doubled[0].id,), needs_person=True)
        return _policy_or(matter, _SINGLE)
    named = matter.understanding.entities.invoice_numbers
    shown = invoices if named else invoices[:3]
    if matter.understanding.intent is Intent.PAYMENT_PROBLEM:
        unpaid = [invoice for invoice in invoices if invoice.fact("status") in ("open", "overdue")]
        shown = tuple(unpaid[:3]) or shown[:1]
        lines = "\n".join(describe_invoice(invoice) for invoice in shown)
        return _policy_or(matter, lines, shown)
    lines = "\n".join(describe_invoice(invoice) for invoice in shown)
    return Draft(reply(opening(matter), lines), tuple(invoice.id for invoice in shown))


def _about_subscriptions(matter: Matter) -> Draft:
    found = matter.evidence.records("subscription")
    if not found:
        from_documents = _documents_answer(matter)
        if from_documents is not None:
            return from_documents
        if not _is_known(matter):
            return _unknown_customer(matter)
        return _policy_or(matter, _NO_SUBSCRIPTION)
    lines = "\n".join(describe_subscription(subscription) for subscription in found[:3])
    if matter.understanding.intent is Intent.CANCEL_SUBSCRIPTION:
        return _policy_or(matter, lines, found[:3])
    return Draft(reply(opening(matter), lines), tuple(item.id for item in found[:3]))


def _documents_answer(matter: Matter) -> Draft | None:
    found = extract(matter.message, matter.evidence.items)
    if found is None or found.confidence < _SURE:
        return None
    return Draft(reply(opening(matter), found.text), found.cited, found.confidence)


def paid_twice(invoice: Evidence) -> bool:
    """Whether two payments of the same amount are on record for the invoice."""
    paid = Counter(str(fact.value) for fact in invoice.facts if fact.name == "payment_amount")
    return any(count > 1 for count in paid.values())


def _is_known(matter: Matter) -> bool:
    return bool(matter.evidence.records("customer"))


def _unknown_customer(matter: Matter) -> Draft:
    found = extract(matter.message, matter.evidence.items, words=_POLICY_WORDS)
    if matter.clarified >= 2:
        return Draft(_WHO, needs_person=True)
    if found is None:
        return Draft(reply(opening(matter), _WHO), clarifying=True)
    return Draft(
        reply(opening(matter), found.text, _WHO), found.cited, found.confidence, clarifying=True
    )


def _policy_or(matter: Matter, text: str, shown: tuple[Evidence, ...] = ()) -> Draft:
    """What is on record, then what the documents say, or else the offer of a person."""
    ids = tuple(item.id for item in shown)
    found = extract(matter.message, matter.evidence.items, words=_POLICY_WORDS)
    if found is None:
        closing = OFFER if shown else f"{DONT_KNOW} {OFFER}" if not text else OFFER
        return Draft(reply(opening(matter), text, closing), ids)
    return Draft(reply(opening(matter), text, found.text), (*ids, *found.cited), found.confidence)
