"""Actions: what was proposed, who approved it, the ledger of effects, and limits as unique rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class LedgerEntry(TenantRow):
    """One action. `key` makes it happen at most once: turn, ordinal, tool and target.

    `proposal_id`, `customer_id`, `pack` (the version of the rules) and `gateway` are set for
    actions of the pack; the assistant's own, such as opening a ticket, have none of them.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        CheckConstraint("state IN ('intent','sent','done','refused','unknown')", name="state"),
        Index("ix_ledger_turn", "tenant_id", "turn_id"),
        Index("ix_ledger_customer", "tenant_id", "customer_id"),
        Index("ix_ledger_sent", "tenant_id", "updated_at", postgresql_where=text("state = 'sent'")),
    )

    key: Mapped[str]
    turn_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    proposal_id: Mapped[UUID | None]
    customer_id: Mapped[UUID | None]
    pack: Mapped[str | None]
    gateway: Mapped[str | None]
    actor: Mapped[dict[str, Any]]
    tool: Mapped[str]
    target: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime]


PROPOSAL_STATES = (
    "open",
    "waiting",
    "sent",
    "done",
    "refused",
    "unknown",
    "declined",
    "expired",
    "superseded",
)


class Proposal(TenantRow):
    """An action that passed the rules and was shown; its arguments never change.

    `digest` covers action, record, customer and arguments: what is confirmed is what is done.
    `facts` are the values of the record that the rules read. `proposer` is who asked, and alone
    may confirm. `pack` is the version of the rules.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        CheckConstraint(
            "state IN ({})".format(", ".join(f"'{state}'" for state in PROPOSAL_STATES)),
            name="state",
        ),
        Index("ix_proposals_customer", "tenant_id", "customer_id"),
        Index("ix_proposals_conversation", "tenant_id", "conversation_id"),
    )

    key: Mapped[str]
    action: Mapped[str]
    noun: Mapped[str]
    number: Mapped[str]
    customer_id: Mapped[UUID | None]
    arguments: Mapped[dict[str, Any]]
    digest: Mapped[str]
    facts: Mapped[dict[str, Any]]
    rules: Mapped[list[Any]]
    conversation_id: Mapped[UUID | None]
    turn_id: Mapped[UUID | None]
    ordinal: Mapped[int]
    proposer: Mapped[dict[str, Any]]
    pack: Mapped[str]
    gateway: Mapped[str]
    confirm: Mapped[bool]
    state: Mapped[str] = mapped_column(default="open")
    expires_at: Mapped[datetime]
    answered_by: Mapped[dict[str, Any] | None]
    answered_at: Mapped[datetime | None]
    answered_in: Mapped[UUID | None]
    rule: Mapped[str | None]


class Approval(TenantRow):
    """A confirmed proposal that waits for a person; `reasons` say why it needs one."""

    __tablename__ = "approvals"
    __table_args__ = (
        UniqueConstraint("tenant_id", "proposal_id"),
        belongs_to("proposal_id", "proposals", ondelete="CASCADE"),
        CheckConstraint("state IN ('waiting','granted','declined','expired')", name="state"),
        Index("ix_approvals_state", "tenant_id", "state"),
    )

    proposal_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="waiting")
    reasons: Mapped[list[Any]]
    role: Mapped[str]
    expires_at: Mapped[datetime]
    decided_by: Mapped[dict[str, Any] | None]
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")


class ActionSlot(TenantRow):
    """One of the places that a limit has, such as the second of a month; the key is the limit."""

    __tablename__ = "action_slots"
    __table_args__ = (UniqueConstraint("tenant_id", "slot", "holder", "period", "place"),)

    slot: Mapped[str]
    holder: Mapped[str]
    period: Mapped[str]
    place: Mapped[int]
    proposal_id: Mapped[UUID]
