"""`python -m benchmarks [name …]`: runs them, prints a table, writes JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import accept, actions, crowd, embedding, pages, retrieval, start, turn
from benchmarks.ground import Ground, open_ground
from benchmarks.measure import Figure, load_average
from deskhand.infra.clock import now

BENCHMARKS: dict[str, Callable[[Ground], list[Figure]]] = {
    "turn": turn.run,
    "crowd": crowd.run,
    "embedding": embedding.run,
    "start": start.run,
    "retrieval": retrieval.run,
    "actions": actions.run,
    "pages": pages.run,
    "accept": accept.run,
}
"""In this order: what `accept` takes in nobody answers, so it would keep later workers busy."""
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Run the benchmarks that are named, or all."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    wanted: list[str] = options.parse_args().names
    names = [name for name in BENCHMARKS if not wanted or name in wanted]
    unknown = set(wanted) - set(BENCHMARKS)
    if unknown:
        options.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    console = Console()
    load, began = load_average(), time.perf_counter()
    figures: dict[str, list[Figure]] = {}
    with console.status("Loading the sample shop") as status, open_ground() as ground:
        for name in names:
            status.update(f"Measuring: {name}")
            figures[name] = BENCHMARKS[name](ground)
    console.print(_table(figures))
    console.print(
        f"{os.cpu_count()} processors; load average {load:.2f} before, {load_average():.2f} after:"
        f" figures of a machine that others use are too high. {time.perf_counter() - began:.0f} s"
    )
    console.print(f"Written to {_write(figures, load)}")


def _table(figures: dict[str, list[Figure]]) -> Table:
    table = Table(title="Deskhand benchmarks")
    for heading, justify in (("Figure", "left"), ("Measured", "right"), ("Goal", "right")):
        table.add_column(heading, justify="right" if justify == "right" else "left")
    table.add_column("")
    table.add_column("Note")
    for name, rows in figures.items():
        table.add_section()
        for row in rows:
            met = {True: "[green]met[/green]", False: "[red]missed[/red]", None: ""}[row.met]
            sign = "≥" if row.least else "≤"
            goal = f"{sign} {row.goal:g} {row.unit}" if row.goal is not None else ""
            table.add_row(f"{name}: {row.name}", f"{row.value:.2f} {row.unit}", goal, met, row.note)
    return table


def _write(figures: dict[str, list[Figure]], load: float) -> Path:
    RESULTS.mkdir(exist_ok=True)
    moment = now()
    path = RESULTS / f"{moment:%Y-%m-%d}.json"
    content = {
        "taken_at": moment.isoformat(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_average_before": load,
        "load_average_after": load_average(),
        "figures": {name: [row.to_json() for row in rows] for name, rows in figures.items()},
    }
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
