"""What is done to a desk: each is a function, and a name in the table of the campaign."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from tests.scripted_model import Cuts, Entry, Fails, Garbles, Hangs

from deskhand.infra.failpoints import DIES, POINTS, STANDS
from faults.desk import Desk

_LONGER_THAN_A_LEASE = 3.0
_MOMENT = 1.0
_OUT_OF_REACH = (
    *("action.sen", "action.answered", "action.look", "action.unknown", "approval."),
    *("ingest.", "webhook.", "summary.", "turn.alone", "turn.given", "turn.set"),
)
"""Fail-points that need more than questions and refunds; `tests/faults` leads to each of them."""


def _send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


async def _frozen(pids: list[int], seconds: float) -> None:
    for pid in pids:
        _send(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        for pid in pids:
            _send(pid, signal.SIGCONT)


async def kill_worker(desk: Desk, chance: random.Random) -> None:
    """A worker is killed."""
    for pid in desk.pids_of_workers[:1]:
        _send(pid, signal.SIGKILL)


async def kill_server(desk: Desk, chance: random.Random) -> None:
    """The server is killed; a worker beside it ends with it."""
    await asyncio.to_thread(desk.server.kill)


async def stop_server(desk: Desk, chance: random.Random) -> None:
    """The server is stopped in order."""
    await asyncio.to_thread(desk.server.stop)


async def kill_all(desk: Desk, chance: random.Random) -> None:
    """The power fails for all but the database."""
    for one in (*desk.workers, desk.server):
        await asyncio.to_thread(one.kill)


async def freeze_worker(desk: Desk, chance: random.Random) -> None:
    """A worker stands still until its leases are over, and then goes on."""
    await _frozen(desk.pids_of_workers[:1], _LONGER_THAN_A_LEASE)


async def kill_postgres(desk: Desk, chance: random.Random) -> None:
    """A process of PostgreSQL is killed, and the database recovers from its log."""
    for pid in desk.pids_of_postgres[:1]:
        _send(pid, signal.SIGKILL)


async def freeze_postgres(desk: Desk, chance: random.Random) -> None:
    """Nothing that is asked of the database is answered for a while."""
    await _frozen(desk.pids_of_postgres, _MOMENT)


async def kill_redis(desk: Desk, chance: random.Random) -> None:
    """Redis is killed, and started again empty."""
    if desk.redis is not None:
        await asyncio.to_thread(desk.redis.kill)
        await asyncio.to_thread(desk.redis.start)


async def flush_redis(desk: Desk, chance: random.Random) -> None:
    """All that Redis holds is deleted."""
    if desk.redis is not None:
        await asyncio.to_thread(desk.redis.flushall)


async def freeze_redis(desk: Desk, chance: random.Random) -> None:
    """Redis keeps its connections and answers nothing for a while."""
    if desk.redis is not None:
        await _frozen([desk.redis.pid], _MOMENT)


async def fail_model(desk: Desk, chance: random.Random) -> None:
    """The language model hangs, fails, or answers what is no answer."""
    faults: list[Entry] = [Hangs(), Fails(500), Garbles(), Cuts()]
    desk.model.plays(*chance.choices(faults, k=6))


async def die_at_a_point(desk: Desk, chance: random.Random) -> None:
    """Whoever comes to a fail-point dies there."""
    desk.arm(chance.choice(REACHED), DIES)


async def stand_at_a_point(desk: Desk, chance: random.Random) -> None:
    """Whoever comes to a fail-point stands still there until its leases are over."""
    desk.arm(chance.choice(REACHED), STANDS)
    await asyncio.sleep(_LONGER_THAN_A_LEASE)
    desk.disarm()


REACHED = tuple(point for point in POINTS if not point.startswith(_OUT_OF_REACH))
Harm = Callable[[Desk, random.Random], Awaitable[None]]
KILLS: Mapping[str, Harm] = {
    "worker killed": kill_worker,
    "server killed": kill_server,
    "all killed": kill_all,
    "PostgreSQL killed": kill_postgres,
    "dead at a fail-point": die_at_a_point,
}
WITH_REDIS: Mapping[str, Harm] = {
    "Redis killed": kill_redis,
    "Redis flushed": flush_redis,
    "Redis frozen": freeze_redis,
}
OTHERS: Mapping[str, Harm] = {
    "server stopped": stop_server,
    "worker frozen": freeze_worker,
    "PostgreSQL frozen": freeze_postgres,
    "model failing": fail_model,
    "frozen at a fail-point": stand_at_a_point,
}
