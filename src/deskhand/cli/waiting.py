"""Waiting for ingest jobs of one tenant, by looking at their rows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import func, select

from deskhand.domain.tables import IngestJob
from deskhand.infra.runtime import Runtime

_LOOK_SECONDS = 0.1
_LONGEST_SECONDS = 120.0


async def documents_read(
    runtime: Runtime,
    tenant_id: UUID,
    jobs: Sequence[UUID] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    longest: float = _LONGEST_SECONDS,
) -> bool:
    """Wait until the `jobs` (all of the tenant when None) have ended; False when it took too long.

    `on_progress` hears how many passages are embedded, of how many that are known so far.
    """
    query = select(
        func.count().filter(IngestJob.status.in_(("queued", "running"))),
        func.coalesce(func.sum(IngestJob.done), 0),
        func.coalesce(func.sum(IngestJob.total), 0),
    )
    if jobs is not None:
        query = query.where(IngestJob.id.in_(jobs))
    try:
        async with asyncio.timeout(longest):
            while True:
                async with runtime.database.transaction(tenant_id) as session:
                    left, done, total = (await session.execute(query)).one()
                if on_progress is not None:
                    on_progress(int(done or 0), int(total or 0))
                if left == 0:
                    return True
                await asyncio.sleep(_LOOK_SECONDS)
    except TimeoutError:
        return False
