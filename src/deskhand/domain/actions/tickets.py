"""The action that every agent may take: open a ticket, once per turn."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.ledger import ActionKey, conclude, intend
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.turns import Claim, hold
from deskhand.domain.tickets.schemas import NewTicket, ticket_reference
from deskhand.domain.tickets.tickets import open_ticket


@dataclass(frozen=True, slots=True)
class OpenedTicket:
    """A ticket that the ledger holds as opened."""

    ticket_id: UUID
    reference: str
    ledger_id: UUID


async def open_ticket_once(
    session: AsyncSession, held: Claim, actor: Actor, new: NewTicket
) -> OpenedTicket:
    """Open the turn's ticket, or return the one that an earlier attempt opened.

    Raises FenceStale when another worker holds the turn.
    """
    await hold(session, held)
    key = ActionKey(held.turn_id, 0, "create_support_ticket", "ticket")
    entry = await intend(session, key, actor, held.conversation_id, {"category": new.category})
    if entry.state != "done":
        ticket = await open_ticket(session, actor, new, turn_id=held.turn_id, origin="assistant")
        await conclude(
            session,
            entry,
            "done",
            {"ticket_id": str(ticket.id), "reference": ticket_reference(ticket.number)},
        )
    return OpenedTicket(UUID(entry.result["ticket_id"]), entry.result["reference"], entry.id)
