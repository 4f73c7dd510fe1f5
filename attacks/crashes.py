"""Server and worker killed again and again while messages come in: each is answered once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from typing import Any

import httpx

from attacks.tally import Tally
from attacks.target import Target

_ROUND = 6
"""Messages before each kill."""


async def run(target: Target, chance: random.Random) -> Tally:
    """At least 995 of 1,000 accepted messages are answered, none of them twice."""
    tally, tasks = Tally(), list[str]()
    for number in range(target.times(24, 2)):
        tasks += [target.server.ask("Where is my order ORD123?") for _ in range(_ROUND)]
        await asyncio.sleep(chance.uniform(0, 0.4))
        worker = target.server.worker
        if number % 4 == 3:
            target.server.kill()
            target.server.start()
        elif worker is not None:
            os.kill(worker, signal.SIGKILL)
    results = [await asyncio.to_thread(_result, target, task) for task in tasks]
    answered = 0
    for result in results:
        answers = target.server.answers_in(result["conversation_id"]) if result else []
        tally.note(len(answers) == 1, f"{len(answers)} answers to a message")
        answered += bool(result) and result.get("category") != "failed"
    tally.note(answered >= 0.995 * len(tasks), f"{answered} of {len(tasks)} answered")
    tally.note(await target.healthy(), "health after all kills")
    return tally


def _result(target: Target, task: str) -> dict[str, Any]:
    try:
        return target.server.answered(task)
    except (AssertionError, httpx.HTTPError):
        return {}
