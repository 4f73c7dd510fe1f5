"""More messages at once than can be served, and one tenant's crowd beside another's question."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import httpx

from attacks.tally import Tally
from attacks.target import Target
from attacks.texts import ended


async def run(target: Target, chance: random.Random) -> Tally:
    """Each is accepted or told when to come back; what was accepted is answered."""
    tally = Tally()
    async with target.client(timeout=120) as client:
        asked = [_send(client, chance) for _ in range(target.times(1000, 60))]
        crowd = asyncio.gather(*asked)
        tally.note(await target.healthy(), "health beside a crowd")
        answers = await crowd
        for answer in answers:
            again = answer.status_code in (429, 503) and "retry-after" in answer.headers
            tally.note(answer.status_code == 202 or again, f"one of a crowd: {answer.status_code}")
        tasks = [one.json()["task_id"] for one in answers if one.status_code == 202]
        tally.note(bool(tasks), f"nothing of a crowd was accepted: {Counter(map(str, answers))}")
    async with target.client("owner") as owner:
        for task in tasks:
            status = await ended(owner, task, seconds=600)
            tally.note(status == "completed", f"an accepted message of a crowd: {status}")
    return tally


async def _send(client: httpx.AsyncClient, chance: random.Random) -> httpx.Response:
    number = chance.randrange(10**9)
    return await client.post(
        "/support/reply",
        json={
            "message": f"Where is my order ORD123? ({number})",
            "session_id": f"crowd-{number:09}",
        },
    )
