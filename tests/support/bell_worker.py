"""A real Celery worker process for tests, whose tasks tell a Redis list what happens to them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

import redis
import redis.asyncio

from deskhand.infra.observability.logging import configure_logging
from deskhand.infra.settings import ObservabilitySettings
from deskhand.infra.wakeup.celery_app import make_celery, register_tasks, run_worker
from deskhand.infra.wakeup.loop_thread import LoopThread
from deskhand.infra.wakeup.port import Task

ROOT = Path(__file__).resolve().parents[2]
DIARY = "test:diary"
GATE = "test:gate"


class BellWorker:
    """Starts a worker process; rows whose key `test:hold:<id>` exists wait for `open_gate`."""

    def __init__(
        self, url: str, *, concurrency: int = 4, hard_limit: float = 60.0, soft: float = 10.0
    ) -> None:
        self._client = redis.Redis.from_url(url, decode_responses=True, protocol=2)
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.support.bell_worker",
                url,
                json.dumps([concurrency, hard_limit, soft]),
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
            stdout=subprocess.DEVNULL,
        )

    def hold(self, row_id: UUID) -> None:
        """Make the task of this row wait for the gate."""
        self._client.set(f"test:hold:{row_id}", "1")

    def open_gate(self, row_id: UUID) -> None:
        """Let the task of this row end."""
        self._client.rpush(f"{GATE}:{row_id}", "go", "go")

    async def next_line(self, patience: float = 20.0) -> list[str]:
        """The next thing a task did: `[what, task, row id]`."""

        def wait() -> list[str]:
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                try:
                    found: Any = self._client.blpop([DIARY], timeout=0.5)
                except redis.ConnectionError:
                    time.sleep(0.05)  # The test has stopped Redis and will start it again.
                    continue
                if found is not None:
                    return str(found[1]).split()
            raise AssertionError("the worker did nothing")

        return await asyncio.to_thread(wait)

    def terminate(self) -> None:
        """Ask it to stop (SIGTERM)."""
        self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would (`kill -9`)."""
        self._process.kill()
        self._process.wait(timeout=10)

    async def exit_code(self) -> int:
        """Wait for its end."""
        return await asyncio.to_thread(self._process.wait, 30)

    def __enter__(self) -> BellWorker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self.kill()
        self._client.close()


def main(url: str, concurrency: int, hard_limit: float, soft: float) -> int:
    """Work until told to stop, writing `started`, `finished`, `cancelled` to the diary."""
    configure_logging(ObservabilitySettings())
    diary = redis.asyncio.Redis.from_url(url, protocol=2, socket_timeout=None)
    celery = make_celery(url, hard_limit_seconds=hard_limit, soft_shutdown_seconds=soft)
    loop = LoopThread()
    loop.start()

    def work(task: Task) -> Callable[[UUID], Awaitable[None]]:
        async def carry_out(row_id: UUID) -> None:
            await diary.rpush(DIARY, f"started {task} {row_id}")
            try:
                if await diary.exists(f"test:fail:{row_id}"):
                    raise RuntimeError("the work itself fails")
                if await diary.exists(f"test:hold:{row_id}"):
                    await diary.blpop([f"{GATE}:{row_id}"])
            except asyncio.CancelledError:
                await diary.rpush(DIARY, f"cancelled {task} {row_id}")
                raise
            await diary.rpush(DIARY, f"finished {task} {row_id}")

        return carry_out

    register_tasks(celery, loop, {"turn": work("turn"), "ingest": work("ingest")})
    code = run_worker(celery, loop, concurrency=concurrency)
    loop.submit(diary.aclose())
    loop.stop()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *json.loads(sys.argv[2])))
