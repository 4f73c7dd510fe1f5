"""The business's records of a tenant: reading them, and putting them back after a dialogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import (
    ActionSlot,
    Chunk,
    Customer,
    Invoice,
    Order,
    Payment,
    Record,
    Refund,
    Request,
    Subscription,
    Ticket,
)
from deskhand.evaluation.world import World, make_world
from deskhand.infra.clock import now
from deskhand.infra.db.base import TenantRow

RECORDS: tuple[type[TenantRow], ...] = (Customer, Order, Subscription, Invoice, Payment, Refund)
"""What cases call by a noun of its own, each after those that it refers to."""

CHANGEABLE: tuple[type[TenantRow], ...] = (*RECORDS, Record, Request, ActionSlot)
"""What a dialogue may change, each after those that it refers to; with the places of limits."""

Snapshot = Mapping[type[TenantRow], Mapping[UUID, Mapping[str, Any]]]


def noun_of(table: type[TenantRow]) -> str:
    """How a row of the table is called in a case: `Order` is `order`."""
    return table.__name__.lower()


async def read_world(session: AsyncSession) -> World:
    """Every record and document of the session's tenant, as they stand now."""
    tables: tuple[type[TenantRow], ...] = (*RECORDS, Record, Ticket)
    rows = [(noun_of(table), await _rows(session, table)) for table in tables]
    chunks = (await session.execute(select(Chunk.heading_path, Chunk.text))).all()
    documents = "\n".join(f"{' · '.join(path)}\n{text}" for path, text in chunks)
    return make_world(rows, documents, now().date())


async def snapshot(session: AsyncSession) -> Snapshot:
    """The records as they stand now."""
    return {table: {row["id"]: row for row in await _rows(session, table)} for table in CHANGEABLE}


async def put_back(session: AsyncSession, before: Snapshot) -> None:
    """Undo whatever was changed, added or removed since `before`."""
    after = await snapshot(session)
    for table in reversed(CHANGEABLE):
        added = after[table].keys() - before[table].keys()
        if added:
            await session.execute(delete(_core(table)).where(_core(table).c.id.in_(added)))
    for table in CHANGEABLE:
        for row_id, row in before[table].items():
            if row_id not in after[table]:
                await session.execute(insert(_core(table)).values(**row))
            elif after[table][row_id] != row:
                same = _core(table).c.id == row_id
                await session.execute(update(_core(table)).where(same).values(**row))


async def _rows(session: AsyncSession, table: type[TenantRow]) -> Sequence[Mapping[str, Any]]:
    found = await session.execute(select(_core(table)).order_by(_core(table).c.id))
    return [dict(row) for row in found.mappings()]


def _core(table: type[TenantRow]) -> Table:
    return cast("Table", table.__table__)
