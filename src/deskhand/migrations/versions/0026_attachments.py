"""Files that are attached to conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_attachments")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "conversation_id"],
            ["conversations.tenant_id", "conversations.id"],
            name=op.f("fk_attachments_tenant_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("by IN ('customer','agent')", name=op.f("ck_attachments_by")),
    )
    op.create_index(
        "ix_attachments_conversation", "attachments", ["tenant_id", "conversation_id", "id"]
    )
    op.execute("ALTER TABLE attachments ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE attachments FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON attachments USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON attachments TO deskhand_app")


def downgrade() -> None:
    op.drop_table("attachments")
