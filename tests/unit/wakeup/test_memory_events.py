"""Live events kept in this process."""

from __future__ import annotations

from contextlib import aclosing

import pytest

from deskhand.infra.wakeup.events import MemoryEvents
from tests.support.events_contract import LiveEventsContract, take, texts


class TestMemoryEvents(LiveEventsContract):
    @pytest.fixture
    def events(self) -> MemoryEvents:
        return MemoryEvents(kept=100)


async def test_the_oldest_stream_that_nobody_watches_is_forgotten() -> None:
    events = MemoryEvents(streams=2)
    async with aclosing(events.subscribe("watched")) as watching:
        await events.publish("watched", "message", {"text": "kept"})
        assert texts(await take(watching, 1)) == ["kept"]
        for name in ("idle", "newer", "newest"):
            await events.publish(name, "message", {"text": name})
    assert await events.latest("watched") > 0
    assert await events.latest("newest") > 0
    assert await events.latest("idle") == 0


async def test_numbers_go_on_growing_after_a_restart() -> None:
    before = await MemoryEvents().publish("stream", "message", {})
    after = await MemoryEvents().publish("stream", "message", {})
    assert after >= before


async def test_what_the_publisher_changes_later_does_not_change_the_event() -> None:
    events = MemoryEvents()
    data = {"text": "as it was"}
    await events.publish("stream", "message", data)
    data["text"] = "changed"
    async with aclosing(events.subscribe("stream")) as watching:
        assert texts(await take(watching, 1)) == ["as it was"]
