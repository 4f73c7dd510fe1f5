"""A tenant's own packs in versions, and the built-in pack that it stands on until then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"


def upgrade() -> None:
    op.add_column(
        "tenants", sa.Column("pack", sa.Text(), nullable=False, server_default=sa.text("'shop'"))
    )
    op.create_table(
        "pack_versions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author_user_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pack_versions")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_pack_versions_tenant_id_number")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "author_user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_pack_versions_tenant_id_author_user_id"),
            ondelete="NO ACTION",
        ),
        sa.CheckConstraint(
            "status IN ('draft','checked','published','rolled_back','retired')",
            name=op.f("ck_pack_versions_status"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_pack_versions_number")),
    )
    op.create_index(
        "ix_pack_versions_published",
        "pack_versions",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("status = 'published'"),
    )
    op.execute("ALTER TABLE pack_versions ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE pack_versions FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON pack_versions USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON pack_versions TO deskhand_app")


def downgrade() -> None:
    op.drop_table("pack_versions")
    op.drop_column("tenants", "pack")
