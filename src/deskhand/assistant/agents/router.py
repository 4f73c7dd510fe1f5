"""Which agent takes a matter: by intent, by what is named, by what was offered before."""

from __future__ import annotations

from deskhand.assistant.agents.port import Agent, Matter
from deskhand.assistant.agents.registry import BILLING, ESCALATION, FAQ, ORDER
from deskhand.assistant.agents.wording import offered_a_person
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


def route(matter: Matter) -> Agent:
    """The agent for the matter.

    The wish for a person goes first, also as a yes to the offer of one. A message that names
    an order or an invoice is about it, whatever else it may be taken for.
    """
    understood = matter.understanding
    if understood.wants_person:
        return ESCALATION
    if understood.dialogue_act == "confirm" and offered_a_person(matter):
        return ESCALATION
    agent = BY_INTENT[understood.intent]
    if agent is FAQ and understood.entities.order_numbers:
        return ORDER
    if agent is FAQ and understood.entities.invoice_numbers:
        return BILLING
    return agent
