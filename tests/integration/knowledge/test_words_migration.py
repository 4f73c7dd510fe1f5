"""What the migration to postings makes of passages that were there before."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.migrations import run

TENANT, DOCUMENT, MOMENT = uuid4(), uuid4(), "2026-01-01T12:00:00+00:00"


def test_passages_from_before_are_in_the_word_index(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as server:
        owner = server.url("deskhand_owner")
        run.upgrade(owner, "0008")
        url = make_url(server.url("deskhand_app")).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            _fill(connection)
        run.upgrade(owner, "0009")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            connection.execute("SELECT set_config('app.tenant', %s, false)", (str(TENANT),))
            found = connection.execute("SELECT word, occurrences, length FROM postings").fetchall()
            assert sorted(found) == [("glow", 1, 3), ("lamp", 2, 3)]
            counted = connection.execute("SELECT word, passages FROM word_counts").fetchall()
            assert sorted(counted) == [("glow", 1), ("lamp", 1)]
            assert connection.execute("SELECT passages, words FROM collections").fetchall() == [
                (1, 3)
            ]
        run.downgrade(owner, "0008")
        assert run.current(owner) == "0008"
        run.upgrade(owner)


def _fill(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.execute("SELECT set_config('app.tenant', %s, false)", (str(TENANT),))
    connection.execute(
        "INSERT INTO documents (tenant_id, id, created_at, updated_at, uri, title, category,"
        " media_type, digest, status, chunk_count)"
        " VALUES (%s, %s, %s, %s, 'u', 'Lamps', 'general', 'text/plain', '', 'ready', 1)",
        (TENANT, DOCUMENT, MOMENT, MOMENT),
    )
    connection.execute(
        "INSERT INTO chunks (tenant_id, id, created_at, document_id, ordinal, heading_path, kind,"
        " text, search_text, tokens)"
        " VALUES (%s, %s, %s, %s, 0, '{}', 'text', '', 'Lamps: a lamp glows.', 4)",
        (TENANT, uuid4(), MOMENT, DOCUMENT),
    )
