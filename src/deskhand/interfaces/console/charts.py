"""Charts drawn on the server: where each bar stands; the template draws them as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

HEIGHT: Final = 100.0
_STEP: Final = 10.0
_WIDE: Final = 7.6
_LEAST: Final = 1.5
"""Below this a bar of little could not be told from nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a day's bar, in units of the view box."""

    series: int
    value: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day: where its bar stands, and its pieces from the ground up."""

    day: date
    x: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by day. `most` is the value of a bar of full height; 0 where there is nothing."""

    columns: tuple[Column, ...]
    width: float
    bar: float
    most: float


def by_day(series: Sequence[Mapping[date, float]], first: date, last: date) -> Chart:
    """A bar for each day from `first` to `last`, the series stacked upon each other."""
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    most = max((sum(one.get(day, 0.0) for one in series) for day in days), default=0.0)
    columns = tuple(
        Column(day, at * _STEP + (_STEP - _WIDE) / 2, _parts(series, day, most))
        for at, day in enumerate(days)
    )
    return Chart(columns, len(days) * _STEP, _WIDE, most)


def _parts(series: Sequence[Mapping[date, float]], day: date, most: float) -> tuple[Part, ...]:
    parts: list[Part] = []
    ground = HEIGHT
    for at, one in enumerate(series):
        value = one.get(day, 0.0)
        if value <= 0 or most <= 0:
            continue
        height = max(_LEAST, value / most * HEIGHT)
        ground = max(0.0, ground - height)
        parts.append(Part(at, value, round(ground, 2), round(height, 2)))
    return tuple(parts)
