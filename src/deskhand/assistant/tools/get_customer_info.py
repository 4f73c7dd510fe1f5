"""Look up who the customer is."""

from __future__ import annotations

from pydantic import BaseModel

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import customer_evidence
from deskhand.domain.commerce.customers import CustomerNotFound, get_customer


class NoArguments(BaseModel):
    """The customer of the conversation; nothing to choose."""


async def run(desk: Desk, arguments: NoArguments) -> tuple[Evidence, ...]:
    """The customer of the conversation, or nothing when it is not known."""
    if desk.customer_id is None:
        return ()
    async with desk.session() as session:
        try:
            customer = await get_customer(session, desk.reader, desk.customer_id)
        except CustomerNotFound:
            return ()
    return (customer_evidence(customer),)


TOOL = Tool(
    "get_customer_info",
    "The customer's own name, e-mail address, phone number and tier.",
    NoArguments,
    run,
)
