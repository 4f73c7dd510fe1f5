"""A wake-up names a row by its id alone, so an index leads from the id to the row."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_turns_id", "turns", ["id"])
    op.create_index("ix_ingest_jobs_id", "ingest_jobs", ["id"])


def downgrade() -> None:
    op.drop_index("ix_ingest_jobs_id", table_name="ingest_jobs")
    op.drop_index("ix_turns_id", table_name="turns")
