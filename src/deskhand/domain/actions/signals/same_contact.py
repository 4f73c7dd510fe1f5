"""How many other customers have the same telephone number."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import Customer

_SHORTEST = 7
"""Digits below which equal numbers mean nothing."""


async def measure(session: AsyncSession, subject: Subject) -> int:
    """Accounts beside the customer's own, by the digits of the number alone."""
    digits = func.regexp_replace(Customer.phone, "[^0-9]", "", "g")
    own = select(digits).where(Customer.id == subject.customer_id).scalar_subquery()
    query = select(func.count()).where(
        Customer.id != subject.customer_id, digits == own, func.length(digits) >= _SHORTEST
    )
    return await session.scalar(query) or 0


SIGNAL = Signal("same_contact", measure, "{} other customers have the same telephone number")
