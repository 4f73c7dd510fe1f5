"""Which agent takes a matter: by intent, by what is named, by what was offered before."""

from __future__ import annotations

import re

from deskhand.assistant.agents.order.agent import BARE_NUMBER
from deskhand.assistant.agents.port import Agent, Matter
from deskhand.assistant.agents.registry import BILLING, ESCALATION, FAQ, ORDER
from deskhand.assistant.agents.wording import offered_a_person
from deskhand.assistant.engine.offline.extractive import SURE, score_of
from deskhand.assistant.understanding.asking import (
    asks_about_others,
    asks_for_contact,
    asks_who_answers,
    changes_the_account,
    is_vague,
)
from deskhand.assistant.understanding.schemas import Intent

BY_INTENT: dict[Intent, Agent] = {
    Intent.ORDER_STATUS: ORDER,
    Intent.DELIVERY_PROBLEM: ORDER,
    Intent.CANCEL_ORDER: ORDER,
    Intent.CHANGE_ORDER: ORDER,
    Intent.RETURN_ITEM: ORDER,
    Intent.REFUND_REQUEST: ORDER,
    Intent.REFUND_STATUS: ORDER,
    Intent.REPLACEMENT: ORDER,
    Intent.INVOICE_QUESTION: BILLING,
    Intent.DOUBLE_CHARGE: BILLING,
    Intent.PAYMENT_PROBLEM: BILLING,
    Intent.SUBSCRIPTION_DETAILS: BILLING,
    Intent.CANCEL_SUBSCRIPTION: BILLING,
    Intent.ACCOUNT_DETAILS: BILLING,
    Intent.ACCOUNT_ACCESS: FAQ,
    Intent.TECHNICAL_PROBLEM: FAQ,
    Intent.HOW_TO: FAQ,
    Intent.POLICY_QUESTION: FAQ,
    Intent.GREETING: FAQ,
    Intent.THANKS: FAQ,
    Intent.OUT_OF_SCOPE: FAQ,
    Intent.TICKET_STATUS: ESCALATION,
    Intent.TALK_TO_PERSON: ESCALATION,
    Intent.COMPLAINT: ESCALATION,
}
_ABOUT_ORDERS = re.compile(
    r"\b(?:track\w*|order\w*|parcel|package|deliver\w*|shipment|where|status|refund\w*|cancel\w*|"
    r"return\w*)\b",
    re.IGNORECASE,
)
_CLOSELY_READ = frozenset({Intent.OUT_OF_SCOPE, Intent.GREETING, Intent.POLICY_QUESTION})


def route(matter: Matter) -> Agent:
    """The agent for the matter.

    Questions about who or where we are, and for other people's data, need no specialist. Then
    the wish for a person goes first, also as a yes to the offer of one. A message that names an
    order or an invoice is about it, unless the help pages answer what it asks.
    """
    understood, message = matter.understanding, matter.message
    if understood.dialogue_act == "confirm" and offered_a_person(matter):
        return ESCALATION
    if _needs_no_specialist(matter):
        return FAQ
    if understood.wants_person:
        return ESCALATION
    agent = BY_INTENT[understood.intent]
    if agent is ORDER and not understood.entities.order_numbers and _beside_orders(message):
        return FAQ
    if agent is not FAQ:
        return agent
    if understood.entities.order_numbers and not _answered(matter):
        return ORDER
    if understood.entities.invoice_numbers:
        return BILLING
    bare = BARE_NUMBER.search(message) and _ABOUT_ORDERS.search(message)
    return ORDER if bare and understood.intent in _CLOSELY_READ else FAQ


def _needs_no_specialist(matter: Matter) -> bool:
    message = matter.message
    if asks_who_answers(message) or (asks_about_others(message) and not matter.staff):
        return True
    return asks_for_contact(message) and _answered(matter)


def _beside_orders(message: str) -> bool:
    """Whether a wish taken for one about an order changes the account, or names nothing."""
    return changes_the_account(message) or is_vague(message)


def _answered(matter: Matter) -> bool:
    return max(map(score_of, matter.evidence.items), default=0.0) >= SURE
