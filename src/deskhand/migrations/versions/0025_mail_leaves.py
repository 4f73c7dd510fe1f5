"""Mail that is being sent is held for a while, has an end, and says what became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

DUE = (
    "CREATE FUNCTION tenants_with_mail() RETURNS TABLE (tenant_id uuid) LANGUAGE sql STABLE"
    " SECURITY DEFINER SET search_path = public, pg_temp AS $$"
    " SELECT DISTINCT m.tenant_id FROM mails m WHERE m.state IN ('waiting','sending')"
    " AND m.due_at <= now() $$"
)


def _states(*names: str) -> None:
    op.drop_constraint(op.f("ck_mails_state"), "mails", type_="check")
    listed = ",".join(f"'{name}'" for name in names)
    op.create_check_constraint(op.f("ck_mails_state"), "mails", f"state IN ({listed})")


def _due_index(which: str) -> None:
    op.drop_index("ix_mails_due", "mails")
    op.create_index(
        "ix_mails_due", "mails", ["tenant_id", "due_at"], postgresql_where=sa.text(which)
    )


def upgrade() -> None:
    op.add_column("mails", sa.Column("good_until", sa.DateTime(timezone=True), nullable=True))
    # What was written before any relay was there: codes, all of them over.
    op.execute("UPDATE mails SET good_until = created_at + interval '15 minutes'")
    op.alter_column("mails", "good_until", nullable=False)
    op.add_column("mails", sa.Column("error", sa.Text(), nullable=True))
    _states("waiting", "sending", "sent", "failed", "unknown")
    _due_index("state IN ('waiting','sending')")
    op.execute("GRANT SELECT ON mails TO deskhand_lookup")
    op.execute("CREATE POLICY looked_up ON mails FOR SELECT TO deskhand_lookup USING (true)")
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    op.execute(DUE)
    op.execute("REVOKE ALL ON FUNCTION tenants_with_mail() FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION tenants_with_mail() TO deskhand_app")
    op.execute("ALTER FUNCTION tenants_with_mail() OWNER TO deskhand_lookup")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")


def downgrade() -> None:
    op.execute("SET LOCAL ROLE deskhand_lookup")
    op.execute("DROP FUNCTION tenants_with_mail()")
    op.execute("RESET ROLE")
    op.execute("DROP POLICY looked_up ON mails")
    op.execute("REVOKE SELECT ON mails FROM deskhand_lookup")
    op.execute("UPDATE mails SET state = 'failed' WHERE state IN ('sending','unknown')")
    _states("waiting", "sent", "failed")
    _due_index("state = 'waiting'")
    op.drop_column("mails", "error")
    op.drop_column("mails", "good_until")
