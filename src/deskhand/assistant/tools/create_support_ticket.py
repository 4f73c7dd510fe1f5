"""Open a ticket for a person."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence, Fact, FactKind
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.domain.actions.tickets import open_ticket_once
from deskhand.domain.tickets.schemas import NewTicket
from deskhand.infra.errors import Forbidden
from deskhand.infra.ids import CustomerId


class WritingNotAllowed(Forbidden):
    """Nothing may be written here: this is not a claimed turn."""


class TicketRequest(BaseModel):
    """What the person needs to know."""

    subject: str = Field(max_length=200)
    description: str = Field(max_length=20_000)
    category: str = "GENERAL"
    priority: Literal["low", "normal", "high", "urgent"] = "normal"


async def run(desk: Desk, arguments: TicketRequest) -> tuple[Evidence, ...]:
    """The turn's ticket, opened once however often the turn is tried."""
    if desk.held is None:
        raise WritingNotAllowed
    async with desk.session() as session:
        opened = await open_ticket_once(
            session,
            desk.held,
            desk.actor,
            NewTicket(
                subject=arguments.subject,
                description=arguments.description,
                category=arguments.category,
                priority=arguments.priority,
                customer_id=desk.customer_id,
                conversation_id=desk.conversation_id,
            ),
        )
    facts = (
        Fact("ticket_created", FactKind.DONE, opened.reference),
        Fact("handed_over", FactKind.DONE, opened.reference),
        Fact("number", FactKind.IDENTIFIER, opened.reference),
        Fact("status", FactKind.STATUS, "open"),
        Fact("ticket_id", FactKind.TEXT, str(opened.ticket_id)),
    )
    return (
        Evidence(
            id=f"ledger:{opened.ledger_id}",
            kind="ledger",
            subject="ticket",
            text=f"Ticket {opened.reference} was opened for the team.",
            facts=facts,
            owner=CustomerId(desk.customer_id) if desk.customer_id else None,
        ),
    )


TOOL = Tool(
    "create_support_ticket",
    "Open a ticket, so that a person of the team takes over.",
    TicketRequest,
    run,
    writes=True,
)
