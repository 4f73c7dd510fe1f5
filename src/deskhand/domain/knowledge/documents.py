"""Documents: submitted, listed, looked at, deleted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.knowledge.readers.registry import check_readable
from deskhand.domain.tables import Chunk, Document, IngestJob
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import InvalidInput, NotFound
from deskhand.infra.ids import new_id


class DocumentNotFound(NotFound):
    """No document with this id exists here."""


class DocumentTooLarge(InvalidInput):
    """The document is too large."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A document as it comes in; `uri` names it within the tenant."""

    uri: str
    title: str | None
    category: str | None
    media_type: str
    content: bytes


def from_file(uri: str, content: bytes, *, category: str | None = None) -> Submission:
    """A file to submit, its format told by its content and then by the ending of the `uri`.

    Raises DocumentTypeUnknown and DocumentUnreadable.
    """
    reader = check_readable(content, uri)
    return Submission(uri, None, category, reader.media_types[0], content)


async def submit(
    session: AsyncSession, actor: Actor, submission: Submission, *, max_bytes: int
) -> tuple[Document, IngestJob | None]:
    """Store the document and a job that reads it; no job when the content is the same.

    What was known of an older content stays until the job has replaced it.
    """
    if len(submission.content) > max_bytes:
        raise DocumentTooLarge(f"A document has at most {max_bytes} bytes.", max_bytes=max_bytes)
    labels = f"{submission.title or ''}\x1f{submission.category or ''}\x1f{submission.media_type}"
    digest = hashlib.sha256(labels.encode() + b"\x1f" + submission.content).hexdigest()
    document = await _upserted(session, submission)
    if document.digest == digest and document.status != "failed":
        return document, None
    document.digest = digest
    document.media_type = submission.media_type
    document.error = None
    document.updated_at = now()
    if document.status == "failed":
        document.status = "pending"
    job = IngestJob(
        tenant_id=document.tenant_id,
        id=new_id(),
        document_id=document.id,
        digest=digest,
        content=submission.content,
        status="queued",
        done=0,
        attempts=0,
        fence=0,
        run_after=func.now(),
    )
    session.add(job)
    await session.flush()
    await audit.append(session, actor, "document.submitted", f"document:{document.id}")
    return document, job


async def _upserted(session: AsyncSession, submission: Submission) -> Document:
    moment = now()
    await session.execute(
        insert(Document)
        .values(
            tenant_id=tenant_of(session),
            id=new_id(),
            created_at=moment,
            updated_at=moment,
            uri=submission.uri,
            title=submission.title or submission.uri,
            category=submission.category or "general",
            media_type=submission.media_type,
            digest="",
            status="pending",
            chunk_count=0,
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "uri"])
    )
    return (
        await session.scalars(
            select(Document).where(Document.uri == submission.uri).with_for_update()
        )
    ).one()


def all_documents() -> Select[tuple[Any]]:
    """The tenant's documents."""
    return select(Document)


async def get_document(session: AsyncSession, document_id: UUID) -> Document:
    """The document with this id; raises DocumentNotFound."""
    document = await session.scalar(select(Document).where(Document.id == document_id))
    if document is None:
        raise DocumentNotFound
    return document


async def passages_of(session: AsyncSession, document_id: UUID, most: int = 200) -> list[Chunk]:
    """The document's first passages, in its own order."""
    query = select(Chunk).where(Chunk.document_id == document_id)
    return list(await session.scalars(query.order_by(Chunk.ordinal).limit(most)))


async def newest_job(session: AsyncSession, document_id: UUID) -> IngestJob | None:
    """The newest ingest job of a document."""
    job: IngestJob | None = await session.scalar(
        select(IngestJob)
        .where(IngestJob.document_id == document_id)
        .order_by(IngestJob.id.desc())
        .limit(1)
    )
    return job


async def source_of(session: AsyncSession, document: Document) -> str:
    """The document as it came in, as text; put together of its passages where that is not kept."""
    kept = await session.scalar(
        select(IngestJob.content)
        .where(IngestJob.document_id == document.id, IngestJob.content.is_not(None))
        .order_by(IngestJob.id.desc())
        .limit(1)
    )
    if kept is not None and document.media_type.startswith("text/"):
        return bytes(kept).decode("utf-8", "replace")
    parts: list[str] = []
    heading: list[str] = []
    for passage in await passages_of(session, document.id):
        if passage.heading_path != heading and passage.heading_path:
            heading = passage.heading_path
            parts.append(f"{'#' * min(len(heading), 6)} {heading[-1]}")
        parts.append(passage.text)
    return "\n\n".join(parts)


async def delete_document(session: AsyncSession, actor: Actor, document_id: UUID) -> None:
    """Delete the document with its passages; from this moment nothing cites it."""
    document = await get_document(session, document_id)
    await session.execute(
        delete(Document)
        .where(Document.id == document.id)
        .execution_options(synchronize_session=False)
    )
    await audit.append(session, actor, "document.deleted", f"document:{document_id}")


async def documents_below(session: AsyncSession, prefix: str) -> list[Document]:
    """Documents whose `uri` begins with `prefix`, as the synced folder's do."""
    return list(
        await session.scalars(
            select(Document).where(Document.uri.startswith(prefix, autoescape=True))
        )
    )
