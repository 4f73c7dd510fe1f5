"""Ingest jobs: what each shall read, and the passages it puts in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import case, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge.chunkers.port import Chunk as CutChunk
from deskhand.domain.knowledge.chunkers.port import embedding_text
from deskhand.domain.tables import Chunk, ChunkEmbedding, Document, IngestJob
from deskhand.infra.clock import now
from deskhand.infra.db.jobs import Held, Jobs
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id

JOBS = Jobs(IngestJob, "due_ingests", "ingest_tenant")


@dataclass(frozen=True, slots=True)
class HeldIngest(Held):
    """The right to work on an ingest job, with what it shall read."""

    document_id: UUID
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


async def claim(session: AsyncSession, job_id: UUID, lease: timedelta) -> HeldIngest | None:
    """Claim a due job; the session goes on inside its tenant."""
    held = await JOBS.claim(session, job_id, lease)
    if held is None:
        return None
    content, document = (
        await session.execute(
            select(IngestJob.content, Document)
            .join(Document, Document.id == IngestJob.document_id)
            .where(IngestJob.id == job_id)
        )
    ).one()
    return HeldIngest(
        **asdict(held),
        document_id=document.id,
        uri=document.uri,
        title=document.title,
        category=document.category,
        media_type=document.media_type,
        content=content or b"",
    )


async def put_in_place(session: AsyncSession, held: HeldIngest, prepared: Prepared) -> None:
    """Replace the document's passages and finish the job, in this one transaction.

    A newer job of the same document wins: an older one that ends later changes nothing.
    """
    count = len(prepared.chunks)
    document = await session.scalar(
        select(Document).where(Document.id == held.document_id).with_for_update()
    )
    await JOBS.write(
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
    session: AsyncSession, held: HeldIngest, error: str, *, final: bool, pause: timedelta
) -> None:
    """Write down that the job failed, for good or to be tried again; raises JobLost."""
    if not final:
        await JOBS.put_back(session, held, error, pause)
        return
    await JOBS.write(
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
