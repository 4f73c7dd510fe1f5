"""A shop system elsewhere with faults: it stands in place of the built-in records."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.gateways.built_in import BuiltIn
from deskhand.domain.actions.gateways.port import Answer, Asked, Call, GatewaySilent
from deskhand.domain.commerce.things.port import Sought, Thing

Fault = Literal["none", "refuses", "silent_before", "silent_after", "breaks_after"]
LookUp = Literal["knows", "silent", "breaks"]


class FakeGateway:
    """Another system: it keeps what was done by key, and misbehaves as told."""

    same_transaction = False

    def __init__(self, fault: Fault = "none", look_up: LookUp = "knows") -> None:
        self.fault = fault
        self.looking = look_up
        self.calls: list[Call] = []
        self.done: dict[str, Call] = {}

    def does(self, action: str) -> bool:
        return False

    def keeps(self, noun: str) -> bool:
        return False

    async def fetch(self, asked: Asked) -> list[dict[str, Any]] | None:
        raise GatewaySilent

    async def find(self, session: AsyncSession, sought: Sought, read: str) -> Thing | None:
        return await BuiltIn().find(session, sought, read)

    async def perform(
        self, call: Call, session: AsyncSession | None, thing: Thing | None
    ) -> Answer:
        assert session is None, "no transaction is open while another system works"
        self.calls.append(call)
        if self.fault == "refuses":
            return Answer(False, {"detail": "not in this state"})
        if self.fault == "silent_before":
            raise GatewaySilent
        assert call.key not in self.done, "an effect happens at most once"
        self.done[call.key] = call
        if self.fault == "silent_after":
            raise GatewaySilent
        if self.fault == "breaks_after":
            raise ConnectionResetError("the line broke")
        return Answer(True, {"reference": "R-1"})

    async def look_up(self, call: Call) -> Answer | None:
        if self.looking == "silent":
            raise GatewaySilent
        if self.looking == "breaks":
            raise ConnectionResetError("the line broke")
        return Answer(True, {"reference": "R-1"}) if call.key in self.done else None
