"""200 turns at once against a scripted model that takes 2 s, in one worker process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import psycopg
from websockets.asyncio.client import connect

from benchmarks.ground import ROOT, Ground, server
from benchmarks.measure import Figure, cpu_seconds, quantile
from benchmarks.turn import reply_event
from benchmarks.wire import Wire, timed_posts
from deskhand.infra.embedded import roles
from deskhand.infra.embedded.postgres import EmbeddedPostgres

_TURNS = 200
_LATENCY = 2.0
_AT_ONCE = 16
_CHATS = 8
_WARM_UP = (
    "Where is my order ORD123?",
    "How long do I have to send back something I did not use?",
    "What was invoice INV-2002 for?",
    "Which plan am I on?",
    "How do I reset my password?",
    "When will ORD124 arrive?",
)
_BESIDE = (
    "Can you tell me where order ORD123 is?",
    "Has ORD124 been shipped?",
    "When does my order 12345 arrive?",
    "What is the status of ORD125?",
    "Did my parcel ORD123 leave the warehouse?",
    "Where is order number ORD124 now?",
    "How many days do I have to return an unopened item?",
    "Who pays for the shipping of a return?",
    "What does express shipping cost?",
    "Do you ship to another country?",
    "How long is the warranty on a camera?",
    "How do I change the password of my account?",
    "How can I turn on two-step verification?",
    "How do I add a family member to my account?",
    "My hub blinks red, what can I do?",
    "The camera does not connect to the wifi, how do I fix it?",
    "How do I update the firmware of my hub?",
    "Which payment methods do you accept?",
    "What was charged with invoice INV-2001?",
    "Is invoice INV-2002 paid?",
    "When is my subscription renewed?",
    "What does my plan cost each month?",
    "How do I cancel my plan?",
    "Can I pause my subscription for a month?",
)
_ALONE = (
    "Please tell me the state of ORD123.",
    "Is ORD124 already packed?",
    "Where did you send order 12345?",
    "Can I send an item back after two weeks?",
    "How much is standard shipping?",
    "Does the warranty cover water damage?",
    "How do I change the e-mail address of my account?",
    "Why is my hub offline?",
    "How do I share a camera with my family?",
    "Can I pay by invoice?",
    "What was invoice INV-2002 about?",
    "When does my plan end?",
)
"""Each question is asked once, so that nothing comes from a cache."""


@contextmanager
def _model(ground: Ground) -> Iterator[str]:
    """The address of a scripted model in a process of its own."""
    port_file = ground.data_dir / "model.url"
    command = [sys.executable, "-m", "tests.scripted_model", "--latency", str(_LATENCY)]
    with port_file.open("w") as out:
        started = subprocess.Popen(command, env=ground.env(), cwd=ROOT, stdout=out)  # noqa: S603
    try:
        end = time.monotonic() + 20
        while not port_file.read_text().strip() and time.monotonic() < end:
            time.sleep(0.02)
        yield port_file.read_text().strip()
    finally:
        started.terminate()
        started.wait(timeout=10)


async def _bare(address: str) -> float:
    """Seconds that the model takes when it is asked without Deskhand: its latency and a little."""
    port = urlsplit(address).port
    body = {"model": "scripted", "stream": True, "messages": []}
    async with httpx.AsyncClient() as client:
        took = []
        for _ in range(5):
            began = time.perf_counter()
            await client.post(f"http://127.0.0.1:{port}/v1/chat/completions", json=body)
            took.append(time.perf_counter() - began)
    return quantile(took, 0.5)


async def _beside(port: int, model: float, questions: Sequence[str], chats: int) -> list[float]:
    """Seconds of our own beside the model's, from the POST to the reply event.

    The chats go on side by side, each with one question after the other.
    """
    own: list[float] = []

    async def chat(number: int) -> None:
        await asyncio.sleep(number * model / chats)
        session = f"chat-{number}-{time.time_ns()}"
        customer = {"session_id": session, "customer_email": "maya@example.com"}
        address = f"ws://127.0.0.1:{port}/ws/{session}?customer={customer['customer_email']}"
        async with Wire(port) as wire, connect(address) as socket:
            await socket.recv()
            for question in questions[number::chats]:
                began = time.perf_counter()
                await wire.request("POST", "/support/reply", {"message": question, **customer})
                await asyncio.wait_for(reply_event(socket), 20)
                own.append(time.perf_counter() - began - model)

    await asyncio.gather(*(chat(number) for number in range(chats)))
    return own


async def _crowd(port: int, database: str, messages: Iterable[str]) -> float:
    """Seconds from the first message to the last answer."""
    bodies = [{"message": message} for message in messages]
    # The database is watched: asking the server again and again would be work for it.
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as watch:
        began = time.perf_counter()
        _, answers = await timed_posts(port, "/support/reply", bodies, at_once=_AT_ONCE)
        while True:
            row = await (await watch.execute(_UNFINISHED)).fetchone()
            if row == (0,):
                break
            await asyncio.sleep(0.02)
        seconds = time.perf_counter() - began
    async with Wire(port) as wire:
        for answer in answers:
            _, body, _ = await wire.request("GET", f"/support/status/{answer['task_id']}")
            if not body["result"]["final_response"].startswith("I looked into it"):
                raise RuntimeError(f"not answered by the model: {body}")
    return seconds


_UNFINISHED = "SELECT count(*) FROM turns WHERE finished_at IS NULL"


def run(ground: Ground) -> list[Figure]:
    """Seconds until all are answered, and what a turn costs beside the model."""
    with (
        _model(ground) as address,
        server(ground, CHAT_MODEL_BASE_URL=address, LOG_LEVEL="WARNING") as running,
        EmbeddedPostgres(ground.data_dir / "pg") as postgres,
    ):
        database = postgres.url(roles.SUPERUSER, driver="postgresql")
        # A server that has been at work for a while: connections open, statements prepared.
        asyncio.run(_crowd(running.port, database, _WARM_UP * 6))
        before = cpu_seconds(running.pid)
        crowd = [f"Where is my order ORD123? It is number {n}." for n in range(_TURNS)]
        seconds = asyncio.run(_crowd(running.port, database, crowd))
        cpu = (cpu_seconds(running.pid) - before) / _TURNS
        model = asyncio.run(_bare(address))
        beside = asyncio.run(_beside(running.port, model, _BESIDE, _CHATS))
        within = _within(database, model, len(beside))
        alone = asyncio.run(_beside(running.port, model, _ALONE, 1))
    return [
        Figure(
            f"{_TURNS} turns, model of {_LATENCY:g} s, all answered",
            seconds,
            "s",
            goal=5,
            note="posts included",
        ),
        *_own_time(f"{_CHATS} chats at once, stored message to stored reply", within, goal=50),
        *_own_time(f"{_CHATS} chats at once, POST to reply event", beside, goal=50),
        *_own_time("one chat, processors asleep between", alone),
        Figure("processor time of a turn with a model", cpu * 1e3, "ms"),
    ]


def _within(database: str, model: float, turns: int) -> list[float]:
    """Seconds of our own within the newest turns: from the stored message to the stored reply."""
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT extract(epoch FROM finished_at - created_at) FROM turns"
            " ORDER BY created_at DESC LIMIT %s",
            (turns,),
        ).fetchall()
    return [float(seconds) - model for (seconds,) in rows]


def _own_time(how: str, own: Sequence[float], goal: float | None = None) -> list[Figure]:
    note = f"{how}, {len(own)} turns"
    return [
        Figure("own time beside the model, p50", quantile(own, 0.5) * 1e3, "ms", note=note),
        Figure("own time beside the model, p95", quantile(own, 0.95) * 1e3, "ms", goal, note=note),
    ]
