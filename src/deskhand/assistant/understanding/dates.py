"""Finds dates in a message, written out or relative to today, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from deskhand.infra import clock

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {"a": 1, "an": 1} | {
    name: number
    for number, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_COUNT = rf"(?P<count>\d{{1,3}}|{_NUMBER}|couple of|a couple of)"
_WEEKDAY = "|".join(_DAYS)
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<year>20\d\d))?"

_Reader = Callable[[re.Match[str], date], date | None]


def find_dates(text: str) -> tuple[str, list[str]]:
    """`text` with each date made a bar, and the dates in the order of the text.

    A date without a year is the nearest to today; `3/4/2026` is read day first only when it
    cannot be month first. Dates that do not exist (`31 February`) are left in the text.
    """
    today = clock.now().date()
    found: list[tuple[int, int, str]] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            value = _safely(read, match, today)
            if value is not None:
                found.append((match.start(), match.end(), value.isoformat()))
    found.sort()
    rest, at = "", 0
    for start, end, _ in found:
        rest += text[at:start] + " | "
        at = end
    return rest + text[at:], [iso for _, _, iso in found]


def _safely(read: _Reader, match: re.Match[str], today: date) -> date | None:
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _iso(match: re.Match[str], _: date) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _slashed(match: re.Match[str], _: date) -> date:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    year += 2000 if year < 100 else 0
    if match["mark"] == "." or first > 12:
        return date(year, second, first)
    return date(year, first, second)


def _named(match: re.Match[str], today: date) -> date:
    month, day = _MONTHS[match["month"].lower()], int(match["day"])
    if match["year"]:
        return date(int(match["year"]), month, day)
    near = [date(today.year + step, month, day) for step in (-1, 0, 1)]
    return min(near, key=lambda one: abs(one - today))


def _near_day(match: re.Match[str], today: date) -> date:
    steps = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
    said = match.group().lower()
    if said.startswith("day"):
        said = " ".join(said.split())
        return today + timedelta(days=-2 if said.endswith("yesterday") else 2)
    return today + timedelta(days=steps[said])


def _weekday(match: re.Match[str], today: date) -> date:
    """`last monday` is before today, `next monday` and `on monday` after it."""
    wanted = next(at for at, name in enumerate(_DAYS) if name == match["weekday"].lower())
    which = match["which"].lower()
    if which in {"last", "past", "since"}:
        return today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _ago(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=_days(match))


def _ahead(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_days(match))


def _days(match: re.Match[str]) -> int:
    said = match["count"].lower()
    count = int(said) if said.isdigit() else _NUMBERS.get(said, 2)
    return count * {"day": 1, "week": 7, "month": 30}[match["unit"].lower()]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_compiled(r"\b(?P<year>20\d\d)[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d)"), _iso),
    (
        _compiled(
            r"(?<![\d.,/$€£-])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)"
            r"(?P<year>20\d\d|\d\d)(?![\d/-])"
        ),
        _slashed,
    ),
    (_compiled(rf"(?<!\bi\s)\b{_MONTH}\s(?:the\s)?{_DAY}\b(?!:){_YEAR}"), _named),
    (_compiled(rf"\b{_DAY}\s(?:of\s)?{_MONTH}\b{_YEAR}"), _named),
    (_compiled(r"\bday\s(?:before\syesterday|after\stomorrow)\b"), _near_day),
    (_compiled(r"\b(?:yesterday|today|tonight|tomorrow)\b"), _near_day),
    (
        _compiled(
            rf"\b(?P<which>last|past|since|next|this|on|by|until|before)\s(?P<weekday>{_WEEKDAY})\b"
        ),
        _weekday,
    ),
    (_compiled(rf"\b{_COUNT}\s(?P<unit>day|week|month)s?\s(?:ago|back)\b"), _ago),
    (_compiled(rf"\bin\s{_COUNT}\s(?P<unit>day|week|month)s?\b"), _ahead),
)
