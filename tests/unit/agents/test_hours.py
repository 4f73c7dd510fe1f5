"""Whether people are there, and from when on: by the hours and holidays of the pack."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskhand.assistant.agents.hours import presence
from deskhand.packs.schema import Hours

WEEK = Hours(
    zone="America/New_York",
    days={day: ("08:00", "20:00") for day in range(5)} | {5: ("09:00", "17:00")},
    holidays=("12-25", "2026-11-26"),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "open_now", "since"),
    [
        ("2026-11-20 13:00", True, None),  # Friday, 8:00 there.
        ("2026-11-20 12:59", False, "2026-11-20T08:00:00-05:00"),
        ("2026-11-21 00:59", True, None),  # Friday, 19:59 there.
        ("2026-11-21 01:00", False, "2026-11-21T09:00:00-05:00"),
        ("2026-11-21 22:00", False, "2026-11-23T08:00:00-05:00"),  # Saturday, after 17:00.
        ("2026-11-25 03:00", False, "2026-11-25T08:00:00-05:00"),
        ("2026-11-26 15:00", False, "2026-11-27T08:00:00-05:00"),  # A holiday of this year.
        ("2026-12-25 15:00", False, "2026-12-26T09:00:00-05:00"),  # One of every year.
    ],
)
def test_people_are_there_by_the_hours_of_their_own_town(
    moment: str, open_now: bool, since: str | None
) -> None:
    there = presence(WEEK, utc(moment))
    assert there.open is open_now
    if since is not None:
        assert there.since is not None
        assert there.since.isoformat() == since


def test_the_next_opening_knows_that_the_clocks_changed_in_between() -> None:
    # In the night to 1 November 2026 the clocks of New York go back by an hour.
    there = presence(WEEK, utc("2026-10-31 22:00"))
    assert there.since is not None
    assert there.since.isoformat() == "2026-11-02T08:00:00-05:00"


def test_hours_that_name_no_day_mean_always() -> None:
    assert presence(Hours(), utc("2026-11-22 03:00")).open


def test_a_team_that_is_away_for_weeks_promises_no_day() -> None:
    away = Hours(
        days={0: ("08:00", "09:00")},
        holidays=("2026-11-23", "2026-11-30", "2026-12-07"),
    )
    there = presence(away, utc("2026-11-22 03:00"))
    assert (there.open, there.since) == (False, None)


def test_a_day_may_last_until_midnight() -> None:
    late = Hours(days={5: ("20:00", "24:00")})
    assert presence(late, utc("2026-11-21 23:30")).open
    assert not presence(late, utc("2026-11-21 19:30")).open
