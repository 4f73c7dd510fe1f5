"""The audit trail: entries, and the hash chain that seals them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class AuditEntry(TenantRow):
    """Who did what to what. Holds ids and reasons, never what a customer wrote.

    `mark` is a keyed digest of the rest, made when it was written.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_target", "tenant_id", "target", "id"),
        Index(
            "ix_audit_entries_awaited",
            "tenant_id",
            "created_at",
            postgresql_where=text("action = 'conversation.person_awaited'"),
        ),
    )

    actor: Mapped[dict[str, Any]]
    action: Mapped[str]
    target: Mapped[str]
    detail: Mapped[dict[str, Any]]
    mark: Mapped[str]


class AuditSeal(TenantRow):
    """The place of an entry in its tenant's chain: `digest` covers it and the seal before."""

    __tablename__ = "audit_seals"
    __table_args__ = (
        UniqueConstraint("tenant_id", "position"),
        UniqueConstraint("tenant_id", "entry_id"),
        belongs_to("entry_id", "audit_entries"),
    )

    position: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[UUID]
    digest: Mapped[str]
