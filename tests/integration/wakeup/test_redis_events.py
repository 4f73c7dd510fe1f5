"""Live events in Redis Streams, with a real server that is also killed, paused and flushed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from uuid import uuid4

import pytest

from deskhand.infra.breaker import Breaker
from deskhand.infra.wakeup.events import RedisEvents
from deskhand.infra.wakeup.port import GAP, LiveEvent
from tests.support.events_contract import LiveEventsContract, take, texts
from tests.support.patience import PATIENCE
from tests.support.redis_server import RedisServer

# 200 ms are promised; a busy test machine is given the rest.
PROMPT = 0.6


@asynccontextmanager
async def _process(server: RedisServer) -> AsyncIterator[RedisEvents]:
    """The events of one more process."""
    events = RedisEvents(server.url, kept=100, breaker=Breaker(0.1))
    try:
        yield events
    finally:
        await events.close()


async def _publish_until_sent(events: RedisEvents, stream: str, text: str) -> int:
    async with asyncio.timeout(PATIENCE):
        while True:
            seq = await events.publish(stream, "message", {"text": text})
            if seq:
                return seq
            await asyncio.sleep(0.02)


async def _read_until(events: AsyncGenerator[LiveEvent, None], text: str) -> list[LiveEvent]:
    seen: list[LiveEvent] = []
    while texts(seen)[-1:] != [text]:
        seen += await take(events, 1)
    return seen


class TestRedisEvents(LiveEventsContract):
    @pytest.fixture
    async def events(self, redis_server: RedisServer) -> AsyncIterator[RedisEvents]:
        async with _process(redis_server) as events:
            yield events


async def test_an_event_of_one_process_is_seen_in_another(redis_server: RedisServer) -> None:
    stream = f"conversation-{uuid4()}"
    async with (
        _process(redis_server) as worker,
        _process(redis_server) as web,
        aclosing(web.subscribe(stream)) as watching,
    ):
        await worker.publish(stream, "message", {"text": "old"})
        assert texts(await take(watching, 1)) == ["old"]
        await worker.publish(stream, "message", {"text": "new"})
        assert texts(await take(watching, 1)) == ["new"]


async def test_many_watched_streams_share_one_reading_connection(
    redis_server: RedisServer,
) -> None:
    async with _process(redis_server) as worker, _process(redis_server) as web:
        names = [f"conversation-{uuid4()}" for _ in range(40)]
        watching = [web.subscribe(name) for name in names]
        waiting = [asyncio.create_task(take(one, 1)) for one in watching]
        for name in names:
            await worker.publish(name, "message", {"text": name})
        assert [texts(seen) for seen in await asyncio.gather(*waiting)] == [
            [name] for name in names
        ]
        with redis_server.client() as client:
            reading = [one for one in client.client_list() if one["cmd"] == "xread"]
        assert len(reading) == 1
        for one in watching:
            await one.aclose()


async def test_streams_are_bounded_and_expire(redis_server: RedisServer) -> None:
    stream = f"conversation-{uuid4()}"
    async with _process(redis_server) as events:
        await asyncio.gather(*(events.publish(stream, "reply.delta", {}) for _ in range(2000)))
        with redis_server.client() as client:
            (key,) = client.keys(f"*{stream}*")
            assert client.xlen(key) <= 300
            assert 0 < client.ttl(key) <= 3600


async def test_many_small_deltas_cost_little(redis_server: RedisServer) -> None:
    async with _process(redis_server) as events:
        await events.publish("warm", "reply.delta", {})
        start = time.monotonic()
        await asyncio.gather(
            *(
                events.publish(f"conversation-{n % 50}", "reply.delta", {"text": "word "})
                for n in range(3000)
            )
        )
        each = (time.monotonic() - start) / 3000
    assert each < 0.002, f"{each * 1e6:.0f} µs for each event"


async def test_a_server_that_is_killed_costs_a_gap_and_nothing_else(
    own_redis: RedisServer,
) -> None:
    async with _process(own_redis) as events, aclosing(events.subscribe("c")) as watching:
        before = await events.publish("c", "message", {"text": "before"})
        assert texts(await take(watching, 1)) == ["before"]
        own_redis.kill()
        start = time.monotonic()
        assert await events.publish("c", "reply", {"text": "lost"}) == 0
        assert time.monotonic() - start < PROMPT
        own_redis.start()
        after = await _publish_until_sent(events, "c", "after")
        seen = await _read_until(watching, "after")
        assert GAP in {event.type for event in seen}
        assert after > before


async def test_a_stream_that_lost_an_event_says_so_once_redis_is_back(
    own_redis: RedisServer,
) -> None:
    async with _process(own_redis) as worker:
        await worker.publish("c", "message", {"text": "before"})
        own_redis.kill()
        assert await worker.publish("c", "reply", {"text": "lost"}) == 0
        own_redis.start()
        # The worker has nothing more to say, yet whoever watches must learn of the loss.
        async with _process(own_redis) as web, aclosing(web.subscribe("c")) as watching:
            assert texts(await take(watching, 1)) == [GAP]


async def test_a_server_that_hangs_holds_a_publisher_for_a_moment_only(
    own_redis: RedisServer,
) -> None:
    async with _process(own_redis) as events:
        await events.publish("c", "message", {"text": "before"})
        own_redis.pause()
        start = time.monotonic()
        assert await events.publish("c", "message", {"text": "hangs"}) == 0
        assert time.monotonic() - start < PROMPT
        own_redis.resume()
        await _publish_until_sent(events, "c", "after")
        async with aclosing(events.subscribe("c")) as watching:
            assert (await _read_until(watching, "after"))[0].data == {"text": "before"}


async def test_numbers_grow_and_subscribers_go_on_after_everything_was_flushed(
    own_redis: RedisServer,
) -> None:
    async with _process(own_redis) as events, aclosing(events.subscribe("c")) as watching:
        before = await events.publish("c", "message", {"text": "before"})
        assert texts(await take(watching, 1)) == ["before"]
        own_redis.flushall()
        after = await events.publish("c", "message", {"text": "after"})
        assert texts(await take(watching, 1)) == ["after"]
        assert after > before
        # A subscription to another stream still reaches the reader.
        async with aclosing(events.subscribe("d")) as other:
            await events.publish("d", "message", {"text": "other"})
            assert texts(await take(other, 1)) == ["other"]


async def test_without_a_server_nothing_raises_and_nothing_waits_long() -> None:
    events = RedisEvents("redis://127.0.0.1:1/0")
    start = time.monotonic()
    for _ in range(20):
        assert await events.publish("c", "message", {"text": "lost"}) == 0
    assert await events.latest("c") == 0
    async with aclosing(events.subscribe("c")) as watching:
        assert (await take(watching, 1))[0].type == GAP
    await events.drop("c")
    await events.close()
    assert time.monotonic() - start < 2.0


async def test_data_that_json_cannot_hold_is_lost_and_does_not_raise(
    redis_server: RedisServer,
) -> None:
    circle: dict[str, object] = {}
    circle["self"] = circle
    async with _process(redis_server) as events:
        assert await events.publish(f"c-{uuid4()}", "message", circle) == 0
