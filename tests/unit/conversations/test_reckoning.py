"""Service clocks against an oracle that looks at each minute by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.domain.conversations.desk_settings import Target
from deskhand.domain.conversations.reckoning import Reckoned, Said, reckon
from deskhand.packs.opening import open_time, when_gone
from deskhand.packs.schema import Hours

MINUTE = timedelta(minutes=1)
HORIZON = 60 * 24 * 16
"""Minutes that the oracle looks at; targets and holidays are chosen so that all is due by then."""


def is_open(hours: Hours, moment: datetime) -> bool:
    """What the clock on the wall says, and nothing else."""
    if not hours.days:
        return True
    local = moment.astimezone(ZoneInfo(hours.zone))
    span = hours.days.get(local.weekday())
    if span is None or local.strftime("%m-%d") in hours.holidays:
        return False
    return local.date().isoformat() not in hours.holidays and (
        span[0] <= local.strftime("%H:%M") < span[1]
    )


def counted(hours: Hours, started: datetime, minutes: int, said: list[Said]) -> datetime | None:
    """When so many open minutes have gone by in which the team was awaited, minute by minute."""
    moment, gone, awaited = started, 0, True
    for _ in range(HORIZON):
        for one in said:
            if one.at == moment:
                awaited = not one.by_team
        if awaited and is_open(hours, moment):
            gone += 1
            if gone == minutes:
                return moment + MINUTE
        moment += MINUTE
    return None


# Weekdays around changes of the clocks, in both halves of the world, half-hour zones as well.
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Pacific/Auckland",
)
CHANGES = ("2026-03-08", "2026-03-29", "2026-04-05", "2026-04-24", "2026-10-25", "2026-11-01")

# Between 05:00 and 23:00 no clock is changed; 00:00 and 24:00 have to hold when it is.
clock_times = st.tuples(
    st.integers(5, 13).map(lambda hour: f"{hour:02}:30") | st.just("00:00"),
    st.integers(14, 22).map(lambda hour: f"{hour:02}:15") | st.just("24:00"),
)


@st.composite
def calendars(draw: st.DrawFn) -> Hours:
    days: Any = draw(st.dictionaries(st.integers(0, 6), clock_times, min_size=1))
    holidays = draw(st.lists(st.sampled_from([*CHANGES, "11-02", "03-30"]), max_size=2))
    if draw(st.integers(0, 9)) == 0:
        days = {}
    return Hours(zone=draw(st.sampled_from(ZONES)), days=days, holidays=tuple(holidays))


@st.composite
def beginnings(draw: st.DrawFn) -> datetime:
    day = datetime.fromisoformat(draw(st.sampled_from(CHANGES))).replace(tzinfo=UTC)
    return day + timedelta(minutes=draw(st.integers(-2 * 1440, 1440)))


@st.composite
def talks(draw: st.DrawFn, started: datetime) -> list[Said]:
    gaps = draw(st.lists(st.tuples(st.integers(1, 900), st.booleans()), max_size=6))
    said: list[Said] = []
    moment = started
    for gap, by_team in gaps:
        moment += timedelta(minutes=gap)
        said.append(Said(moment, by_team))
    return said


@settings(max_examples=150)
@given(st.data(), calendars(), beginnings(), st.integers(1, 700), st.integers(1, 1500))
def test_due_times_are_those_that_counting_minutes_finds(
    data: st.DataObject, hours: Hours, started: datetime, first: int, whole: int
) -> None:
    said = data.draw(talks(started))
    found = reckon(started, said, Target(first_response=first, resolution=whole), hours)
    expected = counted(hours, started, first, [])
    assert expected is None or found.first_response_due == expected
    overdue = counted(hours, started, whole, said)
    if overdue is not None:
        assert found.resolution_due == overdue
    elif found.resolution_due is not None:
        assert found.resolution_due > started + HORIZON * MINUTE
    assert found.paused is (bool(said) and said[-1].by_team)
    assert found.first_responded_at == next((one.at for one in said if one.by_team), None)


@settings(max_examples=60)
@given(calendars(), beginnings(), st.integers(1, 4000))
def test_open_time_and_the_moment_at_which_it_is_gone_agree(
    hours: Hours, started: datetime, minutes: int
) -> None:
    amount = timedelta(minutes=minutes)
    end = when_gone(hours, started, amount)
    if end is not None:
        assert open_time(hours, started, end) == amount
        assert open_time(hours, started, end - timedelta(seconds=1)) < amount


def test_hours_that_never_come_have_no_due_time() -> None:
    never = Hours(zone="UTC", days={0: ("09:00", "17:00")}, holidays=tuple(EVERY_DAY))
    found = reckon(datetime(2026, 1, 1, tzinfo=UTC), [], Target(first_response=5), never)
    assert found == Reckoned(None, None, None, False)


EVERY_DAY = [
    (datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=n)).strftime("%m-%d") for n in range(366)
]


def test_a_team_that_answered_late_stays_late_while_the_customer_is_awaited() -> None:
    started = datetime(2026, 11, 2, 9, tzinfo=UTC)
    said = [Said(started + timedelta(minutes=30), True)]
    found = reckon(started, said, Target(resolution=20), Hours())
    assert (found.resolution_due, found.paused) == (started + timedelta(minutes=20), True)
    early = reckon(started, said, Target(resolution=40), Hours())
    assert (early.resolution_due, early.paused) == (None, True)
    again = [*said, Said(started + timedelta(hours=5), False)]
    assert reckon(started, again, Target(resolution=40), Hours()).resolution_due == (
        started + timedelta(hours=5, minutes=10)
    )
