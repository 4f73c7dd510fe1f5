"""A shop system elsewhere that outlives whoever calls it: what it did is kept in a folder."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.gateways.built_in import BuiltIn
from deskhand.domain.actions.gateways.port import Answer, Call, GatewaySilent
from deskhand.domain.commerce.things.port import Thing


class Elsewhere(BuiltIn):
    """Does each call, whether or not it `answers`, and tells what became of it if it `knows`."""

    same_transaction = False

    def __init__(self, folder: Path, *, answers: bool = True, knows: bool = True) -> None:
        self._folder = folder
        self._answers = answers
        self._knows = knows

    async def perform(
        self, call: Call, session: AsyncSession | None, thing: Thing | None
    ) -> Answer:
        self._of(call).touch(exist_ok=False)  # An effect happens at most once.
        if not self._answers:
            raise GatewaySilent
        return Answer(True, {"reference": "R-1"})

    async def look_up(self, call: Call) -> Answer | None:
        if not self._knows:
            raise GatewaySilent
        return Answer(True, {"reference": "R-1"}) if self._of(call).exists() else None

    def _of(self, call: Call) -> Path:
        return self._folder / sha256(call.key.encode()).hexdigest()
