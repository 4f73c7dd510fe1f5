"""The worker process that `serve` has beside itself: started, kept alive, ended with it."""

from __future__ import annotations

import asyncio
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.wakeup.line import WorkerLine

log = structlog.get_logger(__name__)

OPTION = "--beside"
"""What tells `deskhand worker` its end of the line, the number of an open file."""
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 5.0
"""Customers wait meanwhile, and one start costs two seconds of a processor."""
_LIVED_WELL = 10.0
"""Seconds after which a worker that ends is no sign of a fault that repeats itself."""
_STOP_SECONDS = 20.0


class WorkerCannotStart(ConfigurationInvalid):
    """The worker process ended before it was ready; its last lines say why."""


class WorkerProcess:
    """Starts a worker process, and another one whenever it ends, later each time."""

    def __init__(self, line: WorkerLine) -> None:
        self._line = line
        self._keeper: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The worker lives inside; at the end it finishes or hands back its work."""
        self._keeper = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError, WorkerCannotStart):
                await self._keeper

    async def ready(self) -> None:
        """Return when the worker listens; raises WorkerCannotStart when it never does."""
        if self._keeper is None:
            raise WorkerCannotStart
        ready = asyncio.create_task(self._line.ready.wait())
        await asyncio.wait({ready, self._keeper}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._keeper.done():
            await self._keeper

    async def _keep(self) -> None:
        loop, pause, was_ready = asyncio.get_running_loop(), _FIRST_PAUSE, False
        while True:
            began = loop.time()
            listening = asyncio.create_task(self._line.ready.wait())
            try:
                code = await self._live()
                was_ready = was_ready or listening.done()
            finally:
                listening.cancel()
            if not was_ready:
                raise WorkerCannotStart
            if loop.time() - began > _LIVED_WELL:
                pause = _FIRST_PAUSE
            log.error("the worker process ended and is started again", code=code, pause=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _live(self) -> int:
        """One life of the process; its exit code."""
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, "-m", "deskhand", "worker", OPTION, str(number)]
            # In a session of its own: Ctrl-C is for the server, which ends the worker in order.
            process = await asyncio.create_subprocess_exec(
                *command, stdin=DEVNULL, pass_fds=(number,), start_new_session=True
            )
        talking = asyncio.create_task(self._line.hold(ours))
        try:
            return await process.wait()
        finally:
            if process.returncode is None:
                await _end(process)
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)


async def _end(process: Process) -> None:
    """Let it finish what it does; what takes too long is done by the next one."""
    process.terminate()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        log.warning("the worker process did not end in time")
        process.kill()
        await process.wait()
