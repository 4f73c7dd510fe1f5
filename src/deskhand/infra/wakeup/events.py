"""Live events of conversations: kept in this process, or in Redis Streams for many processes."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from deskhand.infra.breaker import Breaker
from deskhand.infra.observability.metrics import events_published_total
from deskhand.infra.wakeup.port import GAP, LiveEvent
from deskhand.infra.wakeup.stream_buffer import StreamBuffer, seq_now
from deskhand.infra.wakeup.stream_writer import StreamWriter, ended, entry_id, seq_of

log = structlog.get_logger(__name__)

_COMMAND_SECONDS = 1.0
# A blocked read must end before its socket's timeout, or an idle stream looks like a dead one.
_BLOCK_MILLISECONDS = 2_000
_READ_SECONDS = 5.0
_BATCH = 256
_RECONNECT_SECONDS = 0.5


class MemoryEvents:
    """Events of one process; the oldest streams that nobody watches are forgotten."""

    def __init__(self, *, kept: int = 500, streams: int = 500) -> None:
        """`kept` events of each stream, `streams` streams beside those that are watched."""
        self._kept = kept
        self._limit = streams
        self._buffers: OrderedDict[str, StreamBuffer] = OrderedDict()

    def _buffer(self, stream: str) -> StreamBuffer:
        buffer = self._buffers.get(stream)
        if buffer is None:
            buffer = self._buffers[stream] = StreamBuffer(self._kept)
            self._forget_oldest()
        self._buffers.move_to_end(stream)
        return buffer

    def _forget_oldest(self) -> None:
        surplus = len(self._buffers) - self._limit
        if surplus > 0:
            idle = (name for name, buffer in self._buffers.items() if not buffer.followed)
            for name in [name for name, _ in zip(idle, range(surplus), strict=False)]:
                del self._buffers[name]

    async def publish(self, stream: str, type: str, data: dict[str, Any]) -> int:
        """Append an event and return its `seq`."""
        buffer = self._buffer(stream)
        seq = max(seq_now(), buffer.tail + 1)
        buffer.append(LiveEvent(seq, type, dict(data)))
        events_published_total.labels("memory", "sent").inc()
        # A publisher that never waits otherwise would leave its readers no time to read.
        await asyncio.sleep(0)
        return seq

    async def subscribe(self, stream: str, after: int = 0) -> AsyncGenerator[LiveEvent, None]:
        """Kept events with `seq` > `after`, then new ones, until closed."""
        buffer = self._buffer(stream)
        if after > 0 and not buffer.holds(after):
            # Trimmed, or from before a restart, or from a stream that was forgotten.
            after = min(after, buffer.tail)
            yield LiveEvent(after, GAP, {})
            buffer = self._buffer(stream)
        async with aclosing(buffer.follow(after)) as events:
            async for event in events:
                yield event

    async def kept(self, stream: str, after: int) -> list[LiveEvent]:
        """The kept events with `seq` > `after`, oldest first."""
        buffer = self._buffers.get(stream)
        return buffer.newer_than(after) if buffer else []

    async def latest(self, stream: str) -> int:
        """The newest `seq` of the stream, 0 when it has none."""
        buffer = self._buffers.get(stream)
        return buffer.tail if buffer else 0

    async def drop(self, stream: str) -> None:
        """Forget the kept events; those who watch go on."""
        buffer = self._buffers.get(stream)
        if buffer is not None:
            buffer.clear()
            if not buffer.followed:
                del self._buffers[stream]

    async def close(self) -> None:
        """End every subscription."""
        for buffer in self._buffers.values():
            buffer.close()
        self._buffers.clear()


def _event(entry: tuple[bytes, dict[bytes, bytes]]) -> LiveEvent:
    name, fields = entry
    return LiveEvent(seq_of(name), fields[b"t"].decode(), json.loads(fields[b"d"]))


@dataclass(slots=True)
class _Watched:
    """A stream that somebody in this process reads; `begun` once the reader includes it."""

    buffer: StreamBuffer
    readers: int = 0
    begun: bool = False


class RedisEvents:
    """Events of all processes that share one Redis; use each instance on one event loop.

    One connection reads all watched streams; `StreamWriter` tells how events are sent.
    """

    def __init__(
        self,
        url: str,
        *,
        kept: int = 500,
        keep_seconds: int = 3600,
        prefix: str = "deskhand:events",
        breaker: Breaker | None = None,
    ) -> None:
        """About `kept` events of each stream, for `keep_seconds` after the last of them."""
        self._kept = kept
        self._prefix = prefix
        self._commands = self._client(url, _COMMAND_SECONDS)
        self._reading = self._client(url, _READ_SECONDS)
        self._writer = StreamWriter(
            self._commands, kept=kept, keep_seconds=keep_seconds, breaker=breaker or Breaker()
        )
        self._watched: dict[str, _Watched] = {}
        self._wanted = asyncio.Event()
        # Writing here ends a blocked read, so that it is sent again with another set of streams.
        self._knock_key = f"{prefix}:knock:{secrets.token_hex(8)}"
        self._knock_id = "0-0"
        self._reader: asyncio.Task[None] | None = None
        self._closed = False

    @staticmethod
    def _client(url: str, seconds: float) -> Redis:
        client: Redis = Redis.from_url(
            url,
            protocol=2,
            socket_timeout=seconds,
            socket_connect_timeout=_COMMAND_SECONDS,
            # Trying again would spend the publisher's 200 ms; the breaker decides instead.
            retry=Retry(NoBackoff(), 0),
        )
        return client

    def _key(self, stream: str) -> str:
        return f"{self._prefix}:stream:{stream}"

    async def publish(self, stream: str, type: str, data: dict[str, Any]) -> int:
        """Append an event and return its `seq`; 0 when it was lost or is not yet known."""
        return await self._writer.publish(self._key(stream), type, data)

    async def subscribe(self, stream: str, after: int = 0) -> AsyncGenerator[LiveEvent, None]:
        """Kept events with `seq` > `after`, then new ones, until closed."""
        watched = self._watched.setdefault(stream, _Watched(StreamBuffer(self._kept)))
        watched.readers += 1
        try:
            kept, tail, complete = await self._replay(stream, after)
            if not watched.begun:
                watched.begun = True
                watched.buffer.start_at(tail)
                await self._knock()
            if not complete:
                yield LiveEvent(min(after, tail), GAP, {})
            for event in kept:
                yield event
            async with aclosing(watched.buffer.follow(tail)) as events:
                async for event in events:
                    yield event
        finally:
            watched.readers -= 1
            if not watched.readers:
                self._watched.pop(stream, None)

    async def _replay(self, stream: str, after: int) -> tuple[list[LiveEvent], int, bool]:
        """What Redis keeps behind `after`, the newest `seq`, and whether nothing is missing."""
        pipe = self._commands.pipeline(transaction=True)
        pipe.xrange(self._key(stream), min=entry_id(after) if after > 0 else "-")
        pipe.xrevrange(self._key(stream), count=1)
        try:
            entries, newest = await pipe.execute()
        except (RedisError, OSError) as error:
            log.warning("events.replay_failed", error=repr(error))
            return [], min(after, seq_now()), False
        events = [_event(entry) for entry in entries]
        # The event that was seen last is still there, so nothing behind it was trimmed.
        complete = after <= 0 or (bool(events) and events[0].seq == after)
        tail = seq_of(newest[0][0]) if newest else 0
        return [event for event in events if event.seq > after], tail, complete

    async def _knock(self) -> None:
        self._wanted.set()
        if self._reader is None or self._reader.done():
            loop = asyncio.get_running_loop()
            self._reader = loop.create_task(self._read(), name="events-reader")
        pipe = self._commands.pipeline(transaction=False)
        pipe.xadd(self._knock_key, {"k": ""}, maxlen=1, approximate=False)
        pipe.expire(self._knock_key, 60)
        # A reader without a connection looks at the set of streams anyway before it reads.
        with suppress(RedisError, OSError):
            await pipe.execute()

    async def _read(self) -> None:
        broken = False
        while not self._closed:
            streams = {self._key(name): one for name, one in self._watched.items() if one.begun}
            if not streams:
                self._wanted.clear()
                await self._wanted.wait()
                continue
            try:
                await self._read_once(streams)
            except (RedisError, OSError) as error:
                if not broken:
                    log.warning("events.reader_broken", error=repr(error))
                broken = True
                await asyncio.sleep(_RECONNECT_SECONDS)
                continue
            if broken:
                broken = False
                log.info("events.reader_works_again")
                for watched in self._watched.values():
                    watched.buffer.mark_gap()

    async def _read_once(self, streams: dict[str, _Watched]) -> None:
        positions: dict[Any, Any] = {key: entry_id(one.buffer.tail) for key, one in streams.items()}
        positions[self._knock_key] = self._knock_id
        found: Any = await self._reading.xread(positions, count=_BATCH, block=_BLOCK_MILLISECONDS)
        for raw_key, entries in found or []:
            key = raw_key.decode()
            if key == self._knock_key:
                self._knock_id = entries[-1][0].decode()
                continue
            for entry in entries:
                streams[key].buffer.append(_event(entry))

    async def kept(self, stream: str, after: int) -> list[LiveEvent]:
        """The kept events with `seq` > `after`, oldest first; none without an answer."""
        return (await self._replay(stream, after))[0]

    async def latest(self, stream: str) -> int:
        """The newest `seq` of the stream, 0 when it has none or Redis does not answer."""
        try:
            newest: Any = await self._commands.xrevrange(self._key(stream), count=1)
        except (RedisError, OSError):
            return 0
        return seq_of(newest[0][0]) if newest else 0

    async def drop(self, stream: str) -> None:
        """Forget the kept events; without an answer from Redis they expire by themselves."""
        watched = self._watched.get(stream)
        if watched is not None:
            watched.buffer.clear()
        with suppress(RedisError, OSError):
            await self._commands.delete(self._key(stream))

    async def close(self) -> None:
        """End every subscription and close the connections."""
        self._closed = True
        self._wanted.set()
        for watched in self._watched.values():
            watched.buffer.close()
        if self._reader is not None:
            await ended(self._reader)
        await self._writer.close()
        with suppress(RedisError, OSError):
            await self._commands.delete(self._knock_key)
        await self._commands.aclose()
        await self._reading.aclose()
