"""The line between a server and its worker: rings, live events both ways, figures, and its end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from uuid import UUID

import pytest

from deskhand.infra.wakeup import line
from deskhand.infra.wakeup.events import MemoryEvents
from deskhand.infra.wakeup.line import ServerLine, WorkerLine
from deskhand.infra.wakeup.port import LiveEvent
from tests.support.patience import PATIENCE

ROW = UUID(int=7)


@asynccontextmanager
async def _connected(events: MemoryEvents) -> AsyncIterator[tuple[WorkerLine, ServerLine]]:
    ours, theirs = socket.socketpair()
    server, worker = WorkerLine(events), ServerLine()
    holding = asyncio.create_task(server.hold(ours))
    worker.open(theirs)
    await asyncio.sleep(0)
    worker_ready = asyncio.create_task(server.ready.wait())
    while not worker_ready.done():  # It may begin to talk before the line is open.
        worker.tell_ready()
        await asyncio.sleep(0)
    try:
        async with asyncio.timeout(PATIENCE):
            yield server, worker
    finally:
        await worker.close()
        await holding


async def _next_of(worker: ServerLine | MemoryEvents, stream: str, heard: list[LiveEvent]) -> None:
    async with aclosing(worker.subscribe(stream)) as events:
        async for event in events:
            heard.append(event)
            return


async def test_a_ring_of_the_server_is_heard_by_the_worker() -> None:
    async with (
        _connected(MemoryEvents()) as (server, worker),
        aclosing(worker.bell.listen()) as rings,
    ):
        await server.ring("turn", ROW)
        assert await anext(rings) == ("turn", ROW)
        assert await server.workers() == 1


async def test_what_the_worker_publishes_is_read_at_the_server_in_order() -> None:
    events = MemoryEvents()
    async with _connected(events) as (_, worker), aclosing(events.subscribe("s")) as seen:
        for number in range(3):
            await worker.publish("s", "reply.delta", {"text": f"é\n{number}"})
        read = [await anext(seen) for _ in range(3)]
        assert [event.data["text"] for event in read] == ["é\n0", "é\n1", "é\n2"]
        assert await worker.latest("s") == read[-1].seq
        assert [event.seq for event in await worker.kept("s", read[0].seq)] == [
            event.seq for event in read[1:]
        ]


async def test_what_is_published_at_the_server_is_read_by_a_worker_that_asks() -> None:
    events, heard = MemoryEvents(), list[LiveEvent]()
    async with _connected(events) as (_, worker):
        listening = asyncio.create_task(_next_of(worker, "s", heard))
        await asyncio.sleep(0)
        await events.publish("s", "typing", {})
        await listening
        assert [event.type for event in heard] == ["typing"]
        await worker.drop("s")
        assert await worker.kept("s", 0) == []


async def test_the_worker_s_figures_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_ANSWER_SECONDS", PATIENCE)
    async with _connected(MemoryEvents()) as (server, _):
        assert "deskhand_turn_seconds" in await server.metrics()


async def test_without_a_worker_rings_and_questions_end_at_once() -> None:
    server = WorkerLine(MemoryEvents())
    await server.ring("turn", ROW)
    assert (await server.workers(), await server.metrics()) == (0, "")


async def test_the_end_of_the_server_ends_the_worker_s_reading() -> None:
    ours, theirs = socket.socketpair()
    worker = ServerLine()
    worker.open(theirs)
    await asyncio.sleep(0)
    listening = asyncio.create_task(_next_of(worker, "s", []))
    await asyncio.sleep(0)
    ours.close()
    async with asyncio.timeout(PATIENCE):
        await worker.gone.wait()
        await listening
    assert await worker.publish("s", "reply", {}) == 0
    await worker.close()
