"""Audit entries are marked with a keyed digest as they are written, and sealed anew with it.

Entries from before are known by their mark; the chain starts again so that its digests are keyed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FUNCTION = (
    "CREATE FUNCTION tenants_to_seal() RETURNS TABLE (tenant_id uuid) LANGUAGE sql STABLE"
    " SECURITY DEFINER SET search_path = public, pg_temp AS $$"
    " SELECT t.tenant_id FROM tenants t WHERE EXISTS (SELECT 1 FROM audit_entries e"
    " WHERE e.tenant_id = t.tenant_id AND e.id > coalesce((SELECT s.entry_id FROM audit_seals s"
    " WHERE s.tenant_id = t.tenant_id ORDER BY s.position DESC LIMIT 1),"
    " '00000000-0000-0000-0000-000000000000'::uuid)) $$"
)


def upgrade() -> None:
    op.add_column(
        "audit_entries", sa.Column("mark", sa.Text(), nullable=False, server_default="before")
    )
    op.alter_column("audit_entries", "mark", server_default=None)
    op.execute("TRUNCATE audit_seals")
    for table in ("audit_entries", "audit_seals"):
        op.execute(f"GRANT SELECT ON {table} TO deskhand_lookup")
        op.execute(f"CREATE POLICY looked_up ON {table} FOR SELECT TO deskhand_lookup USING (true)")
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    op.execute(FUNCTION)
    op.execute("REVOKE ALL ON FUNCTION tenants_to_seal() FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION tenants_to_seal() TO deskhand_app")
    op.execute("ALTER FUNCTION tenants_to_seal() OWNER TO deskhand_lookup")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")


def downgrade() -> None:
    op.execute("SET LOCAL ROLE deskhand_lookup")
    op.execute("DROP FUNCTION tenants_to_seal()")
    op.execute("RESET ROLE")
    for table in ("audit_entries", "audit_seals"):
        op.execute(f"DROP POLICY looked_up ON {table}")
        op.execute(f"REVOKE SELECT ON {table} FROM deskhand_lookup")
    op.execute("TRUNCATE audit_seals")
    op.drop_column("audit_entries", "mark")
