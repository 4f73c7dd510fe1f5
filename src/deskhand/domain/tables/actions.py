"""The ledger: every effect on the business, from intent to its end."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow


class LedgerEntry(TenantRow):
    """One action. `key` makes it happen at most once: turn, ordinal, tool and target."""

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("state IN ('intent','sent','done','refused','unknown')", name="state"),
        Index("ix_ledger_turn", "tenant_id", "turn_id"),
    )

    key: Mapped[str]
    turn_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    actor: Mapped[dict[str, Any]]
    tool: Mapped[str]
    target: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime]
