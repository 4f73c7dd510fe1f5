"""Look up the customer's subscriptions."""

from __future__ import annotations

from typing import Final

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.get_customer_info import NoArguments
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import subscription_evidence
from deskhand.domain.commerce.subscriptions import find_subscription, subscriptions_of

ALL: Final = 100
"""More than any customer has; a bound, so that no look-up is without one."""
_SHOWN: Final = 5


async def run(desk: Desk, arguments: NoArguments) -> tuple[Evidence, ...]:
    """The customer's subscriptions, the newest first."""
    return await _found(desk, "subscription", (), _SHOWN)


async def read(desk: Desk, noun: str, numbers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The visible subscriptions with these numbers, or all of the customer, as `noun`."""
    return await _found(desk, noun, numbers, ALL)


async def _found(
    desk: Desk, noun: str, numbers: tuple[str, ...], most: int
) -> tuple[Evidence, ...]:
    async with desk.session() as session:
        if numbers:
            found = [await find_subscription(session, desk.reader, number) for number in numbers]
            subscriptions = list({one.id: one for one in found if one is not None}.values())
        elif desk.customer_id is not None:
            subscriptions = await subscriptions_of(session, desk.reader, desk.customer_id, most)
        else:
            subscriptions = []
    return tuple(subscription_evidence(subscription, noun) for subscription in subscriptions)


TOOL = Tool(
    "get_subscription_details",
    "The customer's subscriptions: plan, status, price, renewal and end dates.",
    NoArguments,
    run,
)
