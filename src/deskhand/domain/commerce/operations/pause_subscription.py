"""Pause a subscription for some months."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation, OperationRefused
from deskhand.domain.tables import Subscription

_MOST_MONTHS = 12


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """It rests for `months` from the day on which it would have renewed, and renews then."""
    row: Subscription = doing.thing.row
    months = doing.arguments["months"]
    if not 1 <= months <= _MOST_MONTHS or row.renews_on is None:
        raise OperationRefused("it does not renew, or not within a year")
    row.paused_until = row.renews_on = _later(row.renews_on, months)
    await session.flush()
    return {"paused_until": row.paused_until.isoformat()}


def _later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


OPERATION = Operation("pause_subscription", run)
