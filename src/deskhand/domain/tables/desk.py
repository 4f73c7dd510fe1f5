"""What the team adds to a conversation, and how it works; its customers never see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
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


class Macro(TenantRow):
    """A text with variables and what is done with it; everybody's, or its owner's alone."""

    __tablename__ = "macros"
    __table_args__ = (
        belongs_to("owner_user_id", "users", ondelete="CASCADE"),
        Index("ix_macros_owner", "tenant_id", "owner_user_id"),
    )

    name: Mapped[str]
    text: Mapped[str]
    actions: Mapped[dict[str, Any]]
    owner_user_id: Mapped[UUID | None]
    updated_at: Mapped[datetime]


class Colleague(TenantRow):
    """How one of the team works; `id` is the user's. Who has no row is there, with defaults.

    `away_until` ends an absence by itself.
    """

    __tablename__ = "colleagues"
    __table_args__ = (
        belongs_to("id", "users", ondelete="CASCADE"),
        CheckConstraint("capacity >= 0", name="capacity"),
    )

    capacity: Mapped[int]
    skills: Mapped[list[Any]]
    away: Mapped[bool]
    away_until: Mapped[datetime | None]
    last_assigned_at: Mapped[datetime | None]


class DeskSettings(TenantRow):
    """How a tenant's desk works; `id` is the tenant's own. `version` counts the changes."""

    __tablename__ = "desk_settings"

    settings: Mapped[dict[str, Any]]
    version: Mapped[int]


class ServiceClock(TenantRow):
    """Until when a conversation has to be answered and settled; `id` is the conversation's.

    It begins when a person is awaited. `computed_at` is the change of the conversation that it was
    computed for, `version` that of the settings. While `paused` the customer's word is awaited.
    """

    __tablename__ = "service_clocks"
    __table_args__ = (
        belongs_to("id", "conversations", ondelete="CASCADE"),
        Index(
            "ix_service_clocks_first",
            "tenant_id",
            "first_response_due",
            postgresql_where=text("first_responded_at IS NULL AND ended_at IS NULL"),
        ),
        Index(
            "ix_service_clocks_resolution",
            "tenant_id",
            "resolution_due",
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_service_clocks_running",
            "tenant_id",
            "id",
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    started_at: Mapped[datetime]
    computed_at: Mapped[datetime]
    version: Mapped[int]
    first_response_due: Mapped[datetime | None]
    first_responded_at: Mapped[datetime | None]
    resolution_due: Mapped[datetime | None]
    paused: Mapped[bool]
    ended_at: Mapped[datetime | None]
    first_warned_at: Mapped[datetime | None]
    resolution_warned_at: Mapped[datetime | None]
    first_breached_at: Mapped[datetime | None]
    resolution_breached_at: Mapped[datetime | None]
