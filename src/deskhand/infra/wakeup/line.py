"""The line between a server and the worker process beside it: rings one way, live events back."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any, Final
from uuid import UUID

import structlog

from deskhand.infra.observability.metrics import render, wakeups_total
from deskhand.infra.wakeup.events import MemoryEvents
from deskhand.infra.wakeup.inprocess import InProcessWakeup
from deskhand.infra.wakeup.port import GAP, LiveEvent, Task
from deskhand.infra.wakeup.stream_buffer import StreamBuffer

log = structlog.get_logger(__name__)

_LONGEST_FRAME: Final = 2**24
_MOST_UNSENT: Final = 2**24
"""Bytes that may wait for the other side; what comes then is lost, as live events may be."""
_ANSWER_SECONDS = 1.0
_KEPT = 500

Frame = dict[str, Any]


class _End:
    """One end of the line: frames are JSON, one a line. What is sent into nothing is lost."""

    def __init__(self) -> None:
        self._writer: asyncio.StreamWriter | None = None
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)

    async def _talk(self, end: socket.socket, heard: Callable[[Frame], Awaitable[None]]) -> None:
        """Hand what comes in to `heard`, until the other side is gone."""
        reader, self._writer = await asyncio.open_connection(sock=end, limit=_LONGEST_FRAME)
        try:
            while line := await reader.readline():
                frame = json.loads(line)
                if "answer" in frame:
                    self._settle(frame["answer"], frame["value"])
                else:
                    await heard(frame)
        except OSError:
            pass  # The other side was killed.
        finally:
            writer, self._writer = self._writer, None
            for number in list(self._asked):
                self._settle(number, None)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def _settle(self, number: int, value: Any) -> None:
        asked = self._asked.pop(number, None)
        if asked is not None and not asked.done():
            asked.set_result(value)

    def _send(self, **frame: Any) -> bool:
        """Whether the frame is on its way."""
        writer = self._writer
        if writer is None or writer.is_closing():
            return False
        if writer.transport.get_write_buffer_size() > _MOST_UNSENT:
            return False
        writer.write(json.dumps(frame, separators=(",", ":"), default=str).encode() + b"\n")
        return True

    async def _ask(self, what: str, **about: Any) -> Any:
        """The other side's answer; None when it does not answer."""
        number = next(self._numbers)
        asked: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[number] = asked
        try:
            if not self._send(ask=number, what=what, **about):
                return None
            async with asyncio.timeout(_ANSWER_SECONDS):
                return await asked
        except TimeoutError:
            return None
        finally:
            self._asked.pop(number, None)


class WorkerLine(_End):
    """The server's end, which rings. The events are the server's own; the worker adds to them."""

    def __init__(self, events: MemoryEvents) -> None:
        super().__init__()
        self._events = events
        self._following: dict[int, asyncio.Task[None]] = {}
        self.ready = asyncio.Event()
        """Set while a worker listens."""

    async def hold(self, end: socket.socket) -> None:
        """Serve one worker's life; returns when it is gone."""
        try:
            await self._talk(end, self._heard)
        finally:
            self.ready.clear()
            for task in self._following.values():
                task.cancel()
            await asyncio.gather(*self._following.values(), return_exceptions=True)
            self._following.clear()

    async def ring(self, task: Task, row_id: UUID) -> None:
        """Tell the worker; a worker that just starts finds the row by itself."""
        sent = self._send(ring=task, row=str(row_id))
        wakeups_total.labels(task, "process", "sent" if sent else "failed").inc()

    async def workers(self) -> int:
        """1 while the worker listens."""
        return int(self.ready.is_set())

    async def metrics(self) -> str:
        """The worker's metrics as it would show them itself; empty when it does not answer."""
        return str(await self._ask("metrics") or "")

    async def _heard(self, frame: Frame) -> None:
        if "publish" in frame:
            await self._events.publish(*frame["publish"])
        elif "follow" in frame:
            number = frame["follow"]
            follow = self._follow(number, frame["stream"], frame["after"])
            self._following[number] = asyncio.create_task(follow)
        elif "leave" in frame:
            task = self._following.pop(frame["leave"], None)
            if task is not None:
                task.cancel()
        elif "ask" in frame:
            self._send(answer=frame["ask"], value=await self._answer(frame))
        elif "ready" in frame:
            self.ready.set()

    async def _follow(self, number: int, stream: str, after: int) -> None:
        async with aclosing(self._events.subscribe(stream, after)) as events:
            async for one in events:
                self._send(event=number, seq=one.seq, type=one.type, data=one.data)

    async def _answer(self, frame: Frame) -> Any:
        stream = frame["stream"]
        if frame["what"] == "latest":
            return await self._events.latest(stream)
        if frame["what"] == "drop":
            return await self._events.drop(stream)
        kept = await self._events.kept(stream, frame["after"])
        return [[one.seq, one.type, one.data] for one in kept]


class ServerLine(_End):
    """The worker's end: live events go to the server, its rings to this process's bell."""

    def __init__(self) -> None:
        super().__init__()
        self.bell = InProcessWakeup()
        self.gone = asyncio.Event()
        """Set when the server is no more."""
        self._streams: dict[int, StreamBuffer] = {}
        self._talking: asyncio.Task[None] | None = None

    def open(self, end: socket.socket) -> None:
        """Begin to talk with the server at the other end."""
        self._talking = asyncio.create_task(self._until_gone(end))

    async def _until_gone(self, end: socket.socket) -> None:
        try:
            await self._talk(end, self._heard)
        finally:
            self.gone.set()
            for buffer in self._streams.values():
                buffer.close()

    def tell_ready(self) -> None:
        """Say that this worker listens."""
        self._send(ready=True)

    async def _heard(self, frame: Frame) -> None:
        if "ring" in frame:
            await self.bell.ring(frame["ring"], UUID(frame["row"]))
        elif "event" in frame and (buffer := self._streams.get(frame["event"])) is not None:
            if frame["type"] == GAP:
                buffer.mark_gap()
            else:
                buffer.append(LiveEvent(frame["seq"], frame["type"], frame["data"]))
        elif "ask" in frame:
            self._send(answer=frame["ask"], value=render()[0].decode())

    async def publish(self, stream: str, type: str, data: dict[str, Any]) -> int:
        """Pass the event on; its `seq` is the server's to give, so 0 is returned."""
        self._send(publish=[stream, type, data])
        await asyncio.sleep(0)
        return 0

    async def subscribe(self, stream: str, after: int = 0) -> AsyncGenerator[LiveEvent, None]:
        """The server's events with `seq` > `after`, then new ones, until closed."""
        number, buffer = next(self._numbers), StreamBuffer(_KEPT)
        self._streams[number] = buffer
        self._send(follow=number, stream=stream, after=after)
        try:
            async with aclosing(buffer.follow(0)) as events:
                async for event in events:
                    yield event
        finally:
            del self._streams[number]
            self._send(leave=number)

    async def kept(self, stream: str, after: int) -> list[LiveEvent]:
        """The kept events with `seq` > `after`, oldest first."""
        found = await self._ask("kept", stream=stream, after=after) or []
        return [LiveEvent(*one) for one in found]

    async def latest(self, stream: str) -> int:
        """The newest `seq` of the stream, 0 when it has none."""
        return int(await self._ask("latest", stream=stream) or 0)

    async def drop(self, stream: str) -> None:
        """Forget the kept events."""
        await self._ask("drop", stream=stream)

    async def close(self) -> None:
        """Hang up."""
        if self._talking is not None:
            self._talking.cancel()
            await asyncio.gather(self._talking, return_exceptions=True)
