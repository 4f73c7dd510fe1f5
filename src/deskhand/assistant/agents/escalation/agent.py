"""The escalation agent: opens a ticket and hands the conversation to a person."""

from __future__ import annotations

import re
from dataclasses import replace

from deskhand.assistant.agents.billing.agent import paid_twice
from deskhand.assistant.agents.billing.wording import double_payment
from deskhand.assistant.agents.order.agent import orders_for
from deskhand.assistant.agents.order.choice import described
from deskhand.assistant.agents.order.wording import describe, eligible, status_of
from deskhand.assistant.agents.policy import policy
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import (
    OFFER,
    SIGN_IN,
    known_day,
    listed,
    opening,
    reply,
    sentences,
)
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.tools.create_support_ticket import TicketRequest
from deskhand.assistant.tools.create_support_ticket import run as create_ticket
from deskhand.assistant.tools.get_tickets import TicketQuery
from deskhand.assistant.tools.get_tickets import run as get_tickets
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.intents import CATEGORY_OF
from deskhand.assistant.understanding.schemas import Intent

_SUBJECTS = {
    Intent.CANCEL_ORDER: "Cancel an order",
    Intent.CHANGE_ORDER: "Change an order",
    Intent.REFUND_REQUEST: "Refund requested",
    Intent.REPLACEMENT: "Replacement requested",
    Intent.DOUBLE_CHARGE: "Charged twice",
    Intent.COMPLAINT: "Complaint",
    Intent.TALK_TO_PERSON: "Customer asks for a person",
}
_SUBJECT_LENGTH = 120
_POLICY_WORDS = 60
_REMEMBERED = 6
_HELPED_MEANWHILE = frozenset({Intent.REPLACEMENT, Intent.DELIVERY_PROBLEM})
_ABOUT_ORDERS = re.compile(
    r"\b(?:orders?|parcels?|packages?|deliver\w*|ship\w*|arriv\w*|here yet|isn['’]t here|came)\b",
    re.IGNORECASE,
)
_NOT_FOUND = "I could not find the ticket {numbers} in your account."
_NO_TICKETS = "There is no ticket on record for your account."


class EscalationAgent:
    """Brings a matter to a person, with everything that was found so far."""

    name = "escalation"
    prompt = costar(
        "Tell the customer what is on record, that the ticket in the evidence was opened, and"
        " that a person takes over in this conversation. Name the ticket's number. Give no time."
    )
    model_tools = ()

    async def gather(self, desk: Desk, matter: Matter) -> EvidenceSet:
        """The customer's tickets for a question about them; else a new ticket."""
        if _asks_for_tickets(matter):
            numbers = list(matter.understanding.entities.ticket_numbers[:5])
            found = await get_tickets(desk, TicketQuery(numbers=numbers))
            return matter.evidence.with_items(*found)
        matter = await _with_the_order(desk, matter)
        opened = await create_ticket(desk, _request(matter))
        return matter.evidence.with_items(*opened)

    def compose(self, matter: Matter) -> Draft:
        """What is on record, what the help pages say, then the ticket."""
        if not matter.evidence.ledger:
            return _about_tickets(matter)
        ticket = matter.evidence.ledger[-1]
        handed = (
            f"I've opened ticket {ticket.fact('ticket_created')}, and a person of our team takes"
            " over from here. You can write on in this conversation."
        )
        found = policy(matter, words=_POLICY_WORDS, sure=True) if _wants_policy(matter) else None
        said = reply(_sorry(matter), _on_record(matter), found.text if found else None, handed)
        return Draft(said, (ticket.id, *(found.cited if found else ())), confidence=1.0)


async def _with_the_order(desk: Desk, matter: Matter) -> Matter:
    """The matter with the order that an angry message speaks of, so that the person sees it."""
    about_orders = matter.understanding.entities.order_numbers or _ABOUT_ORDERS.search(
        matter.message
    )
    if matter.evidence.records("order") or not about_orders:
        return matter
    orders = await orders_for(desk, matter)
    named = matter.understanding.entities.order_numbers
    chosen = orders if named else described(matter.message, orders)
    return replace(matter, evidence=matter.evidence.with_items(*chosen))


def _about_tickets(matter: Matter) -> Draft:
    """The state of the customer's tickets; never a new one for a question about one."""
    tickets = matter.evidence.records("ticket")
    named = matter.understanding.entities.ticket_numbers
    if tickets:
        lines = "\n".join(_describe(ticket) for ticket in tickets[:3])
        return Draft(reply(opening(matter), lines), tuple(item.id for item in tickets[:3]))
    if not matter.known and not matter.staff:
        return Draft(reply(opening(matter), SIGN_IN), clarifying=True)
    missing = _NOT_FOUND.format(numbers=listed(list(named))) if named else _NO_TICKETS
    return Draft(reply(opening(matter), f"{missing} {OFFER}"))


def _wants_policy(matter: Matter) -> bool:
    """Whether the customer can do something while waiting for the person."""
    if matter.understanding.wants_person or matter.reason == "no draft passed the audit":
        return False
    return matter.understanding.intent in _HELPED_MEANWHILE


def _asks_for_tickets(matter: Matter) -> bool:
    return matter.understanding.intent is Intent.TICKET_STATUS and matter.reason is None


def _request(matter: Matter) -> TicketRequest:
    understood = matter.understanding
    subject = _SUBJECTS.get(understood.intent, "Question for a person")
    question = _question(matter)
    known = "\n".join(f"- {item.text}" for item in matter.evidence.items if item.kind == "record")
    past = "\n".join(f"- {said.role}: {said.text}" for said in matter.past.messages[-_REMEMBERED:])
    first_line = question.split("\n", 1)[0]
    return TicketRequest(
        subject=f"{subject}: {first_line}"[:_SUBJECT_LENGTH],
        description=reply(
            matter.message,
            f"Why it was handed over: {matter.reason or 'the customer asked for it'}.",
            f"On record:\n{known}" if known else None,
            f"Said before:\n{past}" if past else None,
        )[:20_000],
        category=CATEGORY_OF[understood.intent].value,
        priority="high" if understood.urgency == "high" else "normal",
    )


def _question(matter: Matter) -> str:
    """What it is about: for a mere yes, the customer's message before."""
    if matter.understanding.dialogue_act != "confirm":
        return matter.message
    earlier = [said.text for said in matter.past.messages if said.role == "customer"]
    return earlier[-1] if earlier else matter.message


def _sorry(matter: Matter) -> str:
    if matter.strategy == "empathetic":
        return opening(matter)
    if matter.understanding.intent is Intent.COMPLAINT:
        return reply(opening(matter), "I'm sorry about the trouble.")
    return opening(matter)


def _on_record(matter: Matter) -> str | None:
    """The one order or invoice that the matter is about."""
    invoices = [item for item in matter.evidence.records("invoice") if paid_twice(item)]
    if matter.understanding.intent is Intent.DOUBLE_CHARGE and invoices:
        return double_payment(invoices[0])
    orders = matter.evidence.records("order")
    if len(orders) == 1:
        wants_money = matter.understanding.intent is Intent.REFUND_REQUEST
        return sentences(describe(orders[0]), eligible(orders[0]) if wants_money else None)
    if orders and matter.understanding.entities.order_numbers:
        return "\n".join(describe(order) for order in orders)
    return None


def _describe(ticket: Evidence) -> str:
    """One ticket; of its subject only what comes before the customer's own words."""
    subject = str(ticket.fact("subject")).split(":", 1)[0]
    about = "" if any(letter.isdigit() for letter in subject) else f" It is about: {subject}."
    return (
        f"Ticket {ticket.fact('number')} is {status_of(ticket)}. It was opened on"
        f" {known_day(ticket, 'created_on')}.{about}"
    )
