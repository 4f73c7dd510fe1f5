"""Look up the customer's tickets."""

from __future__ import annotations

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import ticket_evidence
from deskhand.domain.tickets.tickets import find_tickets


class TicketQuery(BaseModel):
    """Which tickets are wanted."""

    numbers: list[str] = Field(
        default_factory=list,
        max_length=5,
        description="Ticket numbers as the customer wrote them; empty: the newest tickets.",
    )


async def run(desk: Desk, arguments: TicketQuery) -> tuple[Evidence, ...]:
    """The visible tickets, the newest first."""
    async with desk.session() as session:
        tickets = await find_tickets(
            session, desk.reader, desk.customer_id, tuple(arguments.numbers)
        )
    return tuple(ticket_evidence(ticket) for ticket in tickets)


TOOL = Tool("get_tickets", "Support tickets with their status.", TicketQuery, run)
