"""The built-in records: done in the same transaction as the ledger, so never half."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.gateways.port import Answer, Asked, Call, GatewaySilent
from deskhand.domain.commerce.operations.port import Doing, OperationRefused
from deskhand.domain.commerce.operations.registry import OPERATIONS
from deskhand.domain.commerce.things.port import Sought, Thing
from deskhand.domain.commerce.things.registry import THINGS


class BuiltIn:
    """The tables of Deskhand itself."""

    same_transaction = True

    def does(self, action: str) -> bool:
        """What no other gateway does."""
        return False

    def keeps(self, noun: str) -> bool:
        """What stands in these tables needs no reading from elsewhere."""
        return False

    async def fetch(self, asked: Asked) -> list[dict[str, Any]] | None:
        """Never asked."""
        raise GatewaySilent

    async def find(self, session: AsyncSession, sought: Sought, read: str) -> Thing | None:
        """The record, from the table that `read` names; none where no table has that name."""
        reader = THINGS.get(read)
        return await reader(session, sought) if reader is not None else None

    async def perform(
        self, call: Call, session: AsyncSession | None, thing: Thing | None
    ) -> Answer:
        """The operation on the locked record; what it wrote is dropped when it refuses."""
        operation = OPERATIONS.get(call.operation)
        if session is None or thing is None or operation is None:
            raise GatewaySilent
        doing = Doing(thing, call.arguments, call.sets, call.ledger_id, call.moment)
        try:
            async with session.begin_nested():
                result = await operation.run(session, doing)
                return Answer(True, result, operation.by_hand)
        except OperationRefused as error:
            return Answer(False, {"detail": str(error)})

    async def look_up(self, call: Call) -> Answer | None:
        """Never needed: ledger and records are one transaction."""
        raise GatewaySilent
