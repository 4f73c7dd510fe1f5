"""What every implementation of `LiveEvents` promises, as tests to inherit from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from uuid import uuid4

import pytest

from deskhand.infra.wakeup.port import GAP, LiveEvent, LiveEvents
from tests.support.patience import PATIENCE


async def take(events: AsyncGenerator[LiveEvent, None], count: int) -> list[LiveEvent]:
    """The next `count` events."""
    async with asyncio.timeout(PATIENCE):
        return [await anext(events) for _ in range(count)]


def texts(events: list[LiveEvent]) -> list[str]:
    """The `text` of each event, or the event's type where there is none."""
    return [event.data.get("text", event.type) for event in events]


class LiveEventsContract:
    """Inherit and give a fixture `events`; streams are new in every test."""

    @pytest.fixture
    def stream(self) -> str:
        return f"conversation-{uuid4()}"

    async def test_events_arrive_in_order_with_growing_numbers(
        self, events: LiveEvents, stream: str
    ) -> None:
        numbers = [await events.publish(stream, "reply.delta", {"text": f"{n}"}) for n in range(20)]
        async with aclosing(events.subscribe(stream)) as watching:
            seen = await take(watching, 20)
        assert texts(seen) == [f"{n}" for n in range(20)]
        assert [event.seq for event in seen] == numbers
        assert numbers == sorted(set(numbers))
        assert numbers[-1] < 2**53

    async def test_a_subscriber_sees_what_is_published_while_it_waits(
        self, events: LiveEvents, stream: str
    ) -> None:
        async with aclosing(events.subscribe(stream)) as watching:
            first = asyncio.create_task(take(watching, 1))
            await asyncio.sleep(0)
            await events.publish(stream, "reply", {"text": "Grüße, 漢字", "nested": {"a": [1]}})
            (event,) = await first
        assert event.type == "reply"
        assert event.data == {"text": "Grüße, 漢字", "nested": {"a": [1]}}

    async def test_a_reconnect_replays_only_what_was_not_seen(
        self, events: LiveEvents, stream: str
    ) -> None:
        numbers = [await events.publish(stream, "message", {"text": f"{n}"}) for n in range(5)]
        async with aclosing(events.subscribe(stream, after=numbers[2])) as watching:
            assert texts(await take(watching, 2)) == ["3", "4"]
            await events.publish(stream, "message", {"text": "5"})
            assert texts(await take(watching, 1)) == ["5"]

    async def test_the_newest_number_is_where_a_reader_of_the_history_goes_on(
        self, events: LiveEvents, stream: str
    ) -> None:
        assert await events.latest(stream) == 0
        number = await events.publish(stream, "message", {"text": "old"})
        assert await events.latest(stream) == number
        async with aclosing(events.subscribe(stream, after=number)) as watching:
            await events.publish(stream, "message", {"text": "new"})
            assert texts(await take(watching, 1)) == ["new"]

    async def test_what_is_kept_can_be_looked_at_without_waiting(
        self, events: LiveEvents, stream: str
    ) -> None:
        assert await events.kept(stream, 0) == []
        numbers = [await events.publish(stream, "presence", {"text": f"{n}"}) for n in range(3)]
        assert texts(await events.kept(stream, 0)) == ["0", "1", "2"]
        assert texts(await events.kept(stream, numbers[1])) == ["2"]

    async def test_every_subscriber_of_a_stream_gets_every_event(
        self, events: LiveEvents, stream: str
    ) -> None:
        await events.publish(stream, "message", {"text": "before"})
        async with (
            aclosing(events.subscribe(stream)) as one,
            aclosing(events.subscribe(stream)) as other,
        ):
            assert texts(await take(one, 1)) == ["before"]
            await events.publish(stream, "message", {"text": "after"})
            assert texts(await take(other, 2)) == ["before", "after"]
            assert texts(await take(one, 1)) == ["after"]

    async def test_streams_do_not_mix(self, events: LiveEvents, stream: str) -> None:
        await events.publish(f"{stream}-other", "message", {"text": "not for you"})
        await events.publish(stream, "message", {"text": "for you"})
        async with aclosing(events.subscribe(stream)) as watching:
            assert texts(await take(watching, 1)) == ["for you"]

    async def test_a_slow_subscriber_is_told_that_it_missed_something(
        self, events: LiveEvents, stream: str
    ) -> None:
        await events.publish(stream, "message", {"text": "first"})
        async with aclosing(events.subscribe(stream)) as watching:
            assert texts(await take(watching, 1)) == ["first"]
            for n in range(1000):
                await events.publish(stream, "reply.delta", {"text": f"{n}"})
            seen: list[LiveEvent] = []
            while texts(seen)[-1:] != ["999"]:
                seen += await take(watching, 1)
        assert GAP in {event.type for event in seen}
        assert len(seen) < 1000
        numbers = [event.seq for event in seen]
        assert numbers == sorted(numbers)

    async def test_a_position_that_was_trimmed_away_is_marked_with_a_gap(
        self, events: LiveEvents, stream: str
    ) -> None:
        first = await events.publish(stream, "message", {"text": "first"})
        for n in range(1000):
            await events.publish(stream, "reply.delta", {"text": f"{n}"})
        async with aclosing(events.subscribe(stream, after=first)) as watching:
            (mark,) = await take(watching, 1)
            assert (mark.type, mark.data) == (GAP, {})
            assert mark.seq <= first
            assert (await take(watching, 1))[0].seq > first

    async def test_a_position_from_a_forgotten_stream_is_marked_and_new_events_follow(
        self, events: LiveEvents, stream: str
    ) -> None:
        async with aclosing(events.subscribe(stream, after=1_700_000_000_000_000)) as watching:
            assert (await take(watching, 1))[0].type == GAP
            await events.publish(stream, "message", {"text": "new"})
            assert texts(await take(watching, 1)) == ["new"]

    async def test_one_tab_with_an_impossible_position_does_not_blind_the_other(
        self, events: LiveEvents, stream: str
    ) -> None:
        async with (
            aclosing(events.subscribe(stream, after=2**53 - 1)) as confused,
            aclosing(events.subscribe(stream)) as sane,
        ):
            assert (await take(confused, 1))[0].type == GAP
            await events.publish(stream, "message", {"text": "hello"})
            assert texts(await take(sane, 1)) == ["hello"]
            assert texts(await take(confused, 1)) == ["hello"]

    async def test_a_dropped_stream_is_forgotten_and_its_watchers_go_on(
        self, events: LiveEvents, stream: str
    ) -> None:
        async with aclosing(events.subscribe(stream)) as watching:
            await events.publish(stream, "message", {"text": "secret"})
            assert texts(await take(watching, 1)) == ["secret"]
            await events.drop(stream)
            await events.publish(stream, "message", {"text": "later"})
            assert texts(await take(watching, 1)) == ["later"]
        async with aclosing(events.subscribe(stream)) as newcomer:
            assert texts(await take(newcomer, 1)) == ["later"]

    async def test_cancelling_the_reading_task_ends_the_subscription_and_harms_nobody(
        self, events: LiveEvents, stream: str
    ) -> None:
        async with aclosing(events.subscribe(stream)) as watching:
            cancelled = events.subscribe(stream)
            reading = asyncio.create_task(take(cancelled, 1))
            await asyncio.sleep(0)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            await cancelled.aclose()
            await events.publish(stream, "message", {"text": "still here"})
            assert texts(await take(watching, 1)) == ["still here"]

    async def test_closing_ends_every_subscription(self, events: LiveEvents, stream: str) -> None:
        seen = asyncio.Event()

        async def watch() -> list[str]:
            found: list[LiveEvent] = []
            async with aclosing(events.subscribe(stream)) as watching:
                async for event in watching:
                    found.append(event)
                    seen.set()
            return texts(found)

        await events.publish(stream, "message", {"text": "last"})
        async with asyncio.timeout(PATIENCE):
            watcher = asyncio.create_task(watch())
            await seen.wait()
            await events.close()
            assert await watcher == ["last"]
