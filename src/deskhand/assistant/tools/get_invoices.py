"""Look up invoices and payments."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import invoice_evidence
from deskhand.domain.commerce.invoices import find_invoice, invoices_of

NEWEST: Final = 24
"""Two years of monthly invoices."""
_SHOWN: Final = 6


class InvoiceQuery(BaseModel):
    """Which invoices are wanted."""

    numbers: list[str] = Field(
        default_factory=list,
        max_length=5,
        description="Invoice numbers as the customer wrote them; empty: the newest invoices.",
    )


async def run(desk: Desk, arguments: InvoiceQuery) -> tuple[Evidence, ...]:
    """The visible invoices with their payments."""
    return await _found(desk, "invoice", tuple(arguments.numbers), _SHOWN)


async def read(desk: Desk, noun: str, numbers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The visible invoices with these numbers, or the customer's newest, as records of `noun`."""
    return await _found(desk, noun, numbers, NEWEST)


async def _found(
    desk: Desk, noun: str, numbers: tuple[str, ...], most: int
) -> tuple[Evidence, ...]:
    async with desk.session() as session:
        if numbers:
            found = [await find_invoice(session, desk.reader, number) for number in numbers]
            invoices = list({one.id: one for one in found if one is not None}.values())
        elif desk.customer_id is not None:
            invoices = await invoices_of(session, desk.reader, desk.customer_id, most)
        else:
            invoices = []
    return tuple(invoice_evidence(invoice, noun) for invoice in invoices)


TOOL = Tool(
    "get_invoices",
    "Invoices with amounts, status, dates and the payments made for each.",
    InvoiceQuery,
    run,
)
