"""Tickets: opened once, numbered per tenant, changed by the team."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.tables import Conversation, Customer, Ticket, TicketCounter, User
from deskhand.domain.tickets.schemas import NewTicket, TicketChange
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import InvalidInput, NotFound
from deskhand.infra.ids import new_id

_FIRST_NUMBER = 1001
_ERASED = "Erased with its conversation."


class TicketNotFound(NotFound):
    """No ticket with this id exists here."""


class TicketReferenceUnknown(InvalidInput):
    """The ticket names a customer, conversation or user that does not exist here."""


async def take_number(session: AsyncSession) -> int:
    """The tenant's next ticket number; the row stays locked until the transaction ends."""
    tenant_id = tenant_of(session)
    number: int = (
        await session.execute(
            insert(TicketCounter)
            .values(tenant_id=tenant_id, id=tenant_id, created_at=now(), last_number=_FIRST_NUMBER)
            .on_conflict_do_update(
                index_elements=["tenant_id", "id"],
                set_={"last_number": TicketCounter.last_number + 1},
            )
            .returning(TicketCounter.last_number)
        )
    ).scalar_one()
    return number


async def open_ticket(
    session: AsyncSession,
    actor: Actor,
    new: NewTicket,
    *,
    turn_id: UUID | None = None,
    origin: str = "api",
) -> Ticket:
    """A new ticket. A customer's ticket is its own, whatever the request names."""
    customer_id = new.customer_id if actor.staff or turn_id is not None else actor.customer_id
    await _check_references(session, customer_id, new.conversation_id, actor, turn_id)
    ticket = Ticket(
        tenant_id=tenant_of(session),
        id=new_id(),
        number=await take_number(session),
        customer_id=customer_id,
        conversation_id=new.conversation_id,
        turn_id=turn_id,
        subject=new.subject,
        description=new.description,
        category=new.category,
        priority=new.priority,
        status="open",
        origin=origin,
        updated_at=now(),
    )
    session.add(ticket)
    await session.flush()
    await audit.append(session, actor, "ticket.opened", f"ticket:{ticket.id}", origin=origin)
    return ticket


async def _check_references(
    session: AsyncSession,
    customer_id: UUID | None,
    conversation_id: UUID | None,
    actor: Actor,
    turn_id: UUID | None,
) -> None:
    if customer_id is not None and not await session.scalar(
        select(Customer.id).where(Customer.id == customer_id)
    ):
        raise TicketReferenceUnknown
    if conversation_id is None or turn_id is not None:
        return
    query = select(Conversation.id).where(Conversation.id == conversation_id)
    if not actor.staff:
        query = query.where(Conversation.customer_id == actor.customer_id)
    if await session.scalar(query) is None:
        raise TicketReferenceUnknown


def visible_tickets(actor: Actor) -> Select[tuple[Any]]:
    """The tickets that the actor may see: all for staff, one's own for a customer."""
    query: Select[tuple[Any]] = select(Ticket)
    if not actor.staff:
        query = query.where(
            Ticket.customer_id.is_not(None), Ticket.customer_id == actor.customer_id
        )
    return query


async def get_ticket(session: AsyncSession, actor: Actor, ticket_id: UUID) -> Ticket:
    """The ticket, if the actor may see it; raises TicketNotFound."""
    ticket: Ticket | None = await session.scalar(
        visible_tickets(actor).where(Ticket.id == ticket_id)
    )
    if ticket is None:
        raise TicketNotFound
    return ticket


async def change_ticket(
    session: AsyncSession, actor: Actor, ticket_id: UUID, change: TicketChange
) -> Ticket:
    """Change a ticket, as staff."""
    ticket = await get_ticket(session, actor, ticket_id)
    values = change.model_dump(exclude_unset=True)
    assignee = values.get("assignee_id")
    if assignee is not None and not await session.scalar(
        select(User.id).where(User.id == assignee, User.role != "customer", User.active)
    ):
        raise TicketReferenceUnknown
    for name, value in values.items():
        if value is not None or name == "assignee_id":
            setattr(ticket, name, value)
    if ticket.status in ("solved", "closed"):
        ticket.solved_at = ticket.solved_at or now()
    else:
        ticket.solved_at = None
    ticket.updated_at = now()
    await session.flush()
    await audit.append(
        session, actor, "ticket.changed", f"ticket:{ticket.id}", fields=sorted(values)
    )
    return ticket


async def erase_words(session: AsyncSession, conversation_id: UUID) -> None:
    """Take out of the conversation's tickets what the customer wrote; the tickets stay."""
    await session.execute(
        update(Ticket)
        .where(Ticket.conversation_id == conversation_id)
        .values(subject=_ERASED, description="", conversation_id=None, turn_id=None)
        .execution_options(synchronize_session=False)
    )


async def find_tickets(
    session: AsyncSession,
    actor: Actor,
    customer_id: UUID | None,
    references: tuple[str, ...] = (),
    most: int = 5,
) -> list[Ticket]:
    """The visible tickets with these references (`TCK-1004`), or the customer's newest ones."""
    query = visible_tickets(actor)
    if references:
        numbers = [
            int(digits)
            for reference in references
            if (digits := "".join(filter(str.isdecimal, reference))) and len(digits) < 10
        ]
        query = query.where(Ticket.number.in_(numbers))
    elif customer_id is not None:
        query = query.where(Ticket.customer_id == customer_id)
    else:
        return []
    return list(await session.scalars(query.order_by(Ticket.number.desc()).limit(most)))
