"""A worker: hears the bell, runs what is due, sweeps, and stops gracefully."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import structlog

from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.conversations import turns
from deskhand.infra.runtime import Runtime
from deskhand.infra.settings import Settings
from deskhand.infra.wakeup.port import Task
from deskhand.worker.ingest import IngestRunner
from deskhand.worker.training import TrainingRunner
from deskhand.worker.turns import TurnRunner
from deskhand.worker.upkeep import Upkeep

log = structlog.get_logger(__name__)

_GRACE_SECONDS = 10.0


_AT_ONCE_OFFLINE = 32
_IN_TURN = 64
"""Due turns looked up at once: enough to be fair among them, few enough for newcomers to wait."""


def turns_at_once(settings: Settings) -> int:
    """How many turns a worker claims. Without a model none waits for anything: each that is
    claimed only takes time from the others, and is lost with them should the worker die."""
    most = settings.turns.concurrency
    return most if settings.model.configured else min(most, _AT_ONCE_OFFLINE)


class Worker:
    """Runs turns, ingest jobs and trainings of one process."""

    def __init__(self, runtime: Runtime, assistant: Assistant) -> None:
        self._runtime = runtime
        self._turns = TurnRunner(runtime, assistant)
        self._ingest = IngestRunner(runtime)
        self._trainings = TrainingRunner(runtime)
        self._behind = asyncio.Event()
        self._upkeep = Upkeep(
            runtime,
            self._start,
            self._behind.set,
            self._turns.packs,
            presence=self._turns.presence,
            trainings=self._trainings,
        )
        self._room = asyncio.Semaphore(turns_at_once(runtime.settings))
        self._running: set[asyncio.Task[None]] = set()

    @property
    def tasks(self) -> Mapping[Task, Callable[[UUID], Awaitable[None]]]:
        """What each task of the bell does, safe to run twice."""
        return {
            "turn": self._turns.run,
            "ingest": self._ingest.run,
            "training": self._trainings.begin,
        }

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The worker listens and sweeps inside; at the end it finishes or hands back its work."""
        await self._turns.presence.keep()
        chores = [asyncio.create_task(self._upkeep.run()), asyncio.create_task(self._catch_up())]
        if self._runtime.bell is not None:
            chores.append(asyncio.create_task(self._listen()))
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
            for chore in chores:
                with suppress(asyncio.CancelledError):
                    await chore
            await self._stop()

    async def _listen(self) -> None:
        bell = self._runtime.bell
        if bell is None:
            return
        async for task, row_id in bell.listen():
            if task == "turn" and self._room.locked():
                self._behind.set()  # Its place in line is by tenant and customer, not by ringing.
            else:
                await self._start(task, row_id)

    async def _catch_up(self) -> None:
        """Begin what is due in a fair order, as there is room, whenever something was left."""
        before: list[UUID] = []
        while True:
            await self._behind.wait()
            async with self._room:
                self._behind.clear()
            try:
                async with self._runtime.database.transaction(None) as session:
                    waiting = await turns.due(session, _IN_TURN)
            except Exception:
                log.exception("due turns could not be looked up")  # The next sweep tries again.
                continue
            for turn_id in waiting:
                await self._start("turn", turn_id)
            if len(waiting) == _IN_TURN and waiting != before:
                self._behind.set()  # Unless none of them could be claimed: then the sweep does.
            before = waiting

    async def _start(self, task: Task, row_id: UUID) -> None:
        """Begin a task as soon as there is room."""
        await self._room.acquire()
        running = asyncio.create_task(self._run(task, row_id))
        self._running.add(running)
        running.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._room.release()

    async def _run(self, task: Task, row_id: UUID) -> None:
        try:
            await self.tasks[task](row_id)
        except Exception:
            # The row is still due in Postgres: the sweep rings for it again.
            log.exception("a task failed", task=task, row_id=str(row_id))

    async def _stop(self) -> None:
        """Give what runs a moment to finish; cancelled turns hand themselves back."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=_GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._trainings.stop()
        await self._turns.drain()
        await self._turns.presence.leave()
