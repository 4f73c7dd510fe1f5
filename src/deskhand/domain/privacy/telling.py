"""All that the desk holds of one customer, for whoever asks for it."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.privacy.inventory import INVENTORY, Holding
from deskhand.infra.clock import now

_NEVER = frozenset({"tenant_id"})


class CustomerExport(BaseModel):
    """What is held of a customer: the rows of each table, every column but secrets.

    What files hold is written as Base64.
    """

    customer_id: UUID
    exported_at: datetime
    holdings: dict[str, list[dict[str, Any]]]


async def export_customer(session: AsyncSession, actor: Actor, customer_id: UUID) -> CustomerExport:
    """Everything, oldest first; noted in the audit trail.

    The team's notes, and how an answer came about, are told to the team alone. Raises
    CustomerNotFound.
    """
    await get_customer(session, actor, customer_id)
    held = {
        one.name: await _rows(session, one, customer_id, team=actor.staff)
        for one in INVENTORY
        if actor.staff or one.team != "all"
    }
    await audit.append(
        session,
        actor,
        "customer.exported",
        f"customer:{customer_id}",
        rows=sum(map(len, held.values())),
    )
    return CustomerExport(customer_id=customer_id, exported_at=now(), holdings=held)


async def _rows(
    session: AsyncSession, held: Holding, customer_id: UUID, *, team: bool
) -> list[dict[str, Any]]:
    table = held.table.__table__
    hidden = {*held.secret, *_NEVER, *(() if team else held.team)}
    told = [one for one in table.columns if one.name not in hidden]
    query = select(*told).where(held.whose(customer_id)).order_by(table.c.created_at, table.c.id)
    return [
        {name: _told(value) for name, value in row._mapping.items()}
        for row in await session.execute(query)
    ]


def _told(value: Any) -> Any:
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value
