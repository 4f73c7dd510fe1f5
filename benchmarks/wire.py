"""A small HTTP/1.1 client that costs next to nothing, so that a ratio shows the servers."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Self


class Wire:
    """One kept-alive connection to a loopback port."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def request(self, method: str, path: str, body: Any = None) -> tuple[int, Any, float]:
        """Status, JSON body and seconds from the first byte sent to the last one read."""
        data = json.dumps(body).encode() if body is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        started = time.perf_counter()
        self._writer.write(head.encode() + data)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = answer.split("\r\n")
        length = next(
            (int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0
        )
        content = await self._reader.readexactly(length)
        seconds = time.perf_counter() - started
        return int(lines[0].split()[1]), json.loads(content) if content else None, seconds


async def timed_posts(
    port: int, path: str, bodies: list[dict[str, Any]], *, at_once: int = 1
) -> tuple[list[float], list[Any]]:
    """Seconds and answers of the posts, sent by `at_once` connections; every answer is 2xx."""
    waiting = list(reversed(bodies))
    seconds: list[float] = []
    answers: list[Any] = []

    async def work() -> None:
        async with Wire(port) as wire:
            while waiting:
                status, answer, took = await wire.request("POST", path, waiting.pop())
                if status >= 300:
                    raise RuntimeError(f"{path} answered {status}: {answer}")
                seconds.append(took)
                answers.append(answer)

    await asyncio.gather(*(work() for _ in range(at_once)))
    return seconds, answers
