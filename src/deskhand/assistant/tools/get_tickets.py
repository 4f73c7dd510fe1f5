"""Look up the customer's tickets."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import ticket_evidence
from deskhand.domain.tickets.tickets import find_tickets

NEWEST: Final = 10
"""Tickets that a customer may still ask about."""
_SHOWN: Final = 5


class TicketQuery(BaseModel):
    """Which tickets are wanted."""

    numbers: list[str] = Field(
        default_factory=list,
        max_length=5,
        description="Ticket numbers as the customer wrote them; empty: the newest tickets.",
    )


async def run(desk: Desk, arguments: TicketQuery) -> tuple[Evidence, ...]:
    """The visible tickets, the newest first."""
    return await _found(desk, "ticket", tuple(arguments.numbers), _SHOWN)


async def read(desk: Desk, noun: str, numbers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The visible tickets with these numbers, or the customer's newest, as records of `noun`."""
    return await _found(desk, noun, numbers, max(NEWEST, len(numbers)))


async def _found(
    desk: Desk, noun: str, numbers: tuple[str, ...], most: int
) -> tuple[Evidence, ...]:
    async with desk.session() as session:
        tickets = await find_tickets(session, desk.reader, desk.customer_id, numbers, most)
    return tuple(ticket_evidence(ticket, noun) for ticket in tickets)


TOOL = Tool("get_tickets", "Support tickets with their status.", TicketQuery, run)
