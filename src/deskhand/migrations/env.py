"""Alembic's entry: runs migrations on the connection that `deskhand.migrations.run` hands over."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import text

from deskhand.domain import tables  # noqa: F401  (fills the metadata)
from deskhand.infra.db.base import Base

VERSION_SCHEMA = "deskhand_migrations"
"""Alembic's own table lives apart: every table in `public` belongs to tenants."""


def _ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Indexes of expressions (of embeddings, of words) are made by hand; nobody compares them."""
    return not (kind == "index" and name is not None and name.startswith(("hnsw_", "words_")))


def _run() -> None:
    connection = context.config.attributes["connection"]
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {VERSION_SCHEMA}"))
    context.configure(
        connection=connection,
        version_table_schema=VERSION_SCHEMA,
        target_metadata=Base.metadata,
        include_object=_ours,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
