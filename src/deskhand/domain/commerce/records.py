"""Records of the pack's own nouns: found by number, or those of a customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.tables import Record


def visible_records(actor: Actor, noun: str) -> Select[tuple[Any]]:
    """The records of `noun` that the actor may see: all for staff, one's own for a customer."""
    query: Select[tuple[Any]] = select(Record)
    query = query.where(Record.noun == noun)
    if not actor.staff:
        # A record of nobody is not the record of whoever is unknown.
        query = query.where(
            Record.customer_id.is_not(None), Record.customer_id == actor.customer_id
        )
    return query


async def find_record(session: AsyncSession, actor: Actor, noun: str, number: str) -> Record | None:
    """The visible record of `noun` with this number, in the letter case given or in capitals."""
    written = number.strip()
    record: Record | None = await session.scalar(
        visible_records(actor, noun)
        .where(Record.number.in_((written, written.upper())))
        # Where both spellings exist, the one that was written is meant.
        .order_by((Record.number == written).desc())
        .limit(1)
    )
    return record


async def records_of(
    session: AsyncSession, actor: Actor, noun: str, customer_id: UUID, most: int = 50
) -> list[Record]:
    """A customer's records of `noun`, the newest first."""
    return list(
        await session.scalars(
            visible_records(actor, noun)
            .where(Record.customer_id == customer_id)
            .order_by(Record.created_at.desc(), Record.number.desc())
            .limit(most)
        )
    )
