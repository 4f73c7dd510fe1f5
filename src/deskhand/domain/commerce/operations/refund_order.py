"""Give money back for an order, up to what was paid for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation, OperationRefused
from deskhand.domain.tables import Order, Refund
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id
from deskhand.infra.money import Money


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """A refund of `amount`; refused when it is more than what was paid less what was refunded."""
    order: Order = doing.thing.row
    amount, left = doing.arguments["amount"], doing.thing.fields["refundable"]
    if not isinstance(left, Money) or amount["currency"] != left.currency:
        raise OperationRefused("the order has another currency")
    if not 0 < amount["minor"] <= left.minor:
        raise OperationRefused(f"{left} can still be refunded")
    refund = Refund(
        tenant_id=tenant_of(session),
        id=new_id(),
        order_id=order.id,
        customer_id=order.customer_id,
        amount_minor=amount["minor"],
        currency=left.currency,
        status="done",
        issued_at=doing.moment,
        ledger_id=doing.ledger_id,
    )
    session.add(refund)
    if amount["minor"] == left.minor:
        order.status = "refunded"
    await session.flush()
    return {"refund_id": str(refund.id), "amount": amount, "status": refund.status}


OPERATION = Operation("refund_order", run)
