"""Opening hours as a calendar: when a day is open, and when so much open time has gone by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from deskhand.packs.schema import Hours

_LOOKED_AHEAD: Final = timedelta(days=800)
"""Opening hours that yield less within two years than a target asks for have no due time."""

Span = tuple[datetime, datetime]


def opened(hours: Hours, day: date) -> Span | None:
    """From when to when (UTC) it is open on a local `day`; None on a day that is closed.

    A clock time that a change of the clocks repeats or skips is read as PEP 495 does at first.
    """
    span = hours.days.get(day.weekday())
    if span is None or {f"{day:%m-%d}", day.isoformat()} & set(hours.holidays):
        return None
    begin, end = (_moment(day, clock, ZoneInfo(hours.zone)) for clock in span)
    return begin, end


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """`clock` (`HH:MM`, at most 24:00) on `day`."""
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def spans(hours: Hours, since: datetime, until: datetime) -> Iterator[Span]:
    """What is open between two moments (aware), in order; hours without a day are always open."""
    if not hours.days:
        yield since, until
        return
    zone = ZoneInfo(hours.zone)
    # A day more on both sides: a local day may begin or end on another one of UTC.
    day = since.astimezone(zone).date() - timedelta(days=1)
    last = until.astimezone(zone).date()
    while day <= last:
        span = opened(hours, day)
        day += timedelta(days=1)
        if span is None:
            continue
        begin, end = max(span[0], since), min(span[1], until)
        if begin < end:
            yield begin, end


def open_time(hours: Hours, since: datetime, until: datetime) -> timedelta:
    """How much of the time between two moments is open."""
    return sum((end - begin for begin, end in spans(hours, since, until)), timedelta())


def when_gone(hours: Hours, since: datetime, amount: timedelta) -> datetime | None:
    """The first moment at which `amount` of open time has gone by; None when it never comes."""
    for begin, end in spans(hours, since, since + _LOOKED_AHEAD + amount):
        if end - begin >= amount:
            return begin + amount
        amount -= end - begin
    return None
