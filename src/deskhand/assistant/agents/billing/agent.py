"""The billing agent: invoices, payments, subscriptions and the customer's own data."""

from __future__ import annotations

import re
from collections import Counter

from deskhand.assistant.agents.billing.wording import (
    describe_customer,
    describe_invoice,
    describe_subscription,
    double_payment,
)
from deskhand.assistant.agents.policy import answer, policy, with_policy
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import DONT_KNOW, OFFER, SIGN_IN, listed, opening, reply
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.tools.get_customer_info import NoArguments
from deskhand.assistant.tools.get_invoices import InvoiceQuery
from deskhand.assistant.tools.get_invoices import run as get_invoices
from deskhand.assistant.tools.get_subscription_details import run as get_subscriptions
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.asking import (
    asks_for_own_data,
    asks_how,
    speaks_of_own,
    wants_a_change,
)
from deskhand.assistant.understanding.schemas import Intent

_INVOICES = frozenset({Intent.INVOICE_QUESTION, Intent.DOUBLE_CHARGE, Intent.PAYMENT_PROBLEM})
_SUBSCRIPTIONS = frozenset({Intent.SUBSCRIPTION_DETAILS, Intent.CANCEL_SUBSCRIPTION})
_SHOW = re.compile(
    r"\b(?:show|list|see|last|latest|newest|recent|how much (?:was|is|did|do i)|what is (?:my|the)|"
    r"(?:was|did|have) i (?:\w+ )?(?:charged|billed|paid|pay))\b",
    re.IGNORECASE,
)
_STATED = re.compile(r"\b(?:when|until|which|what|am i|do i have|how much do i)\b", re.IGNORECASE)
_CLEARLY = 0.6
_NO_INVOICES = "There are no invoices on record for your account."
_NOT_FOUND = "I could not find the invoice {numbers} in your account."
_WHICH = "Which invoice do you mean? Please send me its number; it begins with INV."
_NO_SUBSCRIPTION = "There is no subscription on record for your account."
_SINGLE = "I checked your latest invoices: each has no more than one payment on record."


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
        if intent in _INVOICES or matter.understanding.entities.invoice_numbers:
            numbers = list(matter.understanding.entities.invoice_numbers[:5])
            found = await get_invoices(desk, InvoiceQuery(numbers=numbers))
        elif intent in _SUBSCRIPTIONS:
            found = await get_subscriptions(desk, NoArguments())
        return matter.evidence.with_items(*found)

    def compose(self, matter: Matter) -> Draft:
        """What is on record, or the policy, or both, as the question calls for."""
        intent = matter.understanding.intent
        if intent is Intent.DOUBLE_CHARGE:
            return _charged_twice(matter)
        if intent in _INVOICES or matter.understanding.entities.invoice_numbers:
            return _about_invoices(matter)
        if intent in _SUBSCRIPTIONS:
            return _about_subscriptions(matter)
        return _about_the_account(matter)


def paid_twice(invoice: Evidence) -> bool:
    """Whether two payments of the same amount are on record for the invoice."""
    paid = Counter(str(fact.value) for fact in invoice.facts if fact.name == "payment_amount")
    return any(count > 1 for count in paid.values())


def _about_the_account(matter: Matter) -> Draft:
    """The customer's data when it is asked for; else what the help pages say."""
    if asks_for_own_data(matter.message):
        customers = matter.evidence.records("customer")
        if not customers:
            return Draft(reply(opening(matter), SIGN_IN), clarifying=True)
        told = describe_customer(customers[0], matter.message)
        return Draft(reply(opening(matter), told), (customers[0].id,))
    found = policy(matter)
    return _unknown(matter) if found is None else answer(matter, found)


def _charged_twice(matter: Matter) -> Draft:
    invoices = matter.evidence.records("invoice")
    doubled = [invoice for invoice in invoices if paid_twice(invoice)]
    if doubled:
        # A person gives the money back; the escalation agent tells what is on record.
        return Draft(double_payment(doubled[0]), (doubled[0].id,), needs_person=True)
    if not invoices:
        return _nothing_on_record(matter, _NO_INVOICES)
    return with_policy(matter, _SINGLE, offer=True)


def _about_invoices(matter: Matter) -> Draft:
    invoices = matter.evidence.records("invoice")
    named = matter.understanding.entities.invoice_numbers
    if named and not invoices:
        return _not_found(matter, named)
    problem = matter.understanding.intent is Intent.PAYMENT_PROBLEM
    if problem and not named:
        invoices = tuple(one for one in invoices if one.fact("status") in ("open", "overdue"))
    found = policy(matter) if not named and not _SHOW.search(matter.message) else None
    wants_rule = problem or asks_how(matter.message) or not invoices
    if (
        found is not None
        and (wants_rule or found.confidence >= _CLEARLY)
        and not (problem and invoices)
    ):
        return answer(matter, found)
    if not invoices:
        return _unknown(matter) if problem else _nothing_on_record(matter, _NO_INVOICES)
    shown = invoices if named else invoices[:3]
    lines = "\n".join(describe_invoice(invoice) for invoice in shown)
    if problem:
        return with_policy(matter, lines, *shown)
    return Draft(reply(opening(matter), lines), tuple(invoice.id for invoice in shown))


def _about_subscriptions(matter: Matter) -> Draft:
    """One's own plan from the record; what may be had or changed from the help pages."""
    records = matter.evidence.records("subscription")[:3]
    cancels = matter.understanding.intent is Intent.CANCEL_SUBSCRIPTION
    change = cancels or wants_a_change(matter.message)
    own = speaks_of_own(matter.message) and (not change or _STATED.search(matter.message))
    if not own and not cancels:
        found = policy(matter)
        if found is not None:
            return answer(matter, found)
    if not records:
        return _nothing_on_record(matter, _NO_SUBSCRIPTION)
    lines = "\n".join(describe_subscription(subscription) for subscription in records)
    if change:
        return with_policy(matter, lines, *records, offer=False)
    return Draft(reply(opening(matter), lines), tuple(item.id for item in records))


def _not_found(matter: Matter, numbers: tuple[str, ...]) -> Draft:
    if not matter.known and not matter.staff:
        return Draft(reply(opening(matter), SIGN_IN), clarifying=True)
    said = _NOT_FOUND.format(numbers=listed(list(numbers)))
    if matter.clarified >= 2:
        return Draft(said, needs_person=True)
    return Draft(reply(opening(matter), said, _WHICH), clarifying=True)


def _nothing_on_record(matter: Matter, said: str) -> Draft:
    """There is nothing, as far as one can see who asks; the help pages may still answer."""
    if matter.known:
        return Draft(reply(opening(matter), said, OFFER))
    found = policy(matter)
    who = _WHICH if matter.staff else SIGN_IN
    if matter.clarified >= 2:
        return Draft(who, needs_person=True)
    if found is None:
        return Draft(reply(opening(matter), who), clarifying=True)
    text = reply(opening(matter), found.text, who)
    return Draft(text, found.cited, found.confidence, clarifying=True)


def _unknown(matter: Matter) -> Draft:
    return Draft(reply(opening(matter), f"{DONT_KNOW} {OFFER}"), confidence=0.2)
