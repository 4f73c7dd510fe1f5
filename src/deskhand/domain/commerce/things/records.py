"""Records of the pack's own nouns as rules see them: each field by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.things.port import FieldValue, Sought, Thing
from deskhand.domain.tables import Record
from deskhand.infra.money import Money


async def read(session: AsyncSession, sought: Sought) -> Thing | None:
    """The record of the noun with this number, in the letter case given or in capitals."""
    written = sought.number.strip()
    query = (
        select(Record)
        .where(Record.noun == sought.noun, Record.number.in_((written, written.upper())))
        .order_by((Record.number == written).desc())
        .limit(1)
    )
    if sought.lock:
        query = query.with_for_update()
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return None
    fields = {
        name: row.number if name == sought.shape.number else value_of(field.kind, row.fields, name)
        for name, field in sought.shape.fields.items()
    }
    money = next((one for one in fields.values() if isinstance(one, Money)), None)
    currency = money.currency if money else None
    return Thing(sought.noun, row.number, row.customer_id, currency, fields, row)


def value_of(kind: str, values: Mapping[str, Any], name: str) -> FieldValue:
    """The stored value of a field as its kind says; None where it is not known, or another kind."""
    value = values.get(name)
    match kind, value:
        case "money", {"minor": int(minor), "currency": str(currency)}:
            return Money(minor, currency)
        case "date", str():
            return _date(value)
        case "flag", bool():
            return value
        case "number", int() if not isinstance(value, bool):
            return value
        case "state" | "text" | "identifier", str():
            return value or None
        case "state" | "text" | "identifier", list():
            return tuple(map(str, value))
    return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
