"""Sign-ins of browsers, and an index for what happened to one thing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"


def upgrade() -> None:
    op.create_table(
        "web_sessions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_web_sessions")),
        sa.UniqueConstraint("tenant_id", "digest", name=op.f("uq_web_sessions_tenant_id_digest")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_web_sessions_tenant_id_user_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_web_sessions_digest", "web_sessions", ["digest"])
    op.create_index("ix_web_sessions_user", "web_sessions", ["tenant_id", "user_id"])
    op.execute("ALTER TABLE web_sessions ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE web_sessions FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON web_sessions USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON web_sessions TO deskhand_app")
    op.execute("GRANT SELECT ON web_sessions TO deskhand_lookup")
    op.execute("CREATE POLICY looked_up ON web_sessions FOR SELECT TO deskhand_lookup USING (true)")
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    op.execute(
        "CREATE FUNCTION find_web_session(wanted text) RETURNS TABLE (tenant_id uuid, id uuid)"
        " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS"
        " $$ SELECT s.tenant_id, s.id FROM web_sessions s WHERE s.digest = wanted $$"
    )
    op.execute("REVOKE ALL ON FUNCTION find_web_session(text) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION find_web_session(text) TO deskhand_app")
    op.execute("ALTER FUNCTION find_web_session(text) OWNER TO deskhand_lookup")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")
    op.create_index("ix_audit_entries_target", "audit_entries", ["tenant_id", "target", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_entries_target", "audit_entries")
    op.execute("SET LOCAL ROLE deskhand_lookup")
    op.execute("DROP FUNCTION find_web_session(text)")
    op.execute("RESET ROLE")
    op.drop_table("web_sessions")
