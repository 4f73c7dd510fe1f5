"""Moves the dates of sample rows, so that they stand as if they had been loaded today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import Table, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import Record
from deskhand.infra.db.base import TenantRow
from deskhand.samples.rows import DATE_COLUMNS, ShopRows


async def move(session: AsyncSession, rows: ShopRows, before: date) -> None:
    """Shift every date of the sample rows by the days from `before` to the day of `rows`."""
    days = (rows.moment.date() - before).days
    if days == 0:
        return
    for table, values in rows.tables():
        names = DATE_COLUMNS.get(table)
        if names is not None:
            await session.execute(
                update(table)
                .where(table.id.in_([row["id"] for row in values]))
                .values(_shifted(table, names, days))
                .execution_options(synchronize_session=False)
            )
    await _move_fields(session, rows, days)


async def _move_fields(session: AsyncSession, rows: ShopRows, days: int) -> None:
    """Shift the dates that stand within the sample records; other values stay as they are."""
    dates = {(row.noun, row.number): row.dates for row in rows.shop.records}
    numbers = {number for _, number in dates}
    for record in await session.scalars(select(Record).where(Record.number.in_(numbers))):
        moved = {
            name: _later(record.fields[name], days)
            for name in dates.get((record.noun, record.number), ())
            if name in record.fields
        }
        record.fields = {**record.fields, **moved}


def _later(value: Any, days: int) -> Any:
    """An ISO date moved by `days`; what somebody put there instead stays."""
    try:
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    except (TypeError, ValueError):
        return value


def _shifted(table: type[TenantRow], names: tuple[str, ...], days: int) -> dict[str, Any]:
    columns = cast("Table", table.__table__).c
    return {
        name: columns[name] + (timedelta(days=days) if name.endswith("_at") else literal(days))
        for name in names
    }
