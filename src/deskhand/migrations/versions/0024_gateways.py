"""Systems of a tenant's own, in which its actions are done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "gateways",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_gateways")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_gateways_tenant_id_name")),
    )
    op.execute("ALTER TABLE gateways ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE gateways FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON gateways USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON gateways TO deskhand_app")


def downgrade() -> None:
    op.drop_table("gateways")
