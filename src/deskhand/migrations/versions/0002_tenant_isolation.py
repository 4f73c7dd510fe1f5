"""Row-level security on every table, the application's grants, and the look-up functions."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "api_keys",
    "audit_entries",
    "audit_seals",
    "cases",
    "chunk_embeddings",
    "chunks",
    "conversations",
    "customers",
    "documents",
    "feedback",
    "idempotency_keys",
    "ingest_jobs",
    "invoices",
    "ledger",
    "messages",
    "orders",
    "payments",
    "refresh_tokens",
    "refunds",
    "replies",
    "strategy_outcomes",
    "subscriptions",
    "tenants",
    "ticket_counters",
    "tickets",
    "turns",
    "users",
)
APPEND_ONLY = ("audit_entries", "audit_seals")
LOOKED_UP = ("api_keys", "ingest_jobs", "tenants", "turns", "users")

FUNCTIONS = {
    "find_logins(address text)": (
        "TABLE (tenant_id uuid, user_id uuid, password_hash text)",
        "SELECT u.tenant_id, u.id, u.password_hash FROM users u"
        " WHERE u.email = lower(address) AND u.active",
    ),
    "find_api_keys(wanted text)": (
        "TABLE (tenant_id uuid, key_id uuid, key_digest text)",
        "SELECT k.tenant_id, k.id, k.key_digest FROM api_keys k"
        " WHERE k.prefix = wanted AND k.revoked_at IS NULL",
    ),
    "find_tenant(wanted text)": (
        "TABLE (tenant_id uuid)",
        "SELECT t.tenant_id FROM tenants t WHERE t.slug = wanted",
    ),
    "tenants_to_keep()": (
        "TABLE (tenant_id uuid)",
        "SELECT t.tenant_id FROM tenants t ORDER BY t.tenant_id",
    ),
    "turn_tenant(wanted uuid)": (
        "TABLE (tenant_id uuid)",
        "SELECT t.tenant_id FROM turns t WHERE t.id = wanted",
    ),
    "ingest_tenant(wanted uuid)": (
        "TABLE (tenant_id uuid)",
        "SELECT j.tenant_id FROM ingest_jobs j WHERE j.id = wanted",
    ),
    "due_turns(most integer)": (
        "TABLE (id uuid)",
        "SELECT t.id FROM turns t WHERE t.status IN ('queued', 'running')"
        " AND t.run_after <= now() AND (t.lease_until IS NULL OR t.lease_until < now())"
        " AND NOT EXISTS (SELECT 1 FROM turns o WHERE o.tenant_id = t.tenant_id"
        " AND o.conversation_id = t.conversation_id AND o.first_seq < t.first_seq"
        " AND o.status IN ('queued', 'running'))"
        " ORDER BY t.run_after LIMIT most",
    ),
    "due_ingests(most integer)": (
        "TABLE (id uuid)",
        "SELECT j.id FROM ingest_jobs j WHERE j.status IN ('queued', 'running')"
        " AND j.run_after <= now() AND (j.lease_until IS NULL OR j.lease_until < now())"
        " ORDER BY j.run_after LIMIT most",
    ),
    "queue_state()": (
        "TABLE (queue text, depth bigint, age double precision)",
        "SELECT 'turn'::text, count(*),"
        " coalesce(extract(epoch FROM now() - min(run_after)), 0)::double precision"
        " FROM turns WHERE status = 'queued' AND run_after <= now() UNION ALL"
        " SELECT 'ingest'::text, count(*),"
        " coalesce(extract(epoch FROM now() - min(run_after)), 0)::double precision"
        " FROM ingest_jobs WHERE status = 'queued' AND run_after <= now()",
    ),
}
OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_tenant ON {table} USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
        )
        rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        op.execute(f"GRANT {rights} ON {table} TO deskhand_app")
    op.execute("GRANT USAGE ON SCHEMA public TO deskhand_app, deskhand_lookup")
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    for table in LOOKED_UP:
        op.execute(f"GRANT SELECT ON {table} TO deskhand_lookup")
        op.execute(f"CREATE POLICY looked_up ON {table} FOR SELECT TO deskhand_lookup USING (true)")
    for signature, (result, body) in FUNCTIONS.items():
        name = signature.split("(")[0]
        types = _argument_types(signature)
        op.execute(
            f"CREATE FUNCTION {signature} RETURNS {result} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $$ {body} $$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name}({types}) TO deskhand_app")
        op.execute(f"ALTER FUNCTION {name}({types}) OWNER TO deskhand_lookup")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")
    op.execute(
        "CREATE INDEX hnsw_local_minilm ON chunk_embeddings"
        " USING hnsw ((embedding::vector(384)) vector_cosine_ops)"
        " WHERE model = 'local:all-MiniLM-L6-v2'"
    )


def downgrade() -> None:
    op.execute("DROP INDEX hnsw_local_minilm")
    op.execute("SET LOCAL ROLE deskhand_lookup")
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature.split('(')[0]}({_argument_types(signature)})")
    op.execute("RESET ROLE")
    for table in LOOKED_UP:
        op.execute(f"DROP POLICY looked_up ON {table}")
        op.execute(f"REVOKE SELECT ON {table} FROM deskhand_lookup")
    for table in TABLES:
        op.execute(f"REVOKE ALL ON {table} FROM deskhand_app")
        op.execute(f"DROP POLICY own_tenant ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("REVOKE USAGE ON SCHEMA public FROM deskhand_app, deskhand_lookup")


def _argument_types(signature: str) -> str:
    """`f(a text, b integer)` → `text, integer`."""
    inside = signature.split("(", 1)[1].rstrip(")")
    return ", ".join(part.split()[1] for part in inside.split(",") if part.strip())
