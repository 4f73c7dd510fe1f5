"""Conversations, their messages, and the turns that answer them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to

TURN_STATUSES = ("queued", "running", "completed", "failed", "silent")
"""`completed`, `failed` and `silent` are final; `silent`: a person owns the conversation."""


class Conversation(TenantRow):
    """An exchange with one customer. One owner at a time: the assistant or a person.

    `external_ref` is the session of a channel. `last_seq` numbers its messages.
    `summary` covers the messages up to `summary_seq`. `waiting_since` is set while a person is
    awaited; the assistant goes on answering until one has it. `assignee_id` is who of the team
    shall see to it; the owner when a person owns it. Only an open one is snoozed, and the thread
    of a merged one is read where it was merged into.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("tenant_id", "channel", "external_ref"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        belongs_to("owner_user_id", "users", ondelete="NO ACTION"),
        belongs_to("assignee_id", "users", ondelete="NO ACTION"),
        belongs_to("merged_into", "conversations", ondelete="NO ACTION"),
        CheckConstraint("status IN ('open','closed')", name="status"),
        CheckConstraint("owner IN ('assistant','person')", name="owner"),
        CheckConstraint("priority IN ('low','normal','high','urgent')", name="priority"),
        Index("ix_conversations_customer", "tenant_id", "customer_id"),
        # One index for each view of the inbox, in the order in which it is shown.
        Index("ix_conversations_created", "tenant_id", "created_at"),
        Index("ix_conversations_updated", "tenant_id", "updated_at", "id"),
        Index(
            "ix_conversations_assignee",
            "tenant_id",
            "assignee_id",
            "updated_at",
            "id",
            postgresql_where=text("status = 'open' AND assignee_id IS NOT NULL"),
        ),
        Index(
            "ix_conversations_assistant",
            "tenant_id",
            "updated_at",
            "id",
            postgresql_where=text(
                "status = 'open' AND owner = 'assistant' AND waiting_since IS NULL"
            ),
        ),
        Index("ix_conversations_owner", "tenant_id", "owner_user_id"),
        Index("ix_conversations_assigned", "tenant_id", "assignee_id"),
        Index(
            "ix_conversations_waiting",
            "tenant_id",
            "waiting_since",
            "id",
            postgresql_where=text("waiting_since IS NOT NULL"),
        ),
        Index(
            "ix_conversations_snoozed",
            "tenant_id",
            "snoozed_until",
            "id",
            postgresql_where=text("snoozed_until IS NOT NULL"),
        ),
        Index(
            "ix_conversations_closed",
            "tenant_id",
            "closed_at",
            "id",
            postgresql_where=text("status = 'closed'"),
        ),
        Index(
            "ix_conversations_merged",
            "tenant_id",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
    )

    customer_id: Mapped[UUID | None]
    channel: Mapped[str]
    external_ref: Mapped[str | None]
    subject: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="open")
    owner: Mapped[str] = mapped_column(default="assistant")
    owner_user_id: Mapped[UUID | None]
    last_seq: Mapped[int] = mapped_column(default=0)
    summary: Mapped[str] = mapped_column(default="")
    summary_seq: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    waiting_reason: Mapped[str | None]
    priority: Mapped[str] = mapped_column(default="normal", server_default=text("'normal'"))
    assignee_id: Mapped[UUID | None]
    snoozed_until: Mapped[datetime | None]
    close_reason: Mapped[str | None]
    merged_into: Mapped[UUID | None]


class DialogueRow(TenantRow):
    """Where the dialogue of a conversation stands; its id is the conversation's.

    `version` counts the replies that wrote it.
    """

    __tablename__ = "dialogue"
    __table_args__ = (belongs_to("id", "conversations", ondelete="CASCADE"),)

    updated_at: Mapped[datetime]
    state: Mapped[dict[str, Any]]
    version: Mapped[int]


class Turn(TenantRow):
    """One customer message, or a burst of them, being answered.

    `actor` is the authenticated principal that sent it. A worker may write only while it holds
    the newest `fence`, and only what it wrote in sight of the message `last_seq`. `about` is what
    the door said of the thing in hand. `attempts` are those that a worker ended, `lost` those whose
    worker died, `lost_alone` those of them in which it did nothing else (`alone`).
    """

    __tablename__ = "turns"
    __table_args__ = (
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        CheckConstraint(
            "status IN ('queued','running','completed','failed','silent')", name="status"
        ),
        Index(
            "uq_turns_one_running",
            "tenant_id",
            "conversation_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
        Index(
            "ix_turns_due",
            "run_after",
            postgresql_where=text("status IN ('queued','running')"),
        ),
        Index("ix_turns_id", "id"),  # A wake-up names a turn, not its tenant.
        Index("ix_turns_conversation", "tenant_id", "conversation_id", "first_seq"),
    )

    conversation_id: Mapped[UUID]
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    about: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    actor: Mapped[dict[str, Any]]
    correlation_id: Mapped[str]
    status: Mapped[str] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    lost_alone: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    alone: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    run_after: Mapped[datetime]
    last_error: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class Message(TenantRow):
    """Something that was said; `seq` orders it within the conversation."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("tenant_id", "conversation_id", "seq"),
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        belongs_to("turn_id", "turns", ondelete="CASCADE"),
        CheckConstraint("role IN ('customer','assistant','agent','system')", name="role"),
        Index("ix_messages_turn", "tenant_id", "turn_id"),
    )

    conversation_id: Mapped[UUID]
    seq: Mapped[int]
    role: Mapped[str]
    text: Mapped[str]
    turn_id: Mapped[UUID | None]
    author_user_id: Mapped[UUID | None]


class Reply(TenantRow):
    """The answer of one turn. Its id is the turn's id, so a turn has one or none."""

    __tablename__ = "replies"
    __table_args__ = (
        belongs_to("id", "turns", ondelete="CASCADE"),
        belongs_to("message_id", "messages", ondelete="CASCADE"),
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        belongs_to("ticket_id", "tickets", ondelete="NO ACTION"),
        CheckConstraint("checked IN ('rendered','checked','not_checked')", name="checked"),
        Index("ix_replies_message", "tenant_id", "message_id"),
        Index("ix_replies_conversation", "tenant_id", "conversation_id"),
        Index("ix_replies_ticket", "tenant_id", "ticket_id"),
        Index("ix_replies_created", "tenant_id", "created_at"),
    )

    conversation_id: Mapped[UUID]
    message_id: Mapped[UUID]
    category: Mapped[str]
    intent: Mapped[str]
    agent: Mapped[str]
    confidence: Mapped[float]
    compliance_checked: Mapped[bool]
    disclaimer: Mapped[bool]
    escalated: Mapped[bool]
    ticket_id: Mapped[UUID | None]
    engine: Mapped[str]
    fallback: Mapped[str | None]
    strategy: Mapped[str]
    sources: Mapped[list[Any]]
    actions: Mapped[list[Any]]
    findings: Mapped[list[Any]]
    trace: Mapped[list[Any]]
    usage: Mapped[dict[str, Any]]
    choices: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    question: Mapped[str | None]
    evidence: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    checked: Mapped[str] = mapped_column(default="rendered", server_default=text("'rendered'"))


class Feedback(TenantRow):
    """What a customer said of an answer: satisfied, or wants a person."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("tenant_id", "turn_id"),
        belongs_to("turn_id", "turns", ondelete="CASCADE"),
        CheckConstraint("rating IN ('satisfied','escalate')", name="rating"),
    )

    turn_id: Mapped[UUID]
    rating: Mapped[str]
    comment: Mapped[str | None]


class Resolution(TenantRow):
    """A conversation that was closed: by whom it was settled, how sure that is, what came after.

    `confirmed`: the customer said so, by a rating or by closing it. `reopened_at`: the customer
    wrote again. `rating` is the last word of the customer about it.
    """

    __tablename__ = "resolutions"
    __table_args__ = (
        belongs_to("conversation_id", "conversations", ondelete="CASCADE"),
        CheckConstraint("settled_by IN ('assistant','person')", name="settled_by"),
        CheckConstraint("rating IN ('satisfied','escalate')", name="rating"),
        Index("ix_resolutions_conversation", "tenant_id", "conversation_id", "id"),
        Index("ix_resolutions_closed", "tenant_id", "closed_at", "id"),
    )

    conversation_id: Mapped[UUID]
    closed_at: Mapped[datetime]
    reason: Mapped[str]
    settled_by: Mapped[str]
    confirmed: Mapped[bool]
    reopened_at: Mapped[datetime | None]
    rating: Mapped[str | None]
    comment: Mapped[str | None]
    rated_at: Mapped[datetime | None]


class IdempotencyKey(TenantRow):
    """A request that was accepted: the same key and body get the same answer again."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("tenant_id", "principal", "route", "key"),
        belongs_to("turn_id", "turns", ondelete="CASCADE"),
        Index("ix_idempotency_keys_turn", "tenant_id", "turn_id"),
    )

    principal: Mapped[str]
    route: Mapped[str]
    key: Mapped[str]
    body_digest: Mapped[str]
    turn_id: Mapped[UUID]
    message_id: Mapped[UUID]
