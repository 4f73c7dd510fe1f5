"""A tenant's own packs, each version with its files."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class PackVersion(TenantRow):
    """A version of a tenant's pack. Its files never change; a change is a new version.

    `files` are the texts by path. They are large, so that a query has to ask for them.
    `name` and `checked_at` are set when the pack was found good. `published_at` is when the
    version last went into service. `retired` gave way to a newer one, `rolled_back` was withdrawn.
    """

    __tablename__ = "pack_versions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        belongs_to("author_user_id", "users", ondelete="NO ACTION"),
        CheckConstraint(
            "status IN ('draft','checked','published','rolled_back','retired')", name="status"
        ),
        CheckConstraint("number > 0", name="number"),
        Index("ix_pack_versions_author", "tenant_id", "author_user_id"),
        Index(
            "ix_pack_versions_published",
            "tenant_id",
            unique=True,
            postgresql_where=text("status = 'published'"),
        ),
    )

    number: Mapped[int]
    name: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft")
    files: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    digest: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    author_user_id: Mapped[UUID | None]
    checked_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
