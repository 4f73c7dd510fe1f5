"""Cancel an order that has not left."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation, OperationRefused
from deskhand.domain.tables import Order

_OVER = frozenset({"cancelled", "returned", "refunded"})


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """The order is cancelled; refused when it was sent or is over."""
    order: Order = doing.thing.row
    if order.shipped_on is not None or order.delivered_on is not None or order.status in _OVER:
        raise OperationRefused(f"the order is {order.status}")
    before, order.status = order.status, "cancelled"
    await session.flush()
    return {"status": order.status, "before": before}


OPERATION = Operation("cancel_order", run)
