"""How the team works: macros, colleagues, the desk's settings, and service clocks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _table(
        "macros",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actions", postgresql.JSONB(), nullable=False),
        sa.Column("owner_user_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        _key("macros", "owner_user_id", "users"),
    )
    op.create_index("ix_macros_owner", "macros", ["tenant_id", "owner_user_id"])
    _table(
        "colleagues",
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("skills", postgresql.JSONB(), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("away_until", MOMENT, nullable=True),
        sa.Column("last_assigned_at", MOMENT, nullable=True),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_colleagues_capacity")),
        _key("colleagues", "id", "users"),
    )
    _table(
        "desk_settings",
        sa.Column("settings", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    _table(
        "service_clocks",
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("computed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_response_due", MOMENT, nullable=True),
        sa.Column("first_responded_at", MOMENT, nullable=True),
        sa.Column("resolution_due", MOMENT, nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("first_warned_at", MOMENT, nullable=True),
        sa.Column("resolution_warned_at", MOMENT, nullable=True),
        sa.Column("first_breached_at", MOMENT, nullable=True),
        sa.Column("resolution_breached_at", MOMENT, nullable=True),
        _key("service_clocks", "id", "conversations"),
    )
    for name, column, where in (
        ("first", "first_response_due", "first_responded_at IS NULL AND ended_at IS NULL"),
        ("resolution", "resolution_due", "ended_at IS NULL"),
        ("running", "id", "ended_at IS NULL"),
    ):
        op.create_index(
            f"ix_service_clocks_{name}",
            "service_clocks",
            ["tenant_id", column],
            postgresql_where=sa.text(where),
        )


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{target}.tenant_id", f"{target}.id"],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
        ondelete="CASCADE",
    )


def _table(name: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{name}")),
    )
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY own_tenant ON {name} USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO deskhand_app")


def downgrade() -> None:
    for name in ("service_clocks", "desk_settings", "colleagues", "macros"):
        op.drop_table(name)
