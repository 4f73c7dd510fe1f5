"""A customer's own records of any noun, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.kinds import RecordNotFound, kind_named
from deskhand.domain.commerce.things.port import Sought, Thing
from deskhand.domain.commerce.things.registry import THINGS
from deskhand.domain.tables import Record
from deskhand.infra.db.paging import Page, PageRequest, paginate
from deskhand.packs.schema import Noun


def shown_nouns(nouns: Mapping[str, Noun]) -> tuple[str, ...]:
    """The nouns whose records a customer can look through, in the pack's order."""
    return tuple(name for name, noun in nouns.items() if noun.read in THINGS)


async def own_things(
    session: AsyncSession,
    nouns: Mapping[str, Noun],
    noun: str,
    customer_id: UUID,
    page: PageRequest,
) -> Page[Thing]:
    """A page of the customer's records of the noun, those added last first.

    Within a page the order is that of the last of the noun's `moments`. Raises RecordNotFound.
    """
    shape = _shape(nouns, noun)
    kind = kind_named(noun, nouns)
    table: Any = kind.table  # Whatever a noun reads belongs to a customer.
    query: Select[tuple[Any]] = select(table).where(table.customer_id == customer_id)
    if kind.table is Record:
        query = query.where(Record.noun == noun)
    found = await paginate(session, query, table.id, page)
    read = [
        await THINGS[shape.read](session, Sought(noun, shape, row.number)) for row in found.items
    ]
    things = [one for one in read if one is not None and one.customer_id == customer_id]
    things.sort(key=lambda one: _begun(shape, one), reverse=True)
    return Page[Thing](items=things, next_cursor=found.next_cursor)


async def own_thing(
    session: AsyncSession, nouns: Mapping[str, Noun], noun: str, number: str, customer_id: UUID
) -> Thing:
    """The customer's record with that number; raises RecordNotFound, for another's as well."""
    shape = _shape(nouns, noun)
    thing = await THINGS[shape.read](session, Sought(noun, shape, number.replace("\x00", "")))
    if thing is None or thing.customer_id != customer_id:
        raise RecordNotFound
    return thing


def _shape(nouns: Mapping[str, Noun], noun: str) -> Noun:
    if noun not in shown_nouns(nouns):
        raise RecordNotFound
    return nouns[noun]


def _begun(shape: Noun, thing: Thing) -> date:
    value = thing.fields.get(shape.moments[-1]) if shape.moments else None
    return value if isinstance(value, date) else date.min
