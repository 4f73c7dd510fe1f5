"""Tenants and those who may act for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from deskhand.infra.clock import now
from deskhand.infra.db.base import Base, TenantRow, belongs_to
from deskhand.infra.ids import new_id


class Tenant(Base):
    """A company that uses Deskhand; all other rows belong to one.

    `pack` is the built-in pack that it stands on until it publishes one of its own.
    """

    __tablename__ = "tenants"
    __table_args__ = (UniqueConstraint("tenant_id", "slug"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str]
    name: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pack: Mapped[str] = mapped_column(default="shop", server_default=text("'shop'"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class User(TenantRow):
    """A person who signs in: staff, or a customer of the shop."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("tenant_id", "email"),
        CheckConstraint("role IN ('owner','admin','agent','customer')", name="role"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(role = 'customer') = (customer_id IS NOT NULL)", name="customer"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        Index("ix_users_email", text("email")),
        Index("ix_users_customer", "tenant_id", "customer_id"),
    )

    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    customer_id: Mapped[UUID | None]
    active: Mapped[bool] = mapped_column(default=True)


class RefreshToken(TenantRow):
    """A refresh token that was given out; `id` is its `jti`. Used once, for `successor_id`."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (
        belongs_to("user_id", "users", ondelete="CASCADE"),
        Index("ix_refresh_tokens_user", "tenant_id", "user_id"),
        Index("ix_refresh_tokens_family", "tenant_id", "family_id"),
    )

    user_id: Mapped[UUID]
    family_id: Mapped[UUID]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor_id: Mapped[UUID | None]
    revoked_at: Mapped[datetime | None]


class ApiKey(TenantRow):
    """A key for programs. Only its SHA-256 digest is kept; the prefix finds it.

    It may do no more than whoever made it (`created_by`), and ends with them.
    """

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("tenant_id", "prefix"),
        CheckConstraint("role IN ('owner','admin','agent')", name="role"),
        Index("ix_api_keys_prefix", text("prefix")),
    )

    name: Mapped[str]
    prefix: Mapped[str]
    key_digest: Mapped[str]
    role: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_by: Mapped[UUID | None]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class WebSession(TenantRow):
    """A browser that is signed in. Its cookie holds a random secret, of which the digest is kept.

    `agent` is what the browser calls itself, shown where its user looks through the sign-ins.
    """

    __tablename__ = "web_sessions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "digest"),
        belongs_to("user_id", "users", ondelete="CASCADE"),
        Index("ix_web_sessions_digest", text("digest")),
        Index("ix_web_sessions_user", "tenant_id", "user_id"),
    )

    user_id: Mapped[UUID]
    digest: Mapped[str]
    agent: Mapped[str]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class WidgetKey(TenantRow):
    """A key that stands in the pages of these origins, and opens chats for their visitors."""

    __tablename__ = "widget_keys"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        Index("ix_widget_keys_key", text("key")),
    )

    name: Mapped[str]
    key: Mapped[str]
    origins: Mapped[list[str]] = mapped_column(ARRAY(Text))
    revoked_at: Mapped[datetime | None]
