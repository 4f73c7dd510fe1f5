"""Intents that a tenant teaches, their examples, and the classifiers trained on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
MOMENT = sa.DateTime(timezone=True)
TABLES = ("own_intents", "intent_examples", "intent_versions", "trained_classifiers")
FUNCTIONS = {
    "training_tenant(wanted uuid)": (
        "TABLE (tenant_id uuid)",
        "SELECT v.tenant_id FROM intent_versions v WHERE v.id = wanted",
    ),
    "due_trainings(most integer)": (
        "TABLE (id uuid)",
        "SELECT v.id FROM intent_versions v WHERE v.status IN ('queued', 'running')"
        " AND v.run_after <= now() AND (v.lease_until IS NULL OR v.lease_until < now())"
        " ORDER BY v.run_after LIMIT most",
    ),
}


def upgrade() -> None:
    _create_taught()
    _create_versions()
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_tenant ON {table} USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO deskhand_app")
    op.execute("GRANT SELECT ON intent_versions TO deskhand_lookup")
    op.execute(
        "CREATE POLICY looked_up ON intent_versions FOR SELECT TO deskhand_lookup USING (true)"
    )
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    for signature, (result, body) in FUNCTIONS.items():
        name, types = _parts(signature)
        op.execute(
            f"CREATE FUNCTION {signature} RETURNS {result} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $$ {body} $$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name}({types}) TO deskhand_app")
        op.execute(f"ALTER FUNCTION {name}({types}) OWNER TO deskhand_lookup")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")


def downgrade() -> None:
    op.execute("SET LOCAL ROLE deskhand_lookup")
    for signature in FUNCTIONS:
        name, types = _parts(signature)
        op.execute(f"DROP FUNCTION {name}({types})")
    op.execute("RESET ROLE")
    for table in reversed(TABLES):
        op.drop_table(table)


def _parts(signature: str) -> tuple[str, str]:
    """`f(a text)` → `f`, `text`."""
    name, inside = signature.rstrip(")").split("(", 1)
    return name, inside.split()[1]


def _own(*columns: sa.schema.SchemaItem) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *columns,
    )


def _create_taught() -> None:
    op.create_table(
        "own_intents",
        *_own(
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("title", sa.Text(), nullable=False),
            sa.Column("category", sa.Text(), nullable=False),
            sa.Column("procedure", sa.Text(), nullable=True),
            sa.Column("macro_id", sa.Uuid(), nullable=True),
            sa.Column("updated_at", MOMENT, nullable=False),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_own_intents")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_own_intents_tenant_id_name")),
    )
    op.create_table(
        "intent_examples",
        *_own(
            sa.Column("intent", sa.Text(), nullable=False),
            sa.Column("language", sa.Text(), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.Column("digest", sa.Text(), nullable=False),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_intent_examples")),
        sa.UniqueConstraint(
            "tenant_id",
            "language",
            "digest",
            name=op.f("uq_intent_examples_tenant_id_language_digest"),
        ),
    )
    op.create_index("ix_intent_examples_intent", "intent_examples", ["tenant_id", "intent", "id"])


def _create_versions() -> None:
    op.create_table(
        "intent_versions",
        *_own(
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("status", sa.Text(), nullable=False),
            sa.Column("switch", sa.Boolean(), nullable=False),
            sa.Column("note", sa.Text(), nullable=False),
            sa.Column("taught", postgresql.JSONB(), nullable=False),
            sa.Column("basis", sa.Text(), nullable=False),
            sa.Column("with_pack", sa.Boolean(), nullable=False),
            sa.Column("figures", postgresql.JSONB(), nullable=False),
            sa.Column("done", sa.Integer(), nullable=False),
            sa.Column("total", sa.Integer(), nullable=True),
            sa.Column("attempts", sa.Integer(), nullable=False),
            sa.Column("fence", sa.Integer(), nullable=False),
            sa.Column("lease_until", MOMENT, nullable=True),
            sa.Column("run_after", MOMENT, nullable=False),
            sa.Column("error", sa.Text(), nullable=True),
            sa.Column("finished_at", MOMENT, nullable=True),
            sa.Column("in_service_at", MOMENT, nullable=True),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_intent_versions")),
        sa.UniqueConstraint(
            "tenant_id", "number", name=op.f("uq_intent_versions_tenant_id_number")
        ),
        sa.CheckConstraint(
            "status IN ('queued','running','ready','failed','in_service','retired','rolled_back')",
            name=op.f("ck_intent_versions_status"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_intent_versions_number")),
    )
    op.create_index(
        "ix_intent_versions_in_service",
        "intent_versions",
        ["tenant_id"],
        unique=True,
        postgresql_where=sa.text("status = 'in_service'"),
    )
    op.create_index(
        "ix_intent_versions_due",
        "intent_versions",
        ["run_after"],
        postgresql_where=sa.text("status IN ('queued','running')"),
    )
    op.create_index("ix_intent_versions_id", "intent_versions", ["id"])
    op.create_table(
        "trained_classifiers",
        *_own(
            sa.Column("version_id", sa.Uuid(), nullable=False),
            sa.Column("language", sa.Text(), nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_trained_classifiers")),
        sa.UniqueConstraint(
            "tenant_id",
            "version_id",
            "language",
            name=op.f("uq_trained_classifiers_tenant_id_version_id_language"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "version_id"],
            ["intent_versions.tenant_id", "intent_versions.id"],
            name=op.f("fk_trained_classifiers_tenant_id_version_id"),
            ondelete="CASCADE",
        ),
    )
