"""The short pause before the work, when a customer seems to go on writing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from deskhand.domain.conversations import history
from deskhand.domain.conversations.bursts import looks_unfinished
from deskhand.domain.conversations.history import TurnStart
from deskhand.domain.conversations.turns import Claim, FenceStale
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import stream_of


class Patience:
    """How a worker waits; tests have one of their own, in which time passes at once."""

    def time(self) -> float:
        """Seconds that only grow."""
        return asyncio.get_running_loop().time()

    async def wait(self, heard: asyncio.Event, seconds: float) -> None:
        """Return when the event is set or the seconds are over, whichever comes first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await heard.wait()


class Settling:
    """Lets a burst of messages come in; what comes later than that starts the draft again."""

    def __init__(self, runtime: Runtime, patience: Patience) -> None:
        self._database = runtime.database
        self._events = runtime.events
        self._settings = runtime.settings.turns
        self._patience = patience

    async def settled(self, held: Claim, start: TurnStart) -> TurnStart:
        """What the turn starts from, once nobody seems to go on writing.

        A message that looks finished is not waited behind. Each further message, and each sign of
        typing, begins the pause again, up to the longest time. Raises FenceStale.
        """
        pause, most = self._settings.settle_seconds, self._settings.settle_most_seconds
        asked = bool((start.dialogue or {}).get("open"))
        if pause <= 0 or asked or not looks_unfinished(start.written[-1]):
            return start  # A short answer to what was asked is whole.
        end = self._patience.time() + most
        async with self._hearing(held) as heard:
            while looks_unfinished(start.written[-1]):
                left = min(pause, end - self._patience.time())
                if left <= 0:
                    break
                heard.clear()
                await self._patience.wait(heard, left)
                newer = await self.start_of(held)
                if newer.last_seq == start.last_seq and not heard.is_set():
                    break
                start = newer
        return start

    async def start_of(self, held: Claim) -> TurnStart:
        """What the turn starts from as it stands now; raises FenceStale when it is gone."""
        async with self._database.transaction(held.tenant_id) as session:
            starts = await history.turn_starts(session, [held], self._settings.context_window)
        if held.turn_id not in starts:
            raise FenceStale
        return starts[held.turn_id]

    @asynccontextmanager
    async def _hearing(self, held: Claim) -> AsyncIterator[asyncio.Event]:
        """An event that is set whenever somebody writes or types in the conversation."""
        heard = asyncio.Event()
        stream = stream_of(held.tenant_id, held.conversation_id)
        newest = await self._events.latest(stream)

        async def listen() -> None:
            subscription = self._events.subscribe(stream, newest)
            try:
                async for event in subscription:
                    if event.type in ("message.accepted", "typing"):
                        heard.set()
            finally:
                await subscription.aclose()

        listener = asyncio.create_task(listen())
        try:
            yield heard
        finally:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)
