"""Coroutines of worker threads on one loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from deskhand.infra.wakeup.loop_thread import LoopNotRunning, LoopThread


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    loop = LoopThread()
    loop.start()
    yield loop
    loop.stop()


def test_coroutines_of_many_threads_run_side_by_side_on_one_loop(loop: LoopThread) -> None:
    meeting = asyncio.Barrier(20)

    async def meet() -> int:
        # It is passed only when all twenty run at once.
        await meeting.wait()
        return threading.get_ident()

    with ThreadPoolExecutor(20) as threads:
        idents = list(threads.map(lambda _: loop.submit(meet(), timeout=10), range(20)))
    assert len(set(idents)) == 1
    assert idents[0] != threading.get_ident()


def test_an_error_comes_back_to_the_thread_that_asked(loop: LoopThread) -> None:
    async def fail() -> None:
        raise LookupError("no such row")

    with pytest.raises(LookupError, match="no such row"):
        loop.submit(fail(), timeout=10)


def test_a_coroutine_over_its_time_is_cancelled(loop: LoopThread) -> None:
    cancelled = threading.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    with pytest.raises(TimeoutError):
        loop.submit(hang(), timeout=0.01)
    assert cancelled.wait(10)


def test_a_drain_lets_what_runs_hand_back_before_its_caller_hears_of_it(loop: LoopThread) -> None:
    started = threading.Event()
    order: list[str] = []

    async def hold() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            order.append("handed back")

    running = loop.spawn(hold())
    running.add_done_callback(lambda _: order.append("told"))
    assert started.wait(10)
    loop.drain()
    assert isinstance(running.exception(10), CancelledError)
    assert order == ["handed back", "told"]
    with pytest.raises(LoopNotRunning):
        loop.spawn(hold())
    loop.resume()
    assert loop.submit(asyncio.sleep(0, "again"), timeout=10) == "again"


def test_a_stopped_loop_says_so() -> None:
    loop = LoopThread()
    with pytest.raises(LoopNotRunning):
        loop.submit(asyncio.sleep(0))
    loop.start()
    loop.stop()
    with pytest.raises(LoopNotRunning):
        loop.submit(asyncio.sleep(0))
