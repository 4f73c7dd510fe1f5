"""How often something was done about the same record before."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import LedgerEntry


async def measure(session: AsyncSession, subject: Subject) -> int:
    """Actions on the record that are done, or may be."""
    query = select(func.count()).where(
        LedgerEntry.customer_id == subject.customer_id,
        LedgerEntry.target == f"{subject.thing.noun}:{subject.thing.number}",
        LedgerEntry.state.in_(("done", "sent", "unknown")),
    )
    return await session.scalar(query) or 0


SIGNAL = Signal("same_record", measure, "{} actions were done about this record before")
