"""Wake-ups inside one process."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from deskhand.infra.wakeup.inprocess import InProcessWakeup
from deskhand.infra.wakeup.port import Task
from tests.support.wakeup_contract import WakeupContract


class _Listener:
    def __init__(self, bell: InProcessWakeup) -> None:
        self._rings = bell.listen()

    async def hear(self, count: int) -> set[tuple[Task, UUID]]:
        async with asyncio.timeout(5):
            return {await anext(self._rings) for _ in range(count)}


class TestInProcessWakeup(WakeupContract):
    @pytest.fixture
    def bell(self) -> InProcessWakeup:
        return InProcessWakeup()

    @pytest.fixture
    def ears(self, bell: InProcessWakeup) -> _Listener:
        return _Listener(bell)


async def test_rings_for_a_row_that_already_waits_are_merged() -> None:
    bell = InProcessWakeup()
    row, other = uuid4(), uuid4()
    for _ in range(3):
        await bell.ring("turn", row)
    await bell.ring("turn", other)
    rings = bell.listen()
    assert [await anext(rings), await anext(rings)] == [("turn", row), ("turn", other)]


async def test_without_a_listener_a_full_queue_forgets_and_never_raises() -> None:
    bell = InProcessWakeup(capacity=2)
    rows = [uuid4() for _ in range(4)]
    for row in rows:
        await bell.ring("turn", row)
    rings = bell.listen()
    assert [await anext(rings), await anext(rings)] == [("turn", row) for row in rows[:2]]
    await bell.ring("turn", rows[3])
    assert await anext(rings) == ("turn", rows[3])


async def test_two_listeners_share_the_rings() -> None:
    bell = InProcessWakeup()
    one, other = bell.listen(), bell.listen()
    waiting = [asyncio.ensure_future(anext(one)), asyncio.ensure_future(anext(other))]
    await asyncio.sleep(0)
    rows = {("turn", uuid4()), ("turn", uuid4())}
    for _, row in rows:
        await bell.ring("turn", row)
    assert set(await asyncio.gather(*waiting)) == rows


async def test_a_listener_that_is_cancelled_takes_no_ring_with_it() -> None:
    bell = InProcessWakeup()
    gone = asyncio.ensure_future(anext(bell.listen()))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    row = uuid4()
    await bell.ring("turn", row)
    assert await anext(bell.listen()) == ("turn", row)
