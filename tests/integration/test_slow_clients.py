"""Clients that send slowly, never to the end, or too much are cut; others are served meanwhile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI, Request

from deskhand.cli.lines import LARGEST_HEAD, BoundedHttp
from tests.support.patience import PATIENCE
from tests.support.serving import serving

HEAD = b"POST /echo HTTP/1.1\r\nhost: desk.test\r\n"


@asynccontextmanager
async def _echo() -> AsyncIterator[int]:
    app = FastAPI()

    @app.post("/echo")
    async def echo(request: Request) -> int:
        return len(await request.body())

    async with serving(app) as port:
        yield port


async def _answer(port: int, *sent: bytes) -> tuple[int, dict[str, object]]:
    """What a client gets that sends this and then waits: the status and the problem."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE):
            for part in sent:
                writer.write(part)
                await writer.drain()
            answer = await reader.read()
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"connection: close" in head.lower()
    assert b"application/problem+json" in head.lower()
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize(
    "sent",
    [b"", b"\r\n", b"POST /echo HT", HEAD, HEAD + b"x-unfinished: 1"],
    ids=["nothing", "a line break", "half a line", "half a head", "half a header"],
)
async def test_a_head_that_does_not_come_to_its_end_is_cut(
    monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(BoundedHttp, "head_seconds", 0.2)
    async with _echo() as port:
        status, problem = await _answer(port, sent)
    assert (status, problem["code"]) == (408, "request_too_slow")


@pytest.mark.parametrize(
    "length", [b"content-length: 5000\r\n\r\n", b"transfer-encoding: chunked\r\n\r\n5\r\nab"]
)
async def test_a_body_that_comes_too_slowly_is_cut(
    monkeypatch: pytest.MonkeyPatch, length: bytes
) -> None:
    monkeypatch.setattr(BoundedHttp, "body_seconds", 0.2)
    async with _echo() as port:
        status, problem = await _answer(port, HEAD, length)
    assert (status, problem["code"]) == (408, "request_too_slow")


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"x-much: " + b"a" * (2 * LARGEST_HEAD),
        HEAD + b"x-much: " + b"a" * LARGEST_HEAD + b"\r\n\r\n",
        HEAD + b"".join(b"x-%d: aaaaaaaaaaaaaaaa\r\n" % n for n in range(4000)) + b"\r\n",
        b"GET /" + b"a" * (2 * LARGEST_HEAD),
    ],
    ids=["one endless header", "one large header", "many headers", "an endless address"],
)
async def test_headers_over_the_limit_are_refused(sent: bytes) -> None:
    async with _echo() as port:
        status, problem = await _answer(port, sent)
    assert (status, problem["code"]) == (431, "headers_too_large")


async def test_what_is_no_http_is_told_so() -> None:
    async with _echo() as port:
        status, problem = await _answer(port, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
    assert (status, problem["code"]) == (400, "request_unreadable")


async def test_an_honest_client_is_served_on_one_connection_after_each_answer() -> None:
    async with _echo() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for size in (3, 200_000, 0):
            writer.write(HEAD + b"content-length: %d\r\n\r\n" % size)
            writer.write(b"a" * size)
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(len(str(size)))
            assert b"200 OK" in head.splitlines()[0]
            assert int(body) == size
        writer.close()


async def test_a_connection_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskhand.cli.lines.MOST_LINES", 1)
    async with _echo() as port:
        _, first = await asyncio.open_connection("127.0.0.1", port)
        first.write(HEAD)
        await first.drain()
        status, problem = await _answer(port)
        first.close()
    assert (status, problem["code"]) == (503, "too_busy")
