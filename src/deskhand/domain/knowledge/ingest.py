"""Ingest jobs: claimed with a lease and a fence, and the passages they put in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import case, delete, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge.chunkers.port import Chunk as CutChunk
from deskhand.domain.knowledge.chunkers.port import embedding_text
from deskhand.domain.tables import Chunk, ChunkEmbedding, Document, IngestJob
from deskhand.infra.clock import now
from deskhand.infra.db.scope import enter_tenant, tenant_of
from deskhand.infra.errors import Conflict
from deskhand.infra.ids import new_id

MAX_ATTEMPTS = 3


class IngestLost(Conflict):
    """Another worker holds this ingest job now."""


@dataclass(frozen=True, slots=True)
class HeldJob:
    """The right to work on an ingest job, with what it shall read."""

    tenant_id: UUID
    job_id: UUID
    document_id: UUID
    fence: int
    attempts: int
    uri: str
    title: str
    category: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document read, cut and embedded.

    `vectors` holds by the name of a model its vectors (n, d), one row for each chunk.
    """

    title: str
    category: str
    chunks: Sequence[CutChunk]
    vectors: Mapping[str, npt.NDArray[np.float32]]


async def due(session: AsyncSession, most: int = 100) -> list[UUID]:
    """Jobs of any tenant that could be claimed now, in turn by tenant."""
    return list(await session.scalars(text("SELECT id FROM due_ingests(:most)"), {"most": most}))


async def claim(session: AsyncSession, job_id: UUID, lease: timedelta) -> HeldJob | None:
    """Claim a due job; the session goes on inside its tenant."""
    tenant_id = await session.scalar(
        text("SELECT tenant_id FROM ingest_tenant(:id)"), {"id": job_id}
    )
    if tenant_id is None:
        return None
    await enter_tenant(session, tenant_id)
    row = (
        await session.execute(
            update(IngestJob)
            .where(
                IngestJob.id == job_id,
                IngestJob.status.in_(("queued", "running")),
                IngestJob.run_after <= func.now(),
                or_(IngestJob.lease_until.is_(None), IngestJob.lease_until < func.now()),
            )
            .values(
                status="running",
                fence=IngestJob.fence + 1,
                attempts=IngestJob.attempts + 1,
                lease_until=func.now() + lease,
            )
            .returning(
                IngestJob.document_id, IngestJob.fence, IngestJob.attempts, IngestJob.content
            )
            .execution_options(synchronize_session=False)
        )
    ).one_or_none()
    if row is None:
        return None
    document = (await session.scalars(select(Document).where(Document.id == row.document_id))).one()
    return HeldJob(
        tenant_id=tenant_id,
        job_id=job_id,
        document_id=document.id,
        fence=row.fence,
        attempts=row.attempts,
        uri=document.uri,
        title=document.title,
        category=document.category,
        media_type=document.media_type,
        content=row.content or b"",
    )


async def _write(session: AsyncSession, held: HeldJob, **values: object) -> None:
    changed = await session.scalar(
        update(IngestJob)
        .where(
            IngestJob.id == held.job_id,
            IngestJob.fence == held.fence,
            IngestJob.status == "running",
        )
        .values(**values)
        .returning(IngestJob.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise IngestLost


async def report(
    session: AsyncSession, held: HeldJob, done: int, total: int, lease: timedelta
) -> None:
    """Write down the progress and hold the job for longer; raises IngestLost."""
    await _write(session, held, done=done, total=total, lease_until=func.now() + lease)


async def put_in_place(session: AsyncSession, held: HeldJob, prepared: Prepared) -> None:
    """Replace the document's passages and finish the job, in this one transaction.

    A newer job of the same document wins: an older one that ends later changes nothing.
    """
    count = len(prepared.chunks)
    document = await session.scalar(
        select(Document).where(Document.id == held.document_id).with_for_update()
    )
    await _write(
        session,
        held,
        status="completed",
        done=count,
        total=count,
        lease_until=None,
        finished_at=now(),
        error=None,
    )
    newer = await session.scalar(
        select(IngestJob.id)
        .where(
            IngestJob.document_id == held.document_id,
            IngestJob.id > held.job_id,
            IngestJob.status == "completed",
        )
        .limit(1)
    )
    outdated = IngestJob.id == held.job_id if newer is not None else IngestJob.id != held.job_id
    # Of what was read the newest stays as it came in, so that it can be written anew.
    await session.execute(
        update(IngestJob)
        .where(IngestJob.document_id == held.document_id, IngestJob.status == "completed", outdated)
        .values(content=None)
        .execution_options(synchronize_session=False)
    )
    if document is None or newer is not None:
        return
    await session.execute(
        delete(Chunk)
        .where(Chunk.document_id == document.id)
        .execution_options(synchronize_session=False)
    )
    await _insert_chunks(session, document.id, prepared)
    document.title, document.category = prepared.title, prepared.category
    document.status, document.error, document.chunk_count = "ready", None, count
    document.updated_at = now()
    await session.flush()


async def _insert_chunks(session: AsyncSession, document_id: UUID, prepared: Prepared) -> None:
    if not prepared.chunks:
        return
    tenant_id, moment = tenant_of(session), now()
    ids = [new_id() for _ in prepared.chunks]
    shared = {"tenant_id": tenant_id, "created_at": moment}
    await session.execute(
        insert(Chunk),
        [
            {
                **shared,
                "id": chunk_id,
                "document_id": document_id,
                "ordinal": chunk.ordinal,
                "heading_path": list(chunk.heading_path),
                "kind": chunk.kind,
                "text": chunk.text,
                "search_text": embedding_text(prepared.title, chunk),
                "tokens": chunk.tokens,
            }
            for chunk_id, chunk in zip(ids, prepared.chunks, strict=True)
        ],
    )
    await session.execute(
        insert(ChunkEmbedding),
        [
            {
                **shared,
                "id": new_id(),
                "chunk_id": chunk_id,
                "model": model,
                "embedding": vector,
            }
            for model, vectors in prepared.vectors.items()
            for chunk_id, vector in zip(ids, vectors, strict=True)
        ],
    )


async def fail(
    session: AsyncSession, held: HeldJob, error: str, *, final: bool, pause: timedelta
) -> None:
    """Write down that the job failed, for good or to be tried again after `pause`."""
    if not final:
        await _write(
            session,
            held,
            status="queued",
            error=error,
            lease_until=None,
            run_after=func.now() + pause,
        )
        return
    await _write(
        session,
        held,
        status="failed",
        error=error,
        content=None,
        lease_until=None,
        finished_at=now(),
    )
    await session.execute(
        update(Document)
        .where(Document.id == held.document_id)
        .values(error=error, status=_failed_or_ready())
        .execution_options(synchronize_session=False)
    )


def _failed_or_ready() -> object:
    """A document that still has older passages stays ready; one that never had any failed."""
    return case((Document.chunk_count > 0, "ready"), else_="failed")
