"""Engines for tests: the offline one, made to wait, to fail, or to tell what it was given."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from deskhand.assistant.engine.port import Brief, Drafted, Engine, OnText, Past, PastMessage, Usage
from deskhand.assistant.understanding.schemas import Understanding


class Behind:
    """Passes everything on to another engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def name(self) -> str:
        return self._engine.name

    async def expect(self, message: str) -> None:
        await self._engine.expect(message)

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        return await self._engine.understand(message, past)

    async def draft(self, brief: Brief, spent: Usage, on_text: OnText | None = None) -> Drafted:
        return await self._engine.draft(brief, spent, on_text)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        return await self._engine.summarize(previous, messages)


class Held(Behind):
    """Waits before it understands, so that a test can change the world meanwhile."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.entered = asyncio.Event()
        self.go = asyncio.Event()

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        self.entered.set()
        await self.go.wait()
        return await super().understand(message, past)


class HeldDraft(Behind):
    """Waits before it drafts: the look-ups, and a ticket that was opened, are behind it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.entered = asyncio.Event()
        self.go = asyncio.Event()

    async def draft(self, brief: Brief, spent: Usage, on_text: OnText | None = None) -> Drafted:
        self.entered.set()
        await self.go.wait()
        return await super().draft(brief, spent, on_text)


class Failing(Behind):
    """Fails as a bug would; `message` is what the customer wrote, as errors sometimes hold it."""

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        raise RuntimeError(f"the engine broke on {message!r}")


class Remembering(Behind):
    """Keeps what it was told of the past."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.pasts: list[Past] = []

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        self.pasts.append(past)
        return await super().understand(message, past)
