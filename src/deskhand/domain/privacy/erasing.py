"""Taking one customer out of the desk: words and names go, what the books need stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.actions.erasure import erase
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.privacy.inventory import INVENTORY, Holding
from deskhand.domain.tables import Conversation, Customer, LedgerEntry, Proposal, Record
from deskhand.infra.errors import Conflict, InvalidInput
from deskhand.infra.shapes import Given

_UNDER_WAY = ("waiting", "sent", "unknown")


class ErasureBlocked(Conflict):
    """Something that this customer asked for is still being done; end it before you erase."""


class AddressDiffers(InvalidInput):
    """This is not the customer's e-mail address: nothing was erased."""


class ErasureRequest(Given):
    """What confirms an erasure: the customer's own e-mail address."""

    email: str = Field(max_length=320, examples=["maya@example.com"])


class Erasure(BaseModel):
    """How many rows of each table go, and how many stay without what tells of a person."""

    customer_id: UUID
    deleted: dict[str, int] = Field(examples=[{"messages": 12, "conversations": 2}])
    emptied: dict[str, int] = Field(examples=[{"customers": 1, "orders": 3}])


async def plan_erasure(session: AsyncSession, actor: Actor, customer_id: UUID) -> Erasure:
    """What an erasure would do; nothing is changed. Raises CustomerNotFound."""
    await get_customer(session, actor, customer_id)
    counted = {one.name: await _count(session, one, customer_id) for one in INVENTORY}
    stays = {one.name for one in INVENTORY if one.fate == "stays"}
    return Erasure(
        customer_id=customer_id,
        deleted={name: rows for name, rows in counted.items() if rows and name not in stays},
        emptied={name: rows for name, rows in counted.items() if rows and name in stays},
    )


async def erase_customer(
    session: AsyncSession, actor: Actor, customer_id: UUID, *, email: str
) -> Erasure:
    """Erase the customer with this address, for good; the audit trail keeps that it was done.

    Conversations with all that belongs to them and the customer's log-ins are deleted. Orders,
    invoices, payments and what was done about them stay for the books, without names, addresses
    and words. Raises CustomerNotFound, AddressDiffers, or ErasureBlocked while an action is under
    way.
    """
    planned = await plan_erasure(session, actor, customer_id)
    # Locked, so that nothing of the customer's begins meanwhile.
    held = select(Customer.email).where(Customer.id == customer_id).with_for_update()
    if await session.scalar(held) != email.strip().lower():
        raise AddressDiffers
    await _refuse_while_acting(session, customer_id)
    own = select(Conversation.id).where(Conversation.customer_id == customer_id)
    for conversation_id in list(await session.scalars(own)):
        await erase(session, actor, conversation_id)
    await _empty_records(session, customer_id)
    for one in INVENTORY:
        await _end(session, one, customer_id)
    await audit.append(
        session,
        actor,
        "customer.erased",
        f"customer:{customer_id}",
        deleted=sum(planned.deleted.values()),
        emptied=sum(planned.emptied.values()),
    )
    return planned


async def _count(session: AsyncSession, held: Holding, customer_id: UUID) -> int:
    query = select(func.count()).select_from(held.table).where(held.whose(customer_id))
    return await session.scalar(query) or 0


async def _refuse_while_acting(session: AsyncSession, customer_id: UUID) -> None:
    acting = exists().where(Proposal.customer_id == customer_id, Proposal.state.in_(_UNDER_WAY))
    sent = exists().where(LedgerEntry.customer_id == customer_id, LedgerEntry.state == "sent")
    if await session.scalar(select(acting | sent)):
        raise ErasureBlocked


async def _end(session: AsyncSession, held: Holding, customer_id: UUID) -> None:
    mine = held.whose(customer_id)
    if held.fate == "goes":
        await session.execute(
            delete(held.table).where(mine).execution_options(synchronize_session=False)
        )
    written = dict(held.emptied)
    if held.table is Customer:
        # One address each, at a domain that can never receive mail (RFC 2606).
        written["email"] = f"erased-{customer_id}@erased.invalid"
    if written:
        await session.execute(
            update(held.table)
            .where(mine)
            .values(written)
            .execution_options(synchronize_session=False)
        )


async def _empty_records(session: AsyncSession, customer_id: UUID) -> None:
    for record in await session.scalars(select(Record).where(Record.customer_id == customer_id)):
        record.fields = {name: value for name, value in record.fields.items() if _is_dry(value)}
    await session.flush()


def _is_dry(value: Any) -> bool:
    """Whether a value of a record tells nothing of a person: a sum, a number, a day."""
    if isinstance(value, dict):
        return set(value) == {"minor", "currency"}
    return isinstance(value, bool | int | float) or _is_day(value)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            read(value)
        except ValueError:
            continue
        return True
    return False
