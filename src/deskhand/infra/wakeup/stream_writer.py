"""Sends live events to Redis Streams: many at once, in bounded time, repairing what was lost."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from deskhand.infra.breaker import Breaker
from deskhand.infra.observability.metrics import events_published_total
from deskhand.infra.wakeup.port import GAP

log = structlog.get_logger(__name__)

PUBLISH_SECONDS = 0.2
_BATCH = 256
_OUTBOX = 10_000
_REPAIR_SECONDS = 0.5


def seq_of(entry_id: bytes) -> int:
    """Redis' `milliseconds-n` as one number; n stays far below 1000 in one millisecond."""
    milliseconds, _, ordinal = entry_id.decode().partition("-")
    return int(milliseconds) * 1_000 + int(ordinal)


def entry_id(seq: int) -> str:
    """The stream entry that has this number, see `seq_of`."""
    return f"{seq // 1_000}-{seq % 1_000}"


async def ended(task: asyncio.Task[None]) -> None:
    """Cancel the task until it has ended.

    Once is not enough: before Python 3.12 `asyncio.wait_for`, which the client uses, drops a
    cancellation that comes together with what it waits for.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.05)


@dataclass(slots=True)
class _Outgoing:
    """An event on its way to Redis; `sent` is None for a `GAP` that repairs a stream."""

    key: str
    type: str
    payload: str
    sent: asyncio.Future[int] | None


class StreamWriter:
    """One pipeline at a time carries what all publishers of the process have to say.

    A stream that lost an event gets a `GAP` as soon as Redis answers again.
    """

    def __init__(self, redis: Redis, *, kept: int, keep_seconds: int, breaker: Breaker) -> None:
        """About `kept` events stay in each stream, for `keep_seconds` after the last one."""
        self._redis = redis
        self._kept = kept
        self._keep_seconds = keep_seconds
        self._breaker = breaker
        self._outbox: deque[_Outgoing] = deque()
        self._lost: dict[str, None] = {}
        self._due = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def publish(self, key: str, type: str, data: dict[str, Any]) -> int:
        """Append to the stream and return the `seq`; 0 when lost or not known in 200 ms."""
        if self._closed or len(self._outbox) >= _OUTBOX or self._breaker.is_open:
            self._lose(key)
            return 0
        try:
            payload = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
        except (TypeError, ValueError) as error:
            log.error("events.not_json", type=type, error=str(error))
            self._lose(key)
            return 0
        sent: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._outbox.append(_Outgoing(key, type, payload, sent))
        self._wake()
        try:
            # The breaker hears of slowness from the socket, not from here: a busy event loop
            # makes this late as well, and says nothing about Redis.
            return await asyncio.wait_for(sent, PUBLISH_SECONDS)
        except TimeoutError:
            return 0

    def _wake(self) -> None:
        self._due.set()
        if self._task is None or self._task.done():
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._write(), name="events-writer")

    def _lose(self, key: str) -> None:
        if len(self._lost) < _OUTBOX:
            self._lost[key] = None
        events_published_total.labels("redis", "lost").inc()
        if not self._closed:
            self._wake()

    async def _write(self) -> None:
        while not self._closed:
            if not self._outbox:
                self._due.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(
                        self._due.wait(), _REPAIR_SECONDS if self._lost else None
                    )
            if self._breaker.allows():
                batch = [self._outbox.popleft() for _ in range(min(_BATCH, len(self._outbox)))]
                batch += [_Outgoing(key, GAP, "{}", None) for key in list(self._lost)[:_BATCH]]
                if batch:
                    await self._send(batch)
            else:
                self._refuse_waiting()

    def _refuse_waiting(self) -> None:
        while self._outbox:
            self._settle(self._outbox.popleft(), None)

    async def _send(self, batch: list[_Outgoing]) -> None:
        pipe = self._redis.pipeline(transaction=False)
        for out in batch:
            pipe.xadd(
                out.key,
                {"t": out.type, "d": out.payload},
                maxlen=self._kept,
                approximate=True,
            )
        for key in {out.key for out in batch}:
            pipe.expire(key, self._keep_seconds)
        try:
            answers: list[Any] = await pipe.execute(raise_on_error=False)
        except (RedisError, OSError) as error:
            answers = [error] * len(batch)
        failure = next((one for one in answers if isinstance(one, Exception)), None)
        if failure is not None:
            if self._breaker.failed():
                log.warning("events.failing", error=repr(failure))
        elif self._breaker.succeeded():
            log.info("events.work_again")
        for out, answer in zip(batch, answers, strict=False):
            self._settle(out, answer if isinstance(answer, bytes) else None)

    def _settle(self, out: _Outgoing, answer: bytes | None) -> None:
        if out.sent is None:
            if answer is not None:
                self._lost.pop(out.key, None)
            return
        if answer is None:
            self._lose(out.key)
        else:
            events_published_total.labels("redis", "sent").inc()
        if not out.sent.done():
            out.sent.set_result(0 if answer is None else seq_of(answer))

    async def close(self) -> None:
        """Stop; events that were not sent are lost."""
        self._closed = True
        self._due.set()
        if self._task is not None:
            await ended(self._task)
        for out in self._outbox:
            if out.sent is not None and not out.sent.done():
                out.sent.set_result(0)
        self._outbox.clear()
