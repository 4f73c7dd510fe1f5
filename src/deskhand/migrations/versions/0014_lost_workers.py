"""Turns count the attempts that lost their worker apart from those that failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("lost", "lost_alone"):
        op.add_column("turns", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "turns", sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )


def downgrade() -> None:
    for name in ("lost", "lost_alone", "alone"):
        op.drop_column("turns", name)
