"""Mail that leaves the desk, and codes that prove an address."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class Mail(TenantRow):
    """A mail in the outbox. It is sent after the commit, as often as that takes, or only kept.

    `due_at` is when it may be tried, or, while it is held or `sending`, when that hold ends.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','sending','sent','failed','unknown')", name="state"),
        Index(
            "ix_mails_due",
            "tenant_id",
            "due_at",
            postgresql_where=text("state IN ('waiting','sending')"),
        ),
    )

    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    good_until: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]


class EmailCode(TenantRow):
    """A code that was sent to an address; who enters it reads that address's mail.

    Only a keyed digest is kept. `mail_id` is the mail that carries it, `name` what whoever asked
    wants to be called.
    """

    __tablename__ = "email_codes"
    __table_args__ = (
        belongs_to("mail_id", "mails", ondelete="CASCADE"),
        Index("ix_email_codes_mail", "tenant_id", "mail_id"),
    )

    email: Mapped[str]
    name: Mapped[str]
    digest: Mapped[str]
    mail_id: Mapped[UUID]
    attempts: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
