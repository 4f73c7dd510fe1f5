"""Celery as a door-bell: real workers, real Redis, real signals."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from deskhand.infra.breaker import Breaker
from deskhand.infra.wakeup.celery_app import CeleryWakeup, make_celery, visibility_seconds
from deskhand.infra.wakeup.port import Task
from tests.support.bell_worker import BellWorker
from tests.support.redis_server import RedisServer
from tests.support.wakeup_contract import WakeupContract

# 200 ms are promised; a busy test machine is given the rest.
PROMPT = 0.6


@asynccontextmanager
async def ringing(url: str) -> AsyncIterator[CeleryWakeup]:
    bell = CeleryWakeup(make_celery(url), breaker=Breaker(0.1))
    try:
        yield bell
    finally:
        bell.close()


async def until_heard(bell: CeleryWakeup, worker: BellWorker, row: UUID) -> None:
    """Ring as the sweep does, again and again, until the worker starts on the row."""

    async def started() -> None:
        while await worker.next_line(30) != ["started", "turn", str(row)]:
            pass

    heard = asyncio.create_task(started())
    while not heard.done():
        await bell.ring("turn", row)
        await asyncio.wait({heard}, timeout=0.2)
    await heard


class _WorkerEars:
    def __init__(self, worker: BellWorker) -> None:
        self._worker = worker

    async def hear(self, count: int) -> set[tuple[Task, UUID]]:
        heard: set[tuple[Task, UUID]] = set()
        for _ in range(2 * count):
            what, task, row_id = await self._worker.next_line()
            if what == "finished":
                heard.add(("turn" if task == "turn" else "ingest", UUID(row_id)))
        return heard


@pytest.fixture(scope="module")
def shared_worker(module_redis: RedisServer) -> Iterator[_WorkerEars]:
    with BellWorker(module_redis.url) as worker:
        yield _WorkerEars(worker)


class TestCeleryWakeup(WakeupContract):
    @pytest.fixture
    def ears(self, shared_worker: _WorkerEars) -> _WorkerEars:
        return shared_worker

    @pytest.fixture
    async def bell(self, module_redis: RedisServer) -> AsyncIterator[CeleryWakeup]:
        async with ringing(module_redis.url) as bell:
            yield bell


async def test_a_message_carries_the_id_alone(own_redis: RedisServer) -> None:
    row = uuid4()
    async with ringing(own_redis.url) as bell:
        await bell.ring("turn", row)
    with own_redis.client() as client:
        (message,) = (json.loads(raw) for raw in client.lrange("deskhand.turn", 0, -1))
    arguments, named, _ = json.loads(base64.b64decode(message["body"]))
    assert (arguments, named) == ([], {"turn_id": str(row)})
    assert message["headers"]["eta"] is None


async def test_rings_wait_for_a_worker_and_a_failing_task_does_not_stop_it(
    own_redis: RedisServer,
) -> None:
    bad, good = uuid4(), uuid4()
    with own_redis.client() as client:
        client.set(f"test:fail:{bad}", "1")
    async with ringing(own_redis.url) as bell:
        await bell.ring("turn", bad)
        await bell.ring("turn", good)
    with BellWorker(own_redis.url, concurrency=1) as worker:
        assert await worker.next_line() == ["started", "turn", str(bad)]
        assert await worker.next_line() == ["started", "turn", str(good)]
        assert await worker.next_line() == ["finished", "turn", str(good)]


async def test_a_ring_whose_worker_was_killed_reaches_another_worker(
    own_redis: RedisServer,
) -> None:
    row = uuid4()
    async with ringing(own_redis.url) as bell:
        with BellWorker(own_redis.url, hard_limit=1.0) as worker:
            worker.hold(row)
            await bell.ring("turn", row)
            assert await worker.next_line() == ["started", "turn", str(row)]
            worker.kill()
    assert visibility_seconds(1.0) > 1.0
    with BellWorker(own_redis.url, hard_limit=1.0) as heir:
        heir.open_gate(row)
        assert await heir.next_line(30) == ["started", "turn", str(row)]
        assert await heir.next_line() == ["finished", "turn", str(row)]


async def test_a_worker_that_is_told_to_stop_finishes_what_it_runs(
    own_redis: RedisServer,
) -> None:
    row = uuid4()
    async with ringing(own_redis.url) as bell:
        with BellWorker(own_redis.url) as worker:
            worker.hold(row)
            await bell.ring("turn", row)
            assert await worker.next_line() == ["started", "turn", str(row)]
            worker.terminate()
            worker.open_gate(row)
            assert await worker.next_line() == ["finished", "turn", str(row)]
            assert await worker.exit_code() == 0
    with own_redis.client() as client:
        assert client.llen("deskhand.turn") == 0
        assert client.hlen("unacked") == 0


async def test_a_worker_that_is_told_to_stop_hands_back_what_takes_too_long(
    own_redis: RedisServer,
) -> None:
    rows = {uuid4() for _ in range(3)}
    async with ringing(own_redis.url) as bell:
        with BellWorker(own_redis.url, concurrency=2, soft=0.2) as worker:
            for row in rows:
                worker.hold(row)
                await bell.ring("turn", row)
            started = [(await worker.next_line())[0] for _ in range(2)]
            assert started == ["started", "started"]
            worker.terminate()
            cancelled = [(await worker.next_line())[0] for _ in range(2)]
            assert cancelled == ["cancelled", "cancelled"]
            assert await worker.exit_code() == 0
    with own_redis.client() as client:
        assert client.llen("deskhand.turn") == 3
        assert client.hlen("unacked") == 0


async def test_a_worker_outlives_a_killed_redis_and_hears_the_sweep_again(
    own_redis: RedisServer,
) -> None:
    async with ringing(own_redis.url) as bell:
        with BellWorker(own_redis.url) as worker:
            # The connection that is lost still owes an acknowledgement.
            running = uuid4()
            worker.hold(running)
            await bell.ring("turn", running)
            assert await worker.next_line() == ["started", "turn", str(running)]
            own_redis.kill()
            start = time.monotonic()
            for _ in range(20):
                await bell.ring("turn", uuid4())
            assert time.monotonic() - start < 2 * PROMPT
            own_redis.start()
            await until_heard(bell, worker, uuid4())


async def test_a_worker_hears_after_everything_was_flushed(own_redis: RedisServer) -> None:
    async with ringing(own_redis.url) as bell:
        with BellWorker(own_redis.url) as worker:
            await until_heard(bell, worker, uuid4())
            own_redis.flushall()
            await until_heard(bell, worker, uuid4())


async def test_a_redis_that_hangs_costs_a_ring_200_ms_and_later_ones_nothing(
    own_redis: RedisServer,
) -> None:
    bell = CeleryWakeup(make_celery(own_redis.url), breaker=Breaker(30.0))
    await bell.ring("turn", uuid4())
    own_redis.pause()
    start = time.monotonic()
    await bell.ring("turn", uuid4())
    assert time.monotonic() - start < PROMPT
    # The socket's timeout, one second, opens the breaker; from then on nobody waits.
    async with asyncio.timeout(10):
        while True:
            start = time.monotonic()
            await bell.ring("turn", uuid4())
            took = time.monotonic() - start
            assert took < PROMPT
            if took < 0.05:
                break
    bell.close()


async def test_without_a_server_ringing_never_raises_nor_waits() -> None:
    async with ringing("redis://127.0.0.1:1/0") as bell:
        start = time.monotonic()
        for _ in range(20):
            await bell.ring("ingest", uuid4())
        assert time.monotonic() - start < 3 * PROMPT
