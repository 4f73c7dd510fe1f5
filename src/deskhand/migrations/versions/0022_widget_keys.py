"""Keys of the widget, found by what stands in a page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"


def upgrade() -> None:
    op.create_table(
        "widget_keys",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("origins", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_widget_keys")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_widget_keys_tenant_id_key")),
    )
    op.create_index("ix_widget_keys_key", "widget_keys", ["key"])
    op.execute("ALTER TABLE widget_keys ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE widget_keys FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON widget_keys USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON widget_keys TO deskhand_app")
    op.execute("GRANT SELECT ON widget_keys TO deskhand_lookup")
    op.execute("CREATE POLICY looked_up ON widget_keys FOR SELECT TO deskhand_lookup USING (true)")
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    op.execute(
        "CREATE FUNCTION find_widget_key(wanted text) RETURNS TABLE (tenant_id uuid, id uuid)"
        " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS"
        " $$ SELECT k.tenant_id, k.id FROM widget_keys k WHERE k.key = wanted $$"
    )
    op.execute("REVOKE ALL ON FUNCTION find_widget_key(text) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION find_widget_key(text) TO deskhand_app")
    op.execute("ALTER FUNCTION find_widget_key(text) OWNER TO deskhand_lookup")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")


def downgrade() -> None:
    op.execute("SET LOCAL ROLE deskhand_lookup")
    op.execute("DROP FUNCTION find_widget_key(text)")
    op.execute("RESET ROLE")
    op.drop_table("widget_keys")
