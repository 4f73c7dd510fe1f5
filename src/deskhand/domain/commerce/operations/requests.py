"""What the business is asked to carry out by hand or by its own systems: one row for each."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, OperationRefused
from deskhand.domain.tables import Request
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id


async def ask_for(session: AsyncSession, doing: Doing, kind: str) -> dict[str, Any]:
    """A request of this kind for the record, with the action's arguments; its id and arguments."""
    request = Request(
        tenant_id=tenant_of(session),
        id=new_id(),
        kind=kind,
        noun=doing.thing.noun,
        number=doing.thing.number,
        customer_id=doing.thing.customer_id,
        detail=dict(doing.arguments),
        status="open",
        ledger_id=doing.ledger_id,
    )
    session.add(request)
    await session.flush()
    return {"request_id": str(request.id), **doing.arguments}


def check_items(doing: Doing) -> None:
    """Raise OperationRefused unless the order holds the items of the arguments."""
    held = doing.thing.fields["items"]
    if not isinstance(held, tuple) or not set(doing.arguments["items"]) <= set(held):
        raise OperationRefused("the order does not hold these items")
