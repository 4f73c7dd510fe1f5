"""A whole turn on the offline engine: from the POST to the reply event on the WebSocket."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.ground import Ground, server
from benchmarks.measure import Figure, cpu_seconds, quantile
from benchmarks.wire import Wire

_SESSIONS = 10
_QUESTIONS = (
    "Where is my order ORD123?",
    "How many days do I have to send back something I did not use?",
    "When will ORD124 arrive?",
    "What does standard shipping to my house cost?",
    "How do I reset the password of my account?",
    "What was invoice INV-2002 for?",
    "I want a refund for order ORD125",
    "Which plan am I on and when does it renew?",
    "My hub blinks red since this morning, what can I do?",
    "Can I pay with a gift card and a credit card together?",
)


async def reply_event(socket: ClientConnection) -> dict[str, Any]:
    """The next reply on the socket, past all that is told before it."""
    while True:
        frame: dict[str, Any] = json.loads(await socket.recv())
        if frame["type"] == "reply":
            return frame


async def _turns(port: int, pid: int) -> tuple[list[float], float]:
    """Seconds of each turn, and processor seconds of the server for one turn."""
    took: list[float] = []
    started = 0.0
    for number in range(_SESSIONS):
        session = f"bench-session-{number}-{time.time_ns()}"
        address = f"ws://127.0.0.1:{port}/ws/{session}?customer=maya@example.com"
        async with Wire(port) as wire, connect(address) as socket:
            await socket.recv()
            for question in _QUESTIONS:
                # No two questions are the same text: nothing may come from a cache.
                text = f"{question} (asked {number + 1} times)" if number else question
                body = {
                    "message": text,
                    "session_id": session,
                    "customer_email": "maya@example.com",
                }
                began = time.perf_counter()
                status, answer, _ = await wire.request("POST", "/support/reply", body)
                if status != 202:
                    raise RuntimeError(f"not accepted: {answer}")
                await asyncio.wait_for(reply_event(socket), 20)
                took.append(time.perf_counter() - began)
        if number == 0:  # The first round warms everything up.
            took.clear()
            started = cpu_seconds(pid)
    return took, (cpu_seconds(pid) - started) / len(took)


def run(ground: Ground) -> list[Figure]:
    """p50 and p95 of the turn, and the processor time it takes."""
    with server(ground) as running:
        took, cpu = asyncio.run(_turns(running.port, running.pid))
    note = f"{len(took)} turns, every text a new one"
    return [
        Figure("offline turn, p50", quantile(took, 0.5) * 1e3, "ms", goal=80, note=note),
        Figure("offline turn, p95", quantile(took, 0.95) * 1e3, "ms", goal=200),
        Figure("offline turn, processor time", cpu * 1e3, "ms", note="server and embedding"),
    ]
