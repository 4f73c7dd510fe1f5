"""Records of whatever a tenant's pack calls its nouns."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.clock import now
from deskhand.infra.db.base import TenantRow, belongs_to


class Record(TenantRow):
    """One thing of the noun `noun`, such as a reservation; its values stand in `fields`.

    In `fields` a date is ISO text, money is `{"minor": 4900, "currency": "EUR"}`, several texts
    are a list. A record without a customer belongs to nobody and is seen by the team alone.
    """

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("tenant_id", "noun", "number"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        Index("ix_records_customer", "tenant_id", "customer_id", "noun"),
    )

    updated_at: Mapped[datetime] = mapped_column(default=now)
    noun: Mapped[str]
    number: Mapped[str]
    customer_id: Mapped[UUID | None]
    fields: Mapped[dict[str, Any]]
