"""The application may read which schema the database has, so that it can refuse another one."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT USAGE ON SCHEMA deskhand_migrations TO deskhand_app")
    op.execute("GRANT SELECT ON deskhand_migrations.alembic_version TO deskhand_app")


def downgrade() -> None:
    op.execute("REVOKE SELECT ON deskhand_migrations.alembic_version FROM deskhand_app")
    op.execute("REVOKE USAGE ON SCHEMA deskhand_migrations FROM deskhand_app")
