"""Records of the pack's own nouns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customers.tenant_id", "customers.id"],
            name=op.f("fk_records_tenant_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_records")),
        sa.UniqueConstraint(
            "tenant_id", "noun", "number", name=op.f("uq_records_tenant_id_noun_number")
        ),
    )
    op.create_index("ix_records_customer", "records", ["tenant_id", "customer_id", "noun"])
    op.execute("ALTER TABLE records ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE records FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON records USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON records TO deskhand_app")


def downgrade() -> None:
    op.drop_table("records")
