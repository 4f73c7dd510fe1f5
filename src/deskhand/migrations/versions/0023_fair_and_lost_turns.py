"""Due work is found in turn by tenant and customer, and turns of workers that are gone at once."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

DUE_TURN = (
    "t.status IN ('queued', 'running') AND t.run_after <= now()"
    " AND (t.lease_until IS NULL OR t.lease_until < now())"
    " AND NOT EXISTS (SELECT 1 FROM turns o WHERE o.tenant_id = t.tenant_id"
    " AND o.conversation_id = t.conversation_id AND o.first_seq < t.first_seq"
    " AND o.status IN ('queued', 'running'))"
)
DUE_JOB = (
    "j.status IN ('queued', 'running') AND j.run_after <= now()"
    " AND (j.lease_until IS NULL OR j.lease_until < now())"
)
OLD = {
    "due_turns": f"SELECT t.id FROM turns t WHERE {DUE_TURN} ORDER BY t.run_after LIMIT most",
    "due_ingests": f"SELECT j.id FROM ingest_jobs j WHERE {DUE_JOB} ORDER BY j.run_after LIMIT most",
}
NEW = {
    # The first turn of each customer before anybody's second, and so by tenant; what a tenant
    # has running counts as if it stood before.
    "due_turns": f"""
        WITH running AS (
            SELECT tenant_id, count(*) AS held FROM turns
            WHERE status = 'running' AND lease_until >= now() GROUP BY tenant_id),
        due AS (
            SELECT t.id, t.tenant_id, t.run_after, row_number() OVER (
                PARTITION BY t.tenant_id,
                    coalesce(t.actor ->> 'customer_id', t.conversation_id::text)
                ORDER BY t.run_after, t.id) AS of_customer
            FROM turns t WHERE {DUE_TURN}),
        ranked AS (
            SELECT due.id, due.run_after, coalesce(held, 0) + row_number() OVER (
                PARTITION BY due.tenant_id
                ORDER BY due.of_customer, due.run_after, due.id) AS of_tenant
            FROM due LEFT JOIN running USING (tenant_id))
        SELECT id FROM ranked ORDER BY of_tenant, run_after, id LIMIT most""",
    "due_ingests": f"""
        WITH running AS (
            SELECT tenant_id, count(*) AS held FROM ingest_jobs
            WHERE status = 'running' AND lease_until >= now() GROUP BY tenant_id),
        ranked AS (
            SELECT j.id, j.run_after, coalesce(held, 0) + row_number() OVER (
                PARTITION BY j.tenant_id ORDER BY j.run_after, j.id) AS of_tenant
            FROM ingest_jobs j LEFT JOIN running USING (tenant_id) WHERE {DUE_JOB})
        SELECT id FROM ranked ORDER BY of_tenant, run_after, id LIMIT most""",
}
# A lock that can be had is one that nobody holds; it is let go of with the transaction.
LOST = """
    WITH owners AS MATERIALIZED (
        SELECT DISTINCT lease_owner FROM turns
        WHERE status = 'running' AND lease_until > now() AND lease_owner LIKE 'present/%'),
    gone AS MATERIALIZED (
        SELECT lease_owner FROM owners
        WHERE pg_try_advisory_xact_lock(hashtextextended(lease_owner, 0)))
    SELECT t.tenant_id, t.id, t.lease_owner FROM turns t JOIN gone USING (lease_owner)
    WHERE t.status = 'running' AND t.lease_until > now()"""


def _replace(bodies: dict[str, str]) -> None:
    for name, body in bodies.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}(most integer) RETURNS TABLE (id uuid)"
            " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
            f" AS $$ {body} $$"
        )


def upgrade() -> None:
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    op.execute("SET LOCAL ROLE deskhand_lookup")
    _replace(NEW)
    op.execute(
        "CREATE FUNCTION lost_turns() RETURNS TABLE (tenant_id uuid, id uuid, lease_owner text)"
        " LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp"
        f" AS $$ {LOST} $$"
    )
    op.execute("REVOKE ALL ON FUNCTION lost_turns() FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION lost_turns() TO deskhand_app")
    op.execute("RESET ROLE")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")


def downgrade() -> None:
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    op.execute("SET LOCAL ROLE deskhand_lookup")
    op.execute("DROP FUNCTION lost_turns()")
    _replace(OLD)
    op.execute("RESET ROLE")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")
