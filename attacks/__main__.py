"""`python -m attacks [name …]`: attacks a desk that it starts, and says what held."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import httpx
from rich.console import Console

from attacks import crashes, crowds, doors, files, generated, lines, strangers, texts, trail
from attacks.tally import Tally, tell
from attacks.target import Target, running

Campaign = Callable[[Target, random.Random], Awaitable[Tally]]

CAMPAIGNS: dict[str, Campaign] = {
    "strangers": strangers.run,
    "lines": lines.run,
    "texts": texts.run,
    "crowds": crowds.run,
    "generated": generated.run,
    "crashes": crashes.run,
    "trail": trail.run,
    "doors": doors.run,
    "files": files.run,
}
"""In this order: who guessed passwords is slowed down afterwards, and slow documents stay slow."""
_CACHE = Path(".pytest_cache") / "d" / "deskhand-models"
"""Where the tests keep the models' graphs as well."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaigns that are named, or all; 1 when anything did not hold."""
    options = argparse.ArgumentParser(prog="python -m attacks", description=__doc__)
    options.add_argument("names", nargs="*", metavar="name", help=", ".join(CAMPAIGNS))
    options.add_argument("--seed", type=int, default=9, help="Repeats a run; 9.")
    options.add_argument("--scale", type=float, default=1.0, help="How much is tried; 1.")
    options.add_argument("--minutes", type=float, default=25.0, help="Begin nothing later; 25.")
    asked = options.parse_args(arguments)
    if unknown := set(asked.names) - set(CAMPAIGNS):
        options.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(CAMPAIGNS)}")
    if not 0 < asked.scale <= 1:
        options.error("--scale is above 0 and at most 1")
    names = [name for name in CAMPAIGNS if not asked.names or name in asked.names]
    console = Console()
    with (
        console.status("Starting a desk to attack"),
        running(_CACHE.resolve(), asked.scale) as desk,
    ):
        tallies = asyncio.run(_all(names, desk, asked.seed, 60 * asked.minutes, console))
    return tell("Attacks on this desk", tallies, names, console)


async def _all(
    names: list[str], target: Target, seed: int, seconds: float, console: Console
) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    end = time.monotonic() + seconds
    for name in names:
        if time.monotonic() > end:
            break
        began = time.monotonic()
        try:
            tallies[name] = await CAMPAIGNS[name](target, random.Random(f"{seed} {name}"))
        except (httpx.HTTPError, OSError, ValueError, KeyError, AssertionError) as error:
            tallies[name] = Tally(1, [f"it could not go on: {type(error).__name__}: {error}"])
        console.print(
            f"{name}: {tallies[name].held} of {tallies[name].tried} held"
            f" [dim]{time.monotonic() - began:.0f} s[/dim]"
        )
    return tallies


if __name__ == "__main__":
    sys.exit(main())
