"""Engines for tests: the offline one, made to wait, to fail, or to tell what it was given."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from deskhand.assistant.engine import Brief, Engine, Planned
from deskhand.assistant.turn import Past, PastMessage, Turn, Usage
from deskhand.assistant.understanding.acts import Reading


class Behind:
    """Passes everything on to another engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def name(self) -> str:
        return self._engine.name

    async def expect(self, message: str) -> None:
        await self._engine.expect(message)

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        return await self._engine.read(turn)

    async def plan(self, brief: Brief, spent: Usage) -> Planned:
        return await self._engine.plan(brief, spent)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        return await self._engine.summarize(previous, messages)


class Held(Behind):
    """Waits before it reads, so that a test can change the world meanwhile."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.entered = asyncio.Event()
        self.go = asyncio.Event()

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        self.entered.set()
        await self.go.wait()
        return await super().read(turn)


class HeldDraft(Behind):
    """Waits before it plans: the look-ups, and a ticket that was opened, are behind it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.entered = asyncio.Event()
        self.go = asyncio.Event()

    async def plan(self, brief: Brief, spent: Usage) -> Planned:
        self.entered.set()
        await self.go.wait()
        return await super().plan(brief, spent)


class Failing(Behind):
    """Fails as a bug would; the error holds what the customer wrote, as errors sometimes do."""

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        raise RuntimeError(f"the engine broke on {turn.message!r}")


class Remembering(Behind):
    """Keeps what it was told of the past."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.pasts: list[Past] = []

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        self.pasts.append(turn.past)
        return await super().read(turn)
