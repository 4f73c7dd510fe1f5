"""Wake-ups between machines: Celery over Redis as a door-bell that carries ids only."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Any, Final
from uuid import UUID

import structlog
from celery import Celery
from celery.exceptions import Reject
from celery.signals import setup_logging, worker_shutting_down
from celery.worker.state import reset_state

from deskhand.infra.breaker import Breaker
from deskhand.infra.observability.metrics import wakeups_total
from deskhand.infra.wakeup.loop_thread import LoopNotRunning, LoopThread
from deskhand.infra.wakeup.port import Task

log = structlog.get_logger(__name__)

TASKS: Final[Mapping[Task, str]] = {
    "turn": "deskhand.turn",
    "ingest": "deskhand.ingest",
    "training": "deskhand.training",
}
_ARGUMENTS: Final[Mapping[Task, str]] = {
    "turn": "turn_id",
    "ingest": "row_id",
    "training": "row_id",
}

# Publishing may cost the accept path this much and no more.
RING_SECONDS = 0.2
_SOCKET_SECONDS = 1.0
_RESTART_SECONDS = 1.0


def visibility_seconds(hard_limit_seconds: float) -> float:
    """Seconds until Redis hands an unacknowledged ring to another worker.

    Above the hard limit of a task, so that a ring whose task still runs is not doubled.
    """
    return hard_limit_seconds * 1.2 + 1.0


def make_celery(
    redis_url: str, *, hard_limit_seconds: float = 300.0, soft_shutdown_seconds: float = 20.0
) -> Celery:
    """A Celery application over the Redis at `redis_url`.

    `hard_limit_seconds` is the longest a task may run before it is cancelled;
    `soft_shutdown_seconds` how long a stopping worker waits before it hands back what it runs.
    """
    celery = Celery("deskhand", broker=redis_url, set_as_current=False)
    celery.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        result_backend=None,
        task_serializer="json",
        accept_content=["json"],
        task_default_queue=TASKS["turn"],
        task_routes={name: {"queue": name} for name in TASKS.values()},
        task_publish_retry=False,
        task_time_limit=hard_limit_seconds,
        worker_prefetch_multiplier=1,
        worker_pool="threads",
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_soft_shutdown_timeout=soft_shutdown_seconds,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_timeout=_SOCKET_SECONDS,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": visibility_seconds(hard_limit_seconds),
            "unacked_restore_throttle": 1,
            "unacked_restore_interval": 5,
            "socket_timeout": _SOCKET_SECONDS,
            "socket_connect_timeout": _SOCKET_SECONDS,
            "socket_keepalive": True,
            "retry_on_timeout": False,
            # Without a limit kombu tries to connect for ever inside a publish.
            "max_retries": 0,
        },
    )
    return celery


class CeleryWakeup:
    """Rings by publishing a task. Use an application of its own, not a running worker's."""

    def __init__(self, celery: Celery, *, breaker: Breaker | None = None) -> None:
        """`breaker` decides how long ringing pauses after a failure (1 s by default)."""
        self._celery = celery
        self._breaker = breaker or Breaker()
        # One thread: rings keep their order, and a Redis that hangs holds one thread only.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="deskhand-ring")

    async def ring(self, task: Task, row_id: UUID) -> None:
        """Publish the row's id, within 200 ms; while Redis fails, do not even try."""
        outcome = "skipped" if self._breaker.is_open else await self._send_in_time(task, row_id)
        wakeups_total.labels(task, "celery", outcome).inc()

    async def _send_in_time(self, task: Task, row_id: UUID) -> str:
        loop = asyncio.get_running_loop()
        try:
            sending = loop.run_in_executor(self._thread, self._send, task, row_id)
            return await asyncio.wait_for(sending, RING_SECONDS)
        except TimeoutError:
            # The breaker hears of slowness from the socket, not from here: a busy event loop
            # makes this late as well, and says nothing about Redis.
            return "late"
        except RuntimeError:
            return "closed"

    def _send(self, task: Task, row_id: UUID) -> str:
        if not self._breaker.allows():
            return "skipped"
        try:
            self._celery.send_task(TASKS[task], kwargs={_ARGUMENTS[task]: str(row_id)}, retry=False)
        except Exception as error:
            if self._breaker.failed():
                log.warning("wakeup.failing", error=repr(error))
            return "failed"
        if self._breaker.succeeded():
            log.info("wakeup.works_again")
        return "sent"

    async def workers(self) -> int:
        """How many Celery workers answer a ping first: 1, or 0 when none does in half a second."""
        answers = await asyncio.to_thread(self._ping)
        return len(answers)

    def _ping(self) -> list[Any]:
        try:
            # With a limit of one the first answer ends the waiting.
            return self._celery.control.ping(timeout=0.5, limit=1) or []
        except Exception:
            return []

    def close(self) -> None:
        """Close the connections; a ring that hangs is left to its socket's timeout."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._celery.close()


def register_tasks(
    celery: Celery,
    loop: LoopThread,
    run: Mapping[Task, Callable[[UUID], Awaitable[None]]],
) -> None:
    """Give the application its tasks: each runs `run[task](row_id)` on the loop.

    An error of the coroutine is logged and the ring is spent: the row knows when it is due
    again. A ring whose coroutine was cancelled by the shutdown goes back to the queue.
    """
    for task, work in run.items():
        _register(celery, loop, task, work)


def _register(
    celery: Celery, loop: LoopThread, task: Task, work: Callable[[UUID], Awaitable[None]]
) -> None:
    limit = float(celery.conf.task_time_limit)

    async def carry_out(row_id: UUID) -> None:
        await work(row_id)

    def heard(**arguments: str) -> None:
        row_id = UUID(arguments[_ARGUMENTS[task]])
        try:
            loop.submit(carry_out(row_id), timeout=limit)
        except (CancelledError, LoopNotRunning):
            raise Reject("the worker stops", requeue=True) from None
        except Exception:
            log.exception("wakeup.task_failed", task=task, row_id=str(row_id))

    celery.task(name=TASKS[task], ignore_result=True)(heard)


def run_worker(
    celery: Celery, loop: LoopThread, *, concurrency: int, hostname: str | None = None
) -> int:
    """Work until SIGTERM or SIGINT and return the exit code; call it on the main thread.

    `loop` is started by the caller, and stopped by it afterwards. The first signal stops taking
    rings. What runs may finish for the soft shutdown time of the application; then it is
    cancelled on the loop and its rings go back to the queue.
    """
    grace = threading.Timer(float(celery.conf.worker_soft_shutdown_timeout), loop.drain)
    grace.daemon = True
    stopping = threading.Event()

    def on_shutdown(**_: Any) -> None:
        if not stopping.is_set():
            stopping.set()
            grace.start()

    def keep_our_logging(**_: Any) -> None:
        """With a receiver connected Celery leaves the logging configuration alone."""

    worker_shutting_down.connect(on_shutdown)
    setup_logging.connect(keep_our_logging)
    try:
        while True:
            code = _work(celery, concurrency, hostname)
            if stopping.is_set() or not code:
                return code
            # kombu 5.7 fails while it closes a lost connection that still owes
            # acknowledgements, and takes the worker with it. A new one connects again.
            log.error("worker.starts_again", exit_code=code)
            stopping.wait(_RESTART_SECONDS)
    finally:
        grace.cancel()
        loop.resume()
        worker_shutting_down.disconnect(on_shutdown)
        setup_logging.disconnect(keep_our_logging)


def _work(celery: Celery, concurrency: int, hostname: str | None) -> int:
    """One life of a Celery worker; returns its exit code, 0 when it was asked to end."""
    reset_state()
    worker = celery.Worker(
        # Workers on one machine must not answer to one name.
        hostname=hostname or f"deskhand-{os.getpid()}@{socket.gethostname()}",
        concurrency=concurrency,
        pool="threads",
        queues=list(TASKS.values()),
        quiet=True,
        without_gossip=True,
        without_mingle=True,
    )
    worker.start()
    return int(worker.exitcode or 0)
