"""Opening a ticket: once per turn, or by hand; a customer's ticket asks for a person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.ledger import ActionKey, conclude, intend
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.schemas import WaitingReason
from deskhand.domain.conversations.turns import Claim, hold
from deskhand.domain.conversations.waiting import await_person
from deskhand.domain.tables import Conversation, Ticket
from deskhand.domain.tickets.schemas import NewTicket, ticket_reference
from deskhand.domain.tickets.tickets import open_ticket
from deskhand.infra.errors import Forbidden
from deskhand.infra.failpoints import reached


class UrgentForTeam(Forbidden):
    """Only the team says that a ticket is urgent."""


@dataclass(frozen=True, slots=True)
class OpenedTicket:
    """A ticket that the ledger holds as opened."""

    ticket_id: UUID
    reference: str
    ledger_id: UUID


async def open_ticket_by_hand(session: AsyncSession, actor: Actor, new: NewTicket) -> Ticket:
    """A new ticket; a customer's own, and its conversation waits for a person from then on.

    Raises TicketReferenceUnknown, UrgentForTeam.
    """
    if new.priority == "urgent" and not actor.staff:
        raise UrgentForTeam
    ticket = await open_ticket(session, actor, new)
    if ticket.conversation_id is not None and not actor.staff:
        await await_person(session, ticket.conversation_id, "ticket")
    return ticket


async def open_ticket_once(
    session: AsyncSession,
    held: Claim,
    actor: Actor,
    new: NewTicket,
    reason: WaitingReason = "ticket",
) -> OpenedTicket:
    """Open the turn's ticket, or return the one that an earlier attempt opened.

    The conversation waits for a person from then on, for this reason.
    Raises FenceStale when another worker holds the turn.
    """
    await session.execute(
        select(Conversation.id)
        .where(Conversation.id == held.conversation_id)
        .with_for_update(key_share=True)  # Before the turn, in the order in which all lock.
    )
    await hold(session, held)
    key = ActionKey(held.turn_id, 0, "create_support_ticket", "ticket")
    entry = await intend(session, key, actor, held.conversation_id, {"category": new.category})
    if entry.state != "done":
        reached("ticket.intended")
        ticket = await open_ticket(session, actor, new, turn_id=held.turn_id, origin="assistant")
        reached("ticket.opened")
        await conclude(
            session,
            entry,
            "done",
            {"ticket_id": str(ticket.id), "reference": ticket_reference(ticket.number)},
        )
        await await_person(session, held.conversation_id, reason)
    return OpenedTicket(UUID(entry.result["ticket_id"]), entry.result["reference"], entry.id)
