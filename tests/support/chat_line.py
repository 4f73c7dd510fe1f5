"""A WebSocket to an ASGI application without a network in between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message

REMOTE = ("203.0.113.9", 40_000)


class Closed(Exception):
    """The server closed the line with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Line:
    """The browser's end."""

    _to_server: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    _from_server: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)

    async def send(self, frame: Any) -> None:
        """A frame as JSON, or text as it is."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        await self._to_server.put({"type": "websocket.receive", "text": text})

    async def next(self) -> dict[str, Any]:
        """The next frame; raises Closed."""
        message = await asyncio.wait_for(self._from_server.get(), 20)
        if message["type"] == "websocket.close":
            raise Closed(message["code"])
        frame: dict[str, Any] = json.loads(message["text"])
        return frame

    async def until(self, type: str) -> dict[str, Any]:
        """The next frame of this type; what comes before is dropped."""
        while True:
            frame = await self.next()
            if frame["type"] == type:
                return frame


@asynccontextmanager
async def connected(
    app: ASGIApp,
    url: str,
    headers: Mapping[str, str] | None = None,
    address: tuple[str, int] = REMOTE,
) -> AsyncIterator[Line]:
    """A line that the server accepted; it is hung up at the end."""
    parts = urlsplit(url)
    line = Line()
    named = {"host": "desk.test", **(headers or {})}
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
        "client": address,
        "server": ("desk.test", 80),
        "subprotocols": [],
    }
    await line._to_server.put({"type": "websocket.connect"})
    task = asyncio.ensure_future(app(scope, line._to_server.get, line._from_server.put))
    try:
        accepted = await asyncio.wait_for(line._from_server.get(), 20)
        assert accepted["type"] == "websocket.accept", accepted
        yield line
    finally:
        await line._to_server.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(task, 20)
