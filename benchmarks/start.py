"""A second start, when everything is there: seconds to the first /health, and memory at rest."""

from __future__ import annotations

import time

from benchmarks.ground import Ground, server
from benchmarks.measure import Figure, memory_mb, tree

_STARTS = 3
_REST_SECONDS = 3.0


def run(ground: Ground) -> list[Figure]:
    """The best of a few starts, and the memory of the whole tree of processes."""
    ready = []
    for number in range(_STARTS):
        with server(ground) as running:
            ready.append(running.ready_seconds)
            if number == _STARTS - 1:
                time.sleep(_REST_SECONDS)
                sizes = {pid: memory_mb(pid) for pid in tree(running.pid, ground.data_dir)}
                main = sizes[running.pid][0]
    pss = sum(size[1] for size in sizes.values())
    rss = sum(size[0] for size in sizes.values())
    return [
        Figure(
            "second start to /health",
            sorted(ready)[len(ready) // 2],
            "s",
            goal=5,
            note=f"median of {_STARTS}",
        ),
        Figure(
            "memory at rest, whole product",
            pss,
            "MB",
            goal=700,
            note=f"PSS of {len(sizes)} processes; RSS {rss:.0f}, server {main:.0f}",
        ),
    ]
