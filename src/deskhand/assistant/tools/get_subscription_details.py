"""Look up the customer's subscriptions."""

from __future__ import annotations

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.get_customer_info import NoArguments
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import subscription_evidence
from deskhand.domain.commerce.subscriptions import subscriptions_of


async def run(desk: Desk, arguments: NoArguments) -> tuple[Evidence, ...]:
    """The customer's subscriptions, the newest first."""
    if desk.customer_id is None:
        return ()
    async with desk.session() as session:
        found = await subscriptions_of(session, desk.reader, desk.customer_id)
    return tuple(subscription_evidence(subscription) for subscription in found)


TOOL = Tool(
    "get_subscription_details",
    "The customer's subscriptions: plan, status, price, renewal and end dates.",
    NoArguments,
    run,
)
