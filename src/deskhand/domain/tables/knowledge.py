"""Documents, their passages, how those are found, and the jobs that make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from deskhand.infra.db.base import Base, TenantRow, belongs_to
from deskhand.infra.db.jobs import JobRow


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
    """A passage of a document, small enough to embed whole.

    It is written once and never changed. Triggers keep `Posting`, `WordCount` and `Collection`
    in step with it, in the same transaction, also where a document is deleted with its passages.
    """

    __tablename__ = "chunks"
    __table_args__ = (
        UniqueConstraint("tenant_id", "document_id", "ordinal"),
        belongs_to("document_id", "documents", ondelete="CASCADE"),
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


class Posting(Base):
    """A word in a passage: the index of words. Every look-up in it begins with the tenant.

    `occurrences` is how often the passage has the word, `length` how many words it has.
    """

    __tablename__ = "postings"
    __table_args__ = (
        PrimaryKeyConstraint(
            "tenant_id", "word", "chunk_id", postgresql_include=["occurrences", "length"]
        ),
    )

    tenant_id: Mapped[UUID]
    word: Mapped[str]
    chunk_id: Mapped[UUID]
    occurrences: Mapped[int] = mapped_column(SmallInteger)
    length: Mapped[int] = mapped_column(SmallInteger)


class WordCount(Base):
    """How many passages of a tenant hold a word."""

    __tablename__ = "word_counts"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    passages: Mapped[int]


class Collection(Base):
    """How many passages a tenant has, and how many words are in all of them."""

    __tablename__ = "collections"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    passages: Mapped[int]
    words: Mapped[int] = mapped_column(BigInteger)


class ChunkEmbedding(TenantRow):
    """The vector of a chunk under one model; several models may live side by side."""

    __tablename__ = "chunk_embeddings"
    __table_args__ = (
        UniqueConstraint("tenant_id", "chunk_id", "model"),
        belongs_to("chunk_id", "chunks", ondelete="CASCADE"),
        Index("ix_chunk_embeddings_model", "tenant_id", "model"),
    )

    chunk_id: Mapped[UUID]
    model: Mapped[str]
    embedding: Mapped[Any] = mapped_column(Vector())


class IngestJob(JobRow):
    """A document to be read, cut and embedded; its pieces are chunks to embed."""

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
