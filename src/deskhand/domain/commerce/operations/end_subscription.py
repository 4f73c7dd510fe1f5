"""End a subscription with the period that is paid for."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation, OperationRefused
from deskhand.domain.tables import Subscription

_OVER = "cancelled"


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """It renews no more, and ends on the day on which it would have; refused when it is over."""
    row: Subscription = doing.thing.row
    if row.status == _OVER:
        raise OperationRefused("the subscription is over")
    today = doing.moment.date()
    row.status, row.ends_on, row.renews_on = _OVER, max(row.renews_on or today, today), None
    await session.flush()
    return {"status": row.status, "ends_on": row.ends_on.isoformat()}


OPERATION = Operation("end_subscription", run)
