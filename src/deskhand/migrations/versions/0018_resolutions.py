"""Resolutions with what customers say of them, and indexes for the figures of a time span."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "resolutions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reopened_at", MOMENT, nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("rated_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_resolutions")),
        sa.CheckConstraint(
            "settled_by IN ('assistant','person')", name=op.f("ck_resolutions_settled_by")
        ),
        sa.CheckConstraint(
            "rating IN ('satisfied','escalate')", name=op.f("ck_resolutions_rating")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "conversation_id"],
            ["conversations.tenant_id", "conversations.id"],
            name=op.f("fk_resolutions_tenant_id_conversation_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_resolutions_conversation", "resolutions", ["tenant_id", "conversation_id", "id"]
    )
    op.create_index("ix_resolutions_closed", "resolutions", ["tenant_id", "closed_at", "id"])
    op.execute("ALTER TABLE resolutions ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE resolutions FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON resolutions USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON resolutions TO deskhand_app")
    op.create_index("ix_conversations_created", "conversations", ["tenant_id", "created_at"])
    op.create_index("ix_replies_created", "replies", ["tenant_id", "created_at"])
    op.create_index(
        "ix_audit_entries_awaited",
        "audit_entries",
        ["tenant_id", "created_at"],
        postgresql_where=sa.text("action = 'conversation.person_awaited'"),
    )


def downgrade() -> None:
    op.drop_index("ix_audit_entries_awaited", table_name="audit_entries")
    op.drop_index("ix_replies_created", table_name="replies")
    op.drop_index("ix_conversations_created", table_name="conversations")
    op.drop_table("resolutions")
