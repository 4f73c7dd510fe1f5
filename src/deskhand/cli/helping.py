"""What a worker process does that a server has started beside itself."""

from __future__ import annotations

import asyncio
import signal
import socket
from contextlib import AsyncExitStack

import structlog
import uvloop

from deskhand.infra.collector import spare_what_is_loaded
from deskhand.infra.db.waiting import wait_until_ready
from deskhand.infra.runtime import DatabaseUrls, database_server, open_runtime
from deskhand.infra.settings import Settings
from deskhand.infra.wakeup.line import ServerLine
from deskhand.worker.assembly import open_assistant
from deskhand.worker.loop import Worker

log = structlog.get_logger(__name__)


def work_beside(settings: Settings, number: int) -> None:
    """Be the worker of the server at the other end of the open file `number`, until it ends."""
    with socket.socket(fileno=number) as end, database_server(settings) as urls:
        if not urls.embedded:
            wait_until_ready(urls.application, settings.database.wait_seconds, tell=log.warning)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_work(settings, urls, end))


async def _work(settings: Settings, urls: DatabaseUrls, end: socket.socket) -> None:
    line, asked_to_end = ServerLine(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_end.set)
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(open_runtime(settings, urls, line))
        line.open(end)
        assistant = await stack.enter_async_context(
            open_assistant(runtime, loaded=spare_what_is_loaded)
        )
        await stack.enter_async_context(Worker(runtime, assistant).running())
        line.tell_ready()
        ends = {asyncio.create_task(event.wait()) for event in (line.gone, asked_to_end)}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for waiting in ends:
            waiting.cancel()
