"""Look up orders by number, or the newest ones of the customer."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import order_evidence
from deskhand.domain.commerce.orders import find_order, orders_of, refunds_of

NEWEST: Final = 50
"""Enough for sums and choices over what a person remembers having bought."""


class OrderQuery(BaseModel):
    """Which orders are wanted."""

    numbers: list[str] = Field(
        default_factory=list,
        max_length=5,
        description="Order numbers as the customer wrote them; empty: the newest orders.",
    )
    most: int = Field(5, ge=1, le=10, description="How many of the newest.")


async def run(desk: Desk, arguments: OrderQuery) -> tuple[Evidence, ...]:
    """The visible orders with their refunds; a number that is not theirs yields nothing."""
    return await _found(desk, "order", tuple(arguments.numbers), arguments.most)


async def read(desk: Desk, noun: str, numbers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The visible orders with these numbers, or the customer's newest, as records of `noun`."""
    return await _found(desk, noun, numbers, NEWEST)


async def _found(
    desk: Desk, noun: str, numbers: tuple[str, ...], most: int
) -> tuple[Evidence, ...]:
    async with desk.session() as session:
        if numbers:
            found = [await find_order(session, desk.reader, number) for number in numbers]
            orders = list({order.id: order for order in found if order is not None}.values())
        elif desk.customer_id is not None:
            orders = await orders_of(session, desk.reader, desk.customer_id, most)
        else:
            orders = []
        refunds = await refunds_of(session, desk.reader, orders)
    return tuple(order_evidence(order, refunds.get(order.id, ()), noun) for order in orders)


TOOL = Tool(
    "find_orders",
    "Orders with status, dates, carrier, tracking, items, amounts and refunds.",
    OrderQuery,
    run,
)
