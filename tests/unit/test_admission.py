"""Who gets a connection, who waits, and who is told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

import pytest

from deskhand.infra.db.admission import Admission, TooBusy, TooMuchAtOnce

LOUD, QUIET = UUID(int=1), UUID(int=2)
LONG = 60.0
"""Seconds that no test waits for."""


class Door:
    """An admission with one place that is taken, and callers that wait in line."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission
        self.served: list[UUID] = []
        self.refused: list[type[Exception]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def queue(self, *tenants: UUID) -> None:
        for tenant in tenants:
            self._tasks.append(asyncio.create_task(self._visit(tenant)))
            await asyncio.sleep(0)

    async def _visit(self, tenant: UUID) -> None:
        try:
            async with self.admission.entered(tenant):
                self.served.append(tenant)
        except (TooBusy, TooMuchAtOnce) as error:
            self.refused.append(type(error))

    async def ended(self) -> None:
        await asyncio.gather(*self._tasks)


@asynccontextmanager
async def _taken(admission: Admission) -> AsyncIterator[Door]:
    door = Door(admission)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(admission.entered(None))
        yield door
    await door.ended()


async def test_a_busy_tenant_s_line_does_not_hold_up_another_tenant() -> None:
    async with _taken(Admission(1, queue=10, wait_seconds=LONG)) as door:
        await door.queue(LOUD, LOUD, LOUD, QUIET)

    assert door.served == [LOUD, QUIET, LOUD, LOUD]


async def test_the_longest_line_makes_room_for_another_tenant() -> None:
    async with _taken(Admission(1, queue=3, wait_seconds=LONG)) as door:
        await door.queue(LOUD, LOUD, LOUD, QUIET)

    assert door.served == [LOUD, QUIET, LOUD]
    assert door.refused == [TooMuchAtOnce]


async def test_a_full_line_of_one_tenant_refuses_its_next_caller_as_too_busy() -> None:
    async with _taken(Admission(1, queue=2, wait_seconds=LONG)) as door:
        await door.queue(LOUD, LOUD, LOUD)

    assert door.served == [LOUD, LOUD]
    assert door.refused == [TooBusy]


async def test_the_busiest_tenant_is_refused_by_its_own_share_while_others_wait() -> None:
    async with _taken(Admission(1, queue=3, wait_seconds=LONG)) as door:
        await door.queue(LOUD, LOUD, QUIET, LOUD)

    assert door.refused == [TooMuchAtOnce]


async def test_who_waits_too_long_is_told_when_to_come_back() -> None:
    async with _taken(Admission(1, queue=2, wait_seconds=0.001)) as door:
        with pytest.raises(TooBusy) as refused:
            async with door.admission.entered(LOUD):
                pass

    assert (refused.value.status, refused.value.extra["retry_after"]) == (503, 1)
    async with door.admission.entered(LOUD):  # The place is free again.
        pass


@pytest.mark.parametrize("given", [True, False])
async def test_a_caller_that_goes_away_leaves_no_place_taken(given: bool) -> None:
    admission = Admission(1, queue=2, wait_seconds=LONG)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(admission.entered(None))
        visit = asyncio.create_task(_enter(admission))
        await asyncio.sleep(0)
        if given:
            await stack.aclose()
        visit.cancel()
        await asyncio.gather(visit, return_exceptions=True)

    async with asyncio.timeout(LONG), admission.entered(QUIET):
        pass


async def _enter(admission: Admission) -> None:
    async with admission.entered(LOUD):
        pass
