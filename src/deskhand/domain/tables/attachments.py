"""Files that were attached to conversations."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class Attachment(TenantRow):
    """A picture or PDF file. Its `content` is read only when it is asked for."""

    __tablename__ = "attachments"
    __table_args__ = (
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        CheckConstraint("by IN ('customer','agent')", name="by"),
        Index("ix_attachments_conversation", "tenant_id", "conversation_id", "id"),
    )

    conversation_id: Mapped[UUID]
    by: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(deferred=True)
