"""200 turns at once against a scripted model that takes 2 s, in one worker process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.ground import ROOT, Ground, server
from benchmarks.measure import Figure, cpu_seconds, quantile
from benchmarks.wire import Wire, timed_posts

_TURNS = 200
_LATENCY = 2.0
_ALONE = 8
_AT_ONCE = 16
_ANSWER = "I looked into it for you. " * 8 + "Is there anything else I can help you with?"
"""States no fact, so the audit passes it: one call of the model for each turn."""


@contextmanager
def _model(ground: Ground) -> Iterator[str]:
    """The address of a scripted model in a process of its own."""
    port_file = ground.data_dir / "model.url"
    command = [sys.executable, "-m", "tests.scripted_model", "--latency", str(_LATENCY)]
    command += ["--text", _ANSWER]
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


async def _answered(port: int, task: str) -> None:
    async with Wire(port) as wire:
        while True:
            _, body, _ = await wire.request("GET", f"/support/status/{task}")
            if body["status"] != "processing":
                return
            await asyncio.sleep(0.05)


async def _alone(port: int) -> list[float]:
    """Seconds of our own beside the model's, of turns that come one after the other."""
    own = []
    async with Wire(port) as wire:
        for number in range(_ALONE + 1):
            body = {
                "message": f"Where is my order ORD12{number % 5}?",
                "session_id": f"alone-{number}-{time.time_ns()}",
            }
            began = time.perf_counter()
            _, answer, _ = await wire.request("POST", "/support/reply", body)
            while True:
                _, state, _ = await wire.request("GET", f"/support/status/{answer['task_id']}")
                if state["status"] != "processing":
                    break
                if time.perf_counter() - began < _LATENCY:
                    await asyncio.sleep(_LATENCY - (time.perf_counter() - began))
                await asyncio.sleep(0.002)
            own.append(time.perf_counter() - began - _LATENCY)
    return own[1:]


async def _crowd(port: int) -> float:
    """Seconds from the first message to the last answer."""
    bodies = [{"message": f"Where is my order ORD123? It is number {n}."} for n in range(_TURNS)]
    began = time.perf_counter()
    _, answers = await timed_posts(port, "/support/reply", bodies, at_once=_AT_ONCE)
    last = answers[-10:]
    await asyncio.gather(*(_answered(port, answer["task_id"]) for answer in last))
    for answer in answers:
        await _answered(port, answer["task_id"])
    return time.perf_counter() - began


def run(ground: Ground) -> list[Figure]:
    """Seconds until all are answered, and what a turn costs beside the model."""
    with (
        _model(ground) as address,
        server(ground, CHAT_MODEL_BASE_URL=address, LOG_LEVEL="WARNING") as running,
    ):
        own = asyncio.run(_alone(running.port))
        before = cpu_seconds(running.pid)
        seconds = asyncio.run(_crowd(running.port))
        cpu = (cpu_seconds(running.pid) - before) / _TURNS
    return [
        Figure(
            f"{_TURNS} turns, model of {_LATENCY:g} s, all answered",
            seconds,
            "s",
            goal=5,
            note="posts included",
        ),
        Figure("own time beside the model, p50", quantile(own, 0.5) * 1e3, "ms"),
        Figure("own time beside the model, p95", quantile(own, 0.95) * 1e3, "ms", goal=50),
        Figure("processor time of a turn with a model", cpu * 1e3, "ms"),
    ]
