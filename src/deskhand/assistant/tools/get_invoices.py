"""Look up invoices and payments."""

from __future__ import annotations

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import invoice_evidence
from deskhand.domain.commerce.invoices import find_invoice, invoices_of


class InvoiceQuery(BaseModel):
    """Which invoices are wanted."""

    numbers: list[str] = Field(
        default_factory=list,
        max_length=5,
        description="Invoice numbers as the customer wrote them; empty: the newest invoices.",
    )


async def run(desk: Desk, arguments: InvoiceQuery) -> tuple[Evidence, ...]:
    """The visible invoices with their payments."""
    async with desk.session() as session:
        if arguments.numbers:
            found = [
                await find_invoice(session, desk.reader, number) for number in arguments.numbers
            ]
            invoices = [invoice for invoice in found if invoice is not None]
        elif desk.customer_id is not None:
            invoices = await invoices_of(session, desk.reader, desk.customer_id)
        else:
            invoices = []
    return tuple(invoice_evidence(invoice) for invoice in invoices)


TOOL = Tool(
    "get_invoices",
    "Invoices with amounts, status, dates and the payments made for each.",
    InvoiceQuery,
    run,
)
