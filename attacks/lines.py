"""Connections that send too much, too slowly, or never to the end, and lines that flood."""

from __future__ import annotations

import asyncio
import json
import random
import time
from contextlib import suppress

from tests.support.patience import PATIENCE
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from attacks.tally import Tally
from attacks.target import Target

_START = b"POST /support/reply HTTP/1.1\r\nhost: localhost\r\n"
_HALVES = {
    "nothing": b"",
    "half a line": b"POST /supp",
    "half a head": _START,
    "half a body": _START + b"content-length: 9000\r\n\r\n{",
    "half a chunk": _START + b"transfer-encoding: chunked\r\n\r\nfff\r\nab",
}
_TOO_MUCH = {
    "one header": _START + b"x-much: " + b"a" * 200_000,
    "many headers": _START + b"".join(b"x-%d: aaaaaaaa\r\n" % n for n in range(20_000)),
    "an address": b"GET /" + b"a" * 200_000,
    "a body": _START + b"content-length: 999999999\r\n\r\n",
    "no HTTP": b"\x16\x03\x01" + b"\x00" * 200 + b"\r\n\r\n",
    "smuggling": _START + b"content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
}


async def run(target: Target, chance: random.Random) -> Tally:
    """Every one is cut, and others are served all the while."""
    tally = Tally()
    for name, sent in _TOO_MUCH.items():
        status = await _answer(target, sent)
        tally.note(400 <= status < 500, f"too much, {name}: {status}")
    kinds = [chance.choice(list(_HALVES)) for _ in range(target.times(300, 10))]
    halves = [asyncio.create_task(_answer(target, _HALVES[kind])) for kind in kinds]
    await asyncio.sleep(0.5)
    tally.note(await target.healthy(), "health beside half-sent requests")
    for kind, status in zip(kinds, await asyncio.gather(*halves), strict=True):
        tally.note(status == 408, f"{kind}: {status}")
    await _floods(target, tally)
    return tally


async def _answer(target: Target, sent: bytes) -> int:
    """The status of the answer to this and nothing more; 0 when the line is never cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", target.server.port)
    try:
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):  # It may be cut before all of it is sent.
                writer.write(sent)
                await writer.drain()
            head = await reader.readline()
            return int(head.split()[1]) if head.startswith(b"HTTP/") else 0
    except (TimeoutError, ConnectionError):
        return 0
    finally:
        writer.close()


async def _floods(target: Target, tally: Tally) -> None:
    """Lines that send without a pause; an honest one is answered meanwhile."""
    stop = asyncio.Event()
    floods = [
        asyncio.create_task(_flood(target, number, stop)) for number in range(target.times(40, 4))
    ]
    await asyncio.sleep(0.5)
    tally.note(await target.healthy(), "health beside flooding lines")
    began = time.monotonic()
    answered = await _chat(target)
    tally.note(answered, f"an honest line beside floods, {time.monotonic() - began:.0f} s")
    stop.set()
    for odd in await asyncio.gather(*floods):
        tally.note(not odd, f"a flooding line: {odd}")
    async with connect(_line(target, "large-frame-1"), proxy=None, max_size=None) as line:
        code = 0
        try:
            with suppress(ConnectionError):
                await line.send("x" * 2_000_000)
            while True:
                await line.recv()
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else 1006
    tally.note(code in (1006, 1009), f"a frame of 2 MB: {code}")


def _line(target: Target, session: str) -> str:
    return f"ws://127.0.0.1:{target.server.port}/ws/{session}"


async def _flood(target: Target, number: int, stop: asyncio.Event) -> str:
    """Send pings, typing and nonsense until told to stop; what was odd, if anything."""
    frames = ['{"type":"ping"}', '{"type":"typing"}', "[" * 200, "{}", "x" * 60_000]
    sent = 0
    try:
        async with connect(_line(target, f"flood-{number:04}"), proxy=None) as line:
            while not stop.is_set():
                with suppress(TimeoutError):  # The server reads as fast as it wants to.
                    async with asyncio.timeout(0.2):
                        await line.send(frames[sent % len(frames)])
                sent += 1
                with suppress(TimeoutError):
                    async with asyncio.timeout(0):
                        await line.recv()
    except ConnectionClosed as closed:
        return "" if closed.rcvd is not None else "the line broke"
    return ""


async def _chat(target: Target) -> bool:
    async with connect(_line(target, "honest-line"), proxy=None) as line:
        text = "Where is my order ORD123?"
        await line.send(json.dumps({"type": "message", "text": text, "client_id": "honest"}))
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    if json.loads(await line.recv())["type"] == "reply":
                        return True
        except (TimeoutError, ConnectionClosed):
            return False
