"""Put a subscription on another plan."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation, OperationRefused
from deskhand.domain.tables import Subscription


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """The plan is called `name` and costs `price` from now on; refused for another currency."""
    row: Subscription = doing.thing.row
    name, price = doing.arguments["name"], doing.arguments["price"]
    if price["currency"] != row.currency:
        raise OperationRefused("the subscription has another currency")
    before, row.plan, row.price_minor = row.plan, name, price["minor"]
    await session.flush()
    return {"plan": row.plan, "price": price, "before": before}


OPERATION = Operation("switch_plan", run)
