"""Look up who the customer is."""

from __future__ import annotations

from pydantic import BaseModel

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import customer_evidence
from deskhand.domain.commerce.customers import CustomerNotFound, find_customer, get_customer


class NoArguments(BaseModel):
    """The customer of the conversation; nothing to choose."""


async def run(desk: Desk, arguments: NoArguments) -> tuple[Evidence, ...]:
    """The customer of the conversation, or nothing when it is not known."""
    return await read(desk, "customer", ())


async def read(desk: Desk, noun: str, numbers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The customer of the conversation, or the visible ones with these short numbers."""
    async with desk.session() as session:
        if numbers:
            # Longer numbers are no short ones, and would not fit the column.
            short = dict.fromkeys(int(one) for one in numbers if one.isdecimal() and len(one) < 10)
            found = [await find_customer(session, desk.reader, number=one) for one in short]
            return tuple(customer_evidence(one, noun) for one in found if one is not None)
        if desk.customer_id is None:
            return ()
        try:
            customer = await get_customer(session, desk.reader, desk.customer_id)
        except CustomerNotFound:
            return ()
    return (customer_evidence(customer, noun),)


TOOL = Tool(
    "get_customer_info",
    "The customer's own name, e-mail address, phone number and tier.",
    NoArguments,
    run,
)
