"""Work for people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class Ticket(TenantRow):
    """A matter that a person must settle. `number` is shown as `TCK-<number>`."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        belongs_to("assignee_id", "users", ondelete="NO ACTION"),
        CheckConstraint("status IN ('open','pending','solved','closed')", name="status"),
        CheckConstraint("priority IN ('low','normal','high','urgent')", name="priority"),
        Index("ix_tickets_customer", "tenant_id", "customer_id"),
        Index("ix_tickets_conversation", "tenant_id", "conversation_id"),
        Index("ix_tickets_assignee", "tenant_id", "assignee_id"),
    )

    number: Mapped[int]
    customer_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    turn_id: Mapped[UUID | None]
    subject: Mapped[str]
    description: Mapped[str]
    category: Mapped[str]
    priority: Mapped[str] = mapped_column(default="normal")
    status: Mapped[str] = mapped_column(default="open")
    origin: Mapped[str] = mapped_column(default="assistant")
    assignee_id: Mapped[UUID | None]
    updated_at: Mapped[datetime]
    solved_at: Mapped[datetime | None]


class TicketCounter(TenantRow):
    """The last ticket number of a tenant; `id` is the tenant's own id."""

    __tablename__ = "ticket_counters"

    last_number: Mapped[int]
