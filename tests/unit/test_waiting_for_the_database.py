"""A start waits for a database that will answer, and for no other."""

from __future__ import annotations

import psycopg
import pytest

from deskhand.infra.db.waiting import DatabaseAway, wait_until_ready

URL = "postgresql://somebody:secret@db.example.com/desk"


class Database:
    """Refuses with each of the reasons in turn, then takes connections."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        self.slept = 0.0
        self.told: list[str] = []

    def connect(self, _: object) -> None:
        if self.reasons:
            raise psycopg.OperationalError(self.reasons.pop(0))

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def wait(self, seconds: float) -> None:
        wait_until_ready(
            URL, seconds, tell=self.told.append, connect=self.connect, sleep=self.sleep
        )


@pytest.mark.parametrize(
    "reason",
    [
        "connection refused",
        "FATAL:  the database system is starting up",
        "FATAL:  the database system is not yet accepting connections",
        "FATAL:  sorry, too many clients already",
    ],
)
def test_a_database_that_recovers_is_waited_for(reason: str) -> None:
    database = Database(*[reason] * 5)
    database.wait(60)
    assert database.slept == 2.5
    assert len(database.told) == 1


def test_a_wrong_password_is_told_at_once() -> None:
    database = Database('FATAL:  password authentication failed for user "somebody"')
    with pytest.raises(DatabaseAway, match="password authentication failed"):
        database.wait(60)
    assert database.slept == 0


def test_waiting_ends_and_says_why() -> None:
    database = Database(*["connection refused"] * 1000)
    with pytest.raises(DatabaseAway, match="connection refused") as away:
        database.wait(10)
    assert database.slept == 10
    assert "secret" not in away.value.detail
