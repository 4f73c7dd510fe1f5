"""What the team adds to a conversation and its customer never sees."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from deskhand.infra.db.base import TenantRow, belongs_to


class Note(TenantRow):
    """Something that one of the team tells the others; no message, so nobody else can read it.

    `after_seq` is the last message that it was written behind.
    """

    __tablename__ = "notes"
    __table_args__ = (
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        Index("ix_notes_conversation", "tenant_id", "conversation_id", "id"),
    )

    conversation_id: Mapped[UUID]
    after_seq: Mapped[int]
    text: Mapped[str]
    author_user_id: Mapped[UUID | None]


class ConversationTag(TenantRow):
    """A word of the team that groups conversations."""

    __tablename__ = "conversation_tags"
    __table_args__ = (
        UniqueConstraint("tenant_id", "conversation_id", "tag"),
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        Index("ix_conversation_tags_tag", "tenant_id", "tag", "conversation_id"),
    )

    conversation_id: Mapped[UUID]
    tag: Mapped[str]


class ConversationRead(TenantRow):
    """Up to which message one of the team has read a conversation."""

    __tablename__ = "conversation_reads"
    __table_args__ = (
        UniqueConstraint("tenant_id", "conversation_id", "user_id"),
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        belongs_to("user_id", "users", ondelete="CASCADE"),
        Index("ix_conversation_reads_user", "tenant_id", "user_id"),
    )

    conversation_id: Mapped[UUID]
    user_id: Mapped[UUID]
    seq: Mapped[int]
