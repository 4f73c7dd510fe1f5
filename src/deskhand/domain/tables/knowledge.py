"""Documents, their passages, the vectors of those, and the jobs that make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy import CheckConstraint, Computed, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from deskhand.infra.db.base import TenantRow, belongs_to


class Document(TenantRow):
    """A source that answers may cite. `uri` names it within the tenant."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("tenant_id", "uri"),
        CheckConstraint("status IN ('pending','ready','failed')", name="status"),
    )

    uri: Mapped[str]
    title: Mapped[str]
    category: Mapped[str] = mapped_column(default="general")
    media_type: Mapped[str]
    digest: Mapped[str]
    status: Mapped[str] = mapped_column(default="pending")
    error: Mapped[str | None]
    chunk_count: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]


class Chunk(TenantRow):
    """A passage of a document, small enough to embed whole."""

    __tablename__ = "chunks"
    __table_args__ = (
        UniqueConstraint("tenant_id", "document_id", "ordinal"),
        belongs_to("document_id", "documents", ondelete="CASCADE"),
        Index("ix_chunks_words", "words", postgresql_using="gin"),
    )

    document_id: Mapped[UUID]
    ordinal: Mapped[int]
    heading_path: Mapped[list[str]] = mapped_column(ARRAY(Text))
    kind: Mapped[str]
    text: Mapped[str]
    search_text: Mapped[str]
    tokens: Mapped[int]
    words: Mapped[Any] = mapped_column(
        TSVECTOR, Computed("to_tsvector('english'::regconfig, search_text)", persisted=True)
    )


class ChunkEmbedding(TenantRow):
    """The vector of a chunk under one model; several models may live side by side."""

    __tablename__ = "chunk_embeddings"
    __table_args__ = (
        UniqueConstraint("tenant_id", "chunk_id", "model"),
        belongs_to("chunk_id", "chunks", ondelete="CASCADE"),
    )

    chunk_id: Mapped[UUID]
    model: Mapped[str]
    embedding: Mapped[Any] = mapped_column(Vector())


class IngestJob(TenantRow):
    """A document waiting to be read, cut and embedded. `done` of `total` chunks are embedded."""

    __tablename__ = "ingest_jobs"
    __table_args__ = (
        belongs_to("document_id", "documents", ondelete="CASCADE"),
        CheckConstraint("status IN ('queued','running','completed','failed')", name="status"),
        Index(
            "ix_ingest_jobs_due",
            "run_after",
            postgresql_where=text("status IN ('queued','running')"),
        ),
        Index("ix_ingest_jobs_id", "id"),  # A wake-up names a job, not its tenant.
        Index("ix_ingest_jobs_document", "tenant_id", "document_id"),
    )

    document_id: Mapped[UUID]
    digest: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(default="queued")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    run_after: Mapped[datetime]
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]
