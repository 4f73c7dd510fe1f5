"""Where a tenant's events are sent, and what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class Webhook(TenantRow):
    """An address that is told of events. `position` is the last one of the feed that was queued.

    `secret` signs, so it is kept as it is; only administrators of the tenant are shown it, once.
    """

    __tablename__ = "webhooks"

    url: Mapped[str]
    description: Mapped[str]
    types: Mapped[list[Any]]
    secret: Mapped[str]
    position: Mapped[int] = mapped_column(BigInteger)
    failing_since: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]


class WebhookDelivery(TenantRow):
    """One event on its way to one address; its id is the message's id at every try."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("tenant_id", "webhook_id", "entry_id"),
        belongs_to("webhook_id", "webhooks", ondelete="CASCADE"),
        CheckConstraint("status IN ('queued','delivered','failed')", name="status"),
        Index(
            "ix_webhook_deliveries_due",
            "tenant_id",
            "run_after",
            postgresql_where=text("status = 'queued'"),
        ),
        Index("ix_webhook_deliveries_webhook", "tenant_id", "webhook_id", "id"),
    )

    webhook_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    type: Mapped[str]
    body: Mapped[str]
    status: Mapped[str]
    attempts: Mapped[int]
    run_after: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    answered: Mapped[int | None]
    error: Mapped[str | None]
    delivered_at: Mapped[datetime | None]
