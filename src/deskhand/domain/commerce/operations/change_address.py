"""Change where an order goes, as long as it is here."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation, OperationRefused
from deskhand.domain.tables import Order


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """The order goes to `address`; refused when it was sent."""
    order: Order = doing.thing.row
    if order.shipped_on is not None or order.delivered_on is not None:
        raise OperationRefused(f"the order is {order.status}")
    before, order.address = order.address, doing.arguments["address"]
    await session.flush()
    return {"address": order.address, "before": before}


OPERATION = Operation("change_address", run)
