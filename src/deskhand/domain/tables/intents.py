"""What a tenant teaches beside its pack: intents, examples, and the versions trained on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to
from deskhand.infra.db.jobs import JobRow


class OwnIntent(TenantRow):
    """An intent that the pack does not have, and what it leads to.

    `procedure` is one of the pack's, `macro_id` a text of the team's; without both, or when the
    macro was removed, the documents answer.
    """

    __tablename__ = "own_intents"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    category: Mapped[str]
    procedure: Mapped[str | None]
    macro_id: Mapped[UUID | None]
    updated_at: Mapped[datetime]


class IntentExample(TenantRow):
    """What a customer may write for an intent, of the pack or of one's own.

    `digest` is that of the folded text: in one language a text means one thing.
    """

    __tablename__ = "intent_examples"
    __table_args__ = (
        UniqueConstraint("tenant_id", "language", "digest"),
        Index("ix_intent_examples_intent", "tenant_id", "intent", "id"),
    )

    intent: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    digest: Mapped[str]


class IntentVersion(JobRow):
    """A training of all that was taught then, and how well it went.

    `taught` holds the own intents as they were. `basis` is the digest of what it fits: the
    embedding model, the classifier's format, the pack's intents and examples. Its pieces are
    examples to embed. One version of a tenant is in service; with `switch` it goes there by itself.
    """

    __tablename__ = "intent_versions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        CheckConstraint(
            "status IN ('queued','running','ready','failed','in_service','retired','rolled_back')",
            name="status",
        ),
        CheckConstraint("number > 0", name="number"),
        Index(
            "ix_intent_versions_in_service",
            "tenant_id",
            unique=True,
            postgresql_where=text("status = 'in_service'"),
        ),
        Index(
            "ix_intent_versions_due",
            "run_after",
            postgresql_where=text("status IN ('queued','running')"),
        ),
        Index("ix_intent_versions_id", "id"),  # A wake-up names a job, not its tenant.
    )

    number: Mapped[int]
    switch: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")
    taught: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    basis: Mapped[str]
    with_pack: Mapped[bool] = mapped_column(default=True)
    figures: Mapped[dict[str, Any]]
    in_service_at: Mapped[datetime | None]


class TrainedClassifier(TenantRow):
    """What a version learned in one language, as `IntentClassifier` stores itself."""

    __tablename__ = "trained_classifiers"
    __table_args__ = (
        UniqueConstraint("tenant_id", "version_id", "language"),
        belongs_to("version_id", "intent_versions", ondelete="CASCADE"),
    )

    version_id: Mapped[UUID]
    language: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
