"""Wake-ups inside one process: a bounded queue that merges rings for the same row."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from uuid import UUID

from deskhand.infra.observability.metrics import wakeups_total
from deskhand.infra.wakeup.port import Task


class InProcessWakeup:
    """Rings on the event loop that also listens. A full queue forgets; the sweep remembers."""

    def __init__(self, capacity: int = 10_000) -> None:
        """`capacity` is how many rows may wait for a listener."""
        self._queue: asyncio.Queue[tuple[Task, UUID]] = asyncio.Queue(capacity)
        self._waiting: set[tuple[Task, UUID]] = set()
        self._listeners = 0

    async def ring(self, task: Task, row_id: UUID) -> None:
        """Put the row in the queue, unless it already waits there or the queue is full."""
        pair = (task, row_id)
        if pair in self._waiting:
            outcome = "merged"
        elif self._queue.full():
            outcome = "full"
        else:
            self._waiting.add(pair)
            self._queue.put_nowait(pair)
            outcome = "sent"
        wakeups_total.labels(task, "inprocess", outcome).inc()

    async def workers(self) -> int:
        """How many listen."""
        return self._listeners

    async def listen(self) -> AsyncGenerator[tuple[Task, UUID], None]:
        """Rows to look at, each to one listener, until closed.

        A row that is rung again after it was handed out is handed out again.
        """
        self._listeners += 1
        try:
            while True:
                pair = await self._queue.get()
                self._waiting.discard(pair)
                yield pair
        finally:
            self._listeners -= 1
