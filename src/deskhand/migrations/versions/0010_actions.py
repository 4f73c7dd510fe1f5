"""Proposals, approvals and limits of actions, and what the built-in operations write."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
TABLES = ("proposals", "approvals", "action_slots", "requests")


def upgrade() -> None:
    _new_columns()
    _proposals()
    _approvals()
    op.create_table(
        "action_slots",
        *_own_key("action_slots"),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint(
            "tenant_id",
            "slot",
            "holder",
            "period",
            "place",
            name=op.f("uq_action_slots_tenant_id_slot_holder_period_place"),
        ),
    )
    _requests()
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_tenant ON {table} USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO deskhand_app")


def _own_key(table: str) -> tuple[sa.Column[object] | sa.PrimaryKeyConstraint, ...]:
    return (
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )


def _new_columns() -> None:
    op.add_column("orders", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("subscriptions", sa.Column("paused_until", sa.Date(), nullable=True))
    op.add_column("refunds", sa.Column("ledger_id", sa.Uuid(), nullable=True))
    for name in ("proposal_id", "customer_id"):
        op.add_column("ledger", sa.Column(name, sa.Uuid(), nullable=True))
    for name in ("pack", "gateway"):
        op.add_column("ledger", sa.Column(name, sa.Text(), nullable=True))
    op.create_index("ix_ledger_customer", "ledger", ["tenant_id", "customer_id"])
    op.create_index(
        "ix_ledger_sent",
        "ledger",
        ["tenant_id", "updated_at"],
        postgresql_where=sa.text("state = 'sent'"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        *_own_key("proposals"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("arguments", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("turn_id", sa.Uuid(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("proposer", postgresql.JSONB(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("gateway", sa.Text(), nullable=False),
        sa.Column("confirm", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", postgresql.JSONB(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_in", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customers.tenant_id", "customers.id"],
            name=op.f("fk_proposals_tenant_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_proposals_tenant_id_key")),
        sa.CheckConstraint(
            "state IN ('open', 'waiting', 'sent', 'done', 'refused', 'unknown', 'declined',"
            " 'expired', 'superseded')",
            name=op.f("ck_proposals_state"),
        ),
    )
    op.create_index("ix_proposals_customer", "proposals", ["tenant_id", "customer_id"])
    op.create_index("ix_proposals_conversation", "proposals", ["tenant_id", "conversation_id"])


def _approvals() -> None:
    op.create_table(
        "approvals",
        *_own_key("approvals"),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", postgresql.JSONB(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "proposal_id"],
            ["proposals.tenant_id", "proposals.id"],
            name=op.f("fk_approvals_tenant_id_proposal_id"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id", "proposal_id", name=op.f("uq_approvals_tenant_id_proposal_id")
        ),
        sa.CheckConstraint(
            "state IN ('waiting','granted','declined','expired')", name=op.f("ck_approvals_state")
        ),
    )
    op.create_index("ix_approvals_state", "approvals", ["tenant_id", "state"])


def _requests() -> None:
    op.create_table(
        "requests",
        *_own_key("requests"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("detail", postgresql.JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ledger_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customers.tenant_id", "customers.id"],
            name=op.f("fk_requests_tenant_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("tenant_id", "ledger_id", name=op.f("uq_requests_tenant_id_ledger_id")),
        sa.CheckConstraint("status IN ('open', 'done', 'void')", name=op.f("ck_requests_status")),
    )
    op.create_index("ix_requests_customer", "requests", ["tenant_id", "customer_id"])
    op.create_index("ix_requests_record", "requests", ["tenant_id", "noun", "number"])


def downgrade() -> None:
    for table in ("requests", "action_slots", "approvals", "proposals"):
        op.drop_table(table)
    op.drop_index("ix_ledger_sent", "ledger")
    op.drop_index("ix_ledger_customer", "ledger")
    for name in ("gateway", "pack", "customer_id", "proposal_id"):
        op.drop_column("ledger", name)
    op.drop_column("refunds", "ledger_id")
    op.drop_column("subscriptions", "paused_until")
    op.drop_column("orders", "address")
