"""What the migration to waiting and bursts makes of rows that were there before."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.migrations import run

TENANT, MOMENT = uuid4(), "2026-01-01T12:00:00+00:00"


def test_old_turns_know_their_last_message_and_who_was_handed_over_waits(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as server:
        owner = server.url("deskhand_owner")
        run.upgrade(owner, "0004")
        url = make_url(server.url("deskhand_app")).set(drivername="postgresql")
        handed, taken = uuid4(), uuid4()
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            _enter(connection)
            _fill(connection, handed, taken)
        run.upgrade(owner, "0005")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            _enter(connection)
            assert connection.execute(
                "SELECT first_seq, last_seq, about FROM turns"
            ).fetchall() == [(1, 2, {})]
            rows = connection.execute(
                "SELECT id, owner, waiting_since IS NOT NULL, waiting_reason FROM conversations"
            ).fetchall()
        assert {row[0]: row[1:] for row in rows} == {
            handed: ("assistant", True, "handed_over"),
            taken: ("person", False, None),
        }
        run.downgrade(owner, "0004")
        assert run.current(owner) == "0004"
        run.upgrade(owner)


def _enter(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.execute("SELECT set_config('app.tenant', %s, false)", (str(TENANT),))


def _fill(
    connection: psycopg.Connection[tuple[object, ...]], handed: object, taken: object
) -> None:
    """A burst that was handed over, and a conversation in which the team has written."""
    turn = uuid4()
    for conversation in (handed, taken):
        connection.execute(
            "INSERT INTO conversations (tenant_id, id, created_at, updated_at, channel, status,"
            " owner, last_seq, summary, summary_seq)"
            " VALUES (%s, %s, %s, %s, 'api', 'open', 'person', 2, '', 0)",
            (TENANT, conversation, MOMENT, MOMENT),
        )
    connection.execute(
        "INSERT INTO turns (tenant_id, id, created_at, conversation_id, first_seq, actor,"
        " correlation_id, status, attempts, fence, run_after)"
        " VALUES (%s, %s, %s, %s, 1, '{}', 'c', 'completed', 1, 1, %s)",
        (TENANT, turn, MOMENT, handed, MOMENT),
    )
    for conversation, seq, role, of_turn in (
        (handed, 1, "customer", turn),
        (handed, 2, "customer", turn),
        (taken, 1, "agent", None),
    ):
        connection.execute(
            "INSERT INTO messages (tenant_id, id, created_at, conversation_id, seq, role, text,"
            " turn_id) VALUES (%s, %s, %s, %s, %s, %s, 'words', %s)",
            (
                TENANT,
                uuid4(),
                MOMENT,
                conversation,
                seq,
                role,
                of_turn,
            ),
        )
