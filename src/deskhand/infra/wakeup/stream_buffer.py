"""The kept events of one stream in this process, read by any number of subscribers."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator

from deskhand.infra.wakeup.port import GAP, LiveEvent


def seq_now() -> int:
    """The present as a sequence number: microseconds since 1970, exact in JavaScript."""
    return time.time_ns() // 1_000


class StreamBuffer:
    """A bounded list of events that followers read at their own pace.

    A follower has a position, not a queue: one that is too slow finds that its position was
    trimmed away, gets one `GAP` event and goes on with what is kept. Nobody waits for it.
    """

    def __init__(self, kept: int) -> None:
        """`kept` is the largest number of events held."""
        self._kept = kept
        self._events: deque[LiveEvent] = deque()
        self._floor = 0
        self._breaks = 0
        self._closed = False
        self._bells: set[asyncio.Event] = set()
        self.tail = 0

    @property
    def followed(self) -> bool:
        """Whether anybody reads here now."""
        return bool(self._bells)

    def start_at(self, seq: int) -> None:
        """Events up to `seq` are known to be elsewhere; this buffer begins behind them."""
        self._floor = self.tail = max(seq, self.tail)

    def append(self, event: LiveEvent) -> None:
        """Add an event; its `seq` is above all before. The oldest is forgotten when full."""
        if event.seq <= self.tail:
            return
        self._events.append(event)
        self.tail = event.seq
        if len(self._events) > self._kept:
            self._floor = self._events.popleft().seq
        self._ring()

    def clear(self) -> None:
        """Forget the kept events; followers go on behind them without a `GAP`."""
        self._events.clear()

    def mark_gap(self) -> None:
        """Tell the followers that events may have been lost."""
        self._breaks += 1
        self._ring()

    def close(self) -> None:
        """End every follower."""
        self._closed = True
        self._ring()

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()

    def holds(self, seq: int) -> bool:
        """Whether everything after `seq` is still kept, so that reading on misses nothing."""
        return self._floor <= seq <= self.tail

    def newer_than(self, seq: int) -> list[LiveEvent]:
        """Kept events above `seq`, oldest first."""
        found: list[LiveEvent] = []
        for event in reversed(self._events):
            if event.seq <= seq:
                break
            found.append(event)
        found.reverse()
        return found

    async def follow(self, seq: int) -> AsyncGenerator[LiveEvent, None]:
        """Events above `seq` as they come, until closed; `GAP` where some were missed."""
        bell = asyncio.Event()
        self._bells.add(bell)
        breaks = self._breaks
        try:
            while not self._closed:
                bell.clear()
                if breaks != self._breaks or seq < self._floor:
                    breaks = self._breaks
                    seq = max(seq, self._floor)
                    yield LiveEvent(seq=seq, type=GAP, data={})
                for event in self.newer_than(seq):
                    seq = event.seq
                    yield event
                await bell.wait()
        finally:
            self._bells.discard(bell)
