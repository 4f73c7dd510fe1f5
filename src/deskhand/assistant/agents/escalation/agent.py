"""The escalation agent: opens a ticket and hands the conversation to a person."""

from __future__ import annotations

from deskhand.assistant.agents.billing.agent import paid_twice
from deskhand.assistant.agents.billing.wording import double_payment
from deskhand.assistant.agents.order.wording import describe, status_of
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import known_day, opening, reply
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
            if found:
                return matter.evidence.with_items(*found)
        opened = await create_ticket(desk, _request(matter))
        return matter.evidence.with_items(*opened)

    def compose(self, matter: Matter) -> Draft:
        """What is on record, then the ticket."""
        if not matter.evidence.ledger:
            tickets = matter.evidence.records("ticket")
            lines = "\n".join(_describe(ticket) for ticket in tickets[:3])
            return Draft(reply(opening(matter), lines), tuple(item.id for item in tickets[:3]))
        ticket = matter.evidence.ledger[-1]
        handed = (
            f"I've opened ticket {ticket.fact('ticket_created')}, and a person of our team takes"
            " over from here. You can write on in this conversation."
        )
        return Draft(
            reply(_sorry(matter), _on_record(matter), handed), (ticket.id,), confidence=1.0
        )


def _asks_for_tickets(matter: Matter) -> bool:
    return matter.understanding.intent is Intent.TICKET_STATUS and matter.reason is None


def _request(matter: Matter) -> TicketRequest:
    understood = matter.understanding
    subject = _SUBJECTS.get(understood.intent, "Question for a person")
    first_line = matter.message.split("\n", 1)[0]
    known = "\n".join(f"- {item.text}" for item in matter.evidence.items if item.kind == "record")
    return TicketRequest(
        subject=f"{subject}: {first_line}"[:_SUBJECT_LENGTH],
        description=reply(
            matter.message,
            f"Why it was handed over: {matter.reason or 'the customer asked for it'}.",
            f"On record:\n{known}" if known else None,
        )[:20_000],
        category=CATEGORY_OF[understood.intent].value,
        priority="high" if understood.urgency == "high" else "normal",
    )


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
    named = matter.understanding.entities.order_numbers
    orders = matter.evidence.records("order")
    if (named or len(orders) == 1) and orders:
        return describe(orders[0])
    return None


def _describe(ticket: Evidence) -> str:
    return (
        f"Ticket {ticket.fact('number')} ({ticket.fact('subject')}),"
        f" opened on {known_day(ticket, 'created_on')}, is {status_of(ticket)}."
    )
