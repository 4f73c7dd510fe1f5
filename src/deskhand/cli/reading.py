"""Getting documents read: by whoever works beside, or else by this process itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import select

from deskhand.cli.output import console
from deskhand.cli.waiting import documents_read
from deskhand.domain.knowledge import ingest
from deskhand.domain.tables import IngestJob
from deskhand.infra.runtime import Runtime
from deskhand.worker.ingest import IngestRunner

_LONGEST_SECONDS = 3600.0


async def read_documents(
    runtime: Runtime, tenant_id: UUID, jobs: Sequence[UUID] | None = None
) -> None:
    """Wait until the `jobs` (all of the tenant when None) have ended, with a progress bar.

    A job that no worker holds is done here: a claim decides who, so nothing is done twice.
    """
    columns = (
        TextColumn("  reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("passages"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        bar = progress.add_task("reading", total=None)

        def show(done: int, total: int) -> None:
            progress.update(bar, completed=done, total=total or None)

        working = asyncio.create_task(_work(runtime, tenant_id, jobs))
        try:
            await documents_read(runtime, tenant_id, jobs, show, _LONGEST_SECONDS)
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


async def _work(runtime: Runtime, tenant_id: UUID, jobs: Sequence[UUID] | None) -> None:
    """Do what is due of the jobs, one after the other, until cancelled."""
    runner = IngestRunner(runtime)
    while True:
        for job_id in await _waiting(runtime, tenant_id, jobs):
            await runner.run(job_id)
        await asyncio.sleep(0.2)


async def _waiting(runtime: Runtime, tenant_id: UUID, jobs: Sequence[UUID] | None) -> list[UUID]:
    async with runtime.database.transaction(tenant_id) as session:
        due = set(await ingest.JOBS.due(session))
        query = select(IngestJob.id).where(IngestJob.status.in_(("queued", "running")))
        if jobs is not None:
            query = query.where(IngestJob.id.in_(jobs))
        return [job for job in await session.scalars(query.order_by(IngestJob.id)) if job in due]
