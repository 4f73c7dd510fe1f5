"""`python -m faults`: kills, freezes and floods desks that it starts, and says what held."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from attacks.tally import Tally, tell
from rich.console import Console

from faults.campaign import Campaign
from faults.desk import open_desk
from faults.harms import KILLS, OTHERS, WITH_REDIS

_CACHE = Path(".pytest_cache") / "d" / "deskhand-models"
"""Where the tests keep the models' graphs as well."""
_PUPPET = "tests/integration/actions/test_puppet.py"
_PUPPET_CALLS = "10000"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run both campaigns and the puppet; 1 when anything did not hold."""
    options = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    options.add_argument("--seed", type=int, default=8, help="Repeats a run; 8.")
    options.add_argument("--rounds", type=int, default=300, help="How many faults; 300.")
    options.add_argument("--minutes", type=float, default=90.0, help="Begin nothing later; 90.")
    asked = options.parse_args(arguments)
    if asked.rounds < 1:
        options.error("--rounds is at least 1")
    console, until = Console(), time.monotonic() + 60 * asked.minutes
    halves = {False: asked.rounds - asked.rounds // 2, True: asked.rounds // 2}
    tallies: dict[str, Tally] = {}
    for many, rounds in halves.items():
        if rounds:
            tallies |= _harmed(many, rounds, asked.seed, until, console)
    tallies["puppet"] = _puppet()
    return tell("Faults of a desk", tallies, list(tallies), console)


def _harmed(many: bool, rounds: int, seed: int, until: float, console: Console) -> dict[str, Tally]:
    """The rounds of one desk: by itself, or over Redis with workers of their own."""
    where = "over Redis" if many else "by itself"
    harms = {**KILLS, **OTHERS, **(WITH_REDIS if many else {})}
    console.print(f"A desk {where} starts")
    with open_desk(_CACHE.resolve(), many=many) as desk:
        campaign = Campaign(desk, harms, random.Random(f"{seed} {where}"))

        def tell_round(number: int, name: str) -> None:
            console.print(f"{where}, {number} of {rounds}: {name}")

        asyncio.run(campaign.run(rounds, until, tell_round))
    return {f"{name}, {where}": tally for name, tally in sorted(campaign.tallies.items())}


def _puppet() -> Tally:
    """A model that was taken over calls whatever it likes; the test of it runs here for longer."""
    tally = Tally(int(_PUPPET_CALLS))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", "--timeout=0", _PUPPET],
        env={**os.environ, "PUPPET_CALLS": _PUPPET_CALLS},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        tally.failures.append(run.stdout[-2000:])
    return tally


if __name__ == "__main__":
    sys.exit(main())
