"""Have a payment of an invoice looked into and given back."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation, OperationRefused
from deskhand.domain.commerce.operations.requests import ask_for


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """A dispute of `payment` is open; refused when it is no payment of the invoice."""
    references = doing.thing.fields["payment_references"]
    if not isinstance(references, tuple) or doing.arguments["payment"] not in references:
        raise OperationRefused("the invoice has no such payment")
    return await ask_for(session, doing, "dispute_payment")


OPERATION = Operation("dispute_payment", run, by_hand=True)
