"""API keys expire, and a refresh token knows what it was exchanged for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_keys", sa.Column("expires_at", sa.DateTime(timezone=True)))
    op.add_column("refresh_tokens", sa.Column("successor_id", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("refresh_tokens", "successor_id")
    op.drop_column("api_keys", "expires_at")
