"""The accept path beside a bare handler that does one INSERT, on the same PostgreSQL."""

from __future__ import annotations

import asyncio

from benchmarks.ground import Ground, server
from benchmarks.measure import Figure, quantile
from benchmarks.wire import timed_posts

_ROUNDS = 5
_SEQUENTIAL = 60
_CONCURRENT = 240
_AT_ONCE = 16
_GOAL = 3.0


async def _both(bare: int, ours: int) -> dict[tuple[str, int], list[float]]:
    """Seconds by server and concurrency; the servers take turns, so both meet the same load."""
    took: dict[tuple[str, int], list[float]] = {}
    body = {"message": "Where is my order ORD123?"}
    doors = (("bare", bare, "/bare"), ("ours", ours, "/support/reply"))
    for _, port, path in doors:
        await timed_posts(port, path, [body] * 40, at_once=4)
    for _ in range(_ROUNDS):
        for at_once, count in ((1, _SEQUENTIAL), (_AT_ONCE, _CONCURRENT)):
            for name, port, path in doors:
                seconds, _answers = await timed_posts(port, path, [body] * count, at_once=at_once)
                took.setdefault((name, at_once), []).extend(seconds)
    return took


def run(ground: Ground) -> list[Figure]:
    """p50 and p95 of both, and the ratio that counts."""
    with (
        server(ground, module="benchmarks.bare") as bare,
        server(ground, module="benchmarks.doors") as ours,
    ):
        took = asyncio.run(_both(bare.port, ours.port))
    figures = []
    for at_once, label in ((1, "one at a time"), (_AT_ONCE, f"{_AT_ONCE} at once")):
        ours_p50, ours_p95 = (quantile(took["ours", at_once], share) * 1e3 for share in (0.5, 0.95))
        bare_p50, bare_p95 = (quantile(took["bare", at_once], share) * 1e3 for share in (0.5, 0.95))
        figures += [
            Figure(f"bare handler, {label}, p95", bare_p95, "ms", note=f"p50 {bare_p50:.2f}"),
            Figure(f"accept, {label}, p95", ours_p95, "ms", note=f"p50 {ours_p50:.2f}"),
            Figure(
                f"accept ÷ bare, {label}, p95",
                ours_p95 / bare_p95,
                "×",
                goal=_GOAL,
                note=f"p50 {ours_p50 / bare_p50:.2f} ×",
            ),
        ]
    return figures
