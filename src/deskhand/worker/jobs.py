"""The heartbeat of a job: its lease is renewed and its progress told while the work goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from deskhand.infra.db.jobs import Held, Jobs
from deskhand.infra.db.session import Database

_BEAT_SECONDS = 1.0


@dataclass
class Progress:
    """Pieces that are worked through, of how many."""

    done: int = 0
    total: int = 0


@asynccontextmanager
async def kept(
    database: Database, jobs: Jobs, held: Held, lease: timedelta
) -> AsyncIterator[Progress]:
    """Hold the job until the block ends, also while the work waits for a model or a child."""
    progress = Progress()

    async def beat() -> None:
        while True:
            with suppress(Exception):  # The end tells what is wrong.
                async with database.transaction(held.tenant_id) as session:
                    await jobs.report(session, held, progress.done, progress.total, lease)
            await asyncio.sleep(_BEAT_SECONDS)

    heartbeat = asyncio.create_task(beat())
    try:
        yield progress
    finally:
        heartbeat.cancel()
        await asyncio.gather(heartbeat, return_exceptions=True)
