"""Subscriptions as rules see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.things.port import FieldValue, Sought, Thing
from deskhand.domain.tables import Subscription
from deskhand.infra.clock import now
from deskhand.infra.money import Money


async def read(session: AsyncSession, sought: Sought) -> Thing | None:
    """The subscription with this number."""
    query = select(Subscription).where(Subscription.number == sought.number.strip().upper())
    if sought.lock:
        query = query.with_for_update()
    row = await session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        return None
    fields: dict[str, FieldValue] = {
        "number": row.number,
        "plan": row.plan,
        "status": row.status,
        "price": Money(row.price_minor, row.currency),
        "interval": row.billing_interval,
        "started_on": row.started_on,
        "renews_on": row.renews_on,
        "ends_on": row.ends_on,
        "ends_past": row.ends_on < now().date() if row.ends_on else None,
        "paused_until": row.paused_until,
    }
    return Thing(sought.noun, row.number, row.customer_id, row.currency, fields, row)
