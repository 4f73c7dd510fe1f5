"""Dates in a text: written out, in figures, as weekdays and relative to today."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from deskhand.assistant.guardrails.claims.claim import Claim, ClaimKind, DayPattern, Days

_MONTHS = {
    1: "january jan januar jänner enero janvier janv",
    2: "february feb februar febrero février fevrier févr",
    3: "march mar märz maerz marzo mars",
    4: "april apr abril avril avr",
    5: "may mai mayo",
    6: "june jun juni junio juin",
    7: "july jul juli julio juillet juil",
    8: "august aug agosto août aout",
    9: "september sept sep septiembre septembre",
    10: "october oct oktober okt octubre octobre",
    11: "november nov noviembre novembre",
    12: "december dec dezember dez diciembre décembre decembre déc",
}
MONTH_NUMBER = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAYS = {
    0: "monday mondays montag lunes lundi",
    1: "tuesday tuesdays tue tues dienstag martes mardi",
    2: "wednesday wednesdays wed mittwoch miércoles miercoles mercredi",
    3: "thursday thursdays thu thurs thur donnerstag jueves jeudi",
    4: "friday fridays fri freitag viernes vendredi",
    5: "saturday saturdays samstag sonnabend sábado samedi",
    6: "sunday sundays sonntag domingo dimanche",
}
_WEEKDAY_NUMBER = {name: number for number, names in _WEEKDAYS.items() for name in names.split()}
_WEEKDAY_NUMBER |= {"mon": 0, "sat": 5, "sun": 6}


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_M = rf"(?P<month>{_any(MONTH_NUMBER)})\b\.?"
# Looked for before a date that was found: as the start of each pattern it would be tried everywhere.
_LEADING_WEEKDAY = re.compile(
    rf"\b(?P<weekday>{_any(_WEEKDAY_NUMBER)})\.?,?\s+(?:the\s+|den\s+|le\s+|el\s+)?$", re.IGNORECASE
)
_LONGEST_LEAD = 24
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_TO = r"(?:\s*(?:-|–|—|to|and|bis|und|al?|y|au|et)\s*(?P<day2>\d{1,2})(?:st|nd|rd|th|er|\.)?)?"
_Y = r"(?:,?\s+(?:de\s+|del\s+)?(?P<year>(?:19|20)\d\d)\b)?"

_DAY_MONTH = re.compile(rf"\b{_D}{_TO}\s+(?:of\s+|de\s+)?{_M}{_Y}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b{_M}\s+(?:the\s+)?{_D}{_TO}(?![\d:%])\b{_Y}", re.IGNORECASE)
_ANY_MONTH = re.compile(_M, re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b{_M},?\s+(?:de\s+)?(?P<year>20\d\d)\b", re.IGNORECASE)
_MONTH_ONLY = re.compile(
    r"\b(?:in|by|until|since|during|before|after|early|mid|late|this|next|last|end of|im|en)[\s-]+"
    rf"(?:early\s+|late\s+|mid-?\s*)?{_M}(?!\s*\d)",
    re.IGNORECASE,
)
_YEAR_ONLY = re.compile(r"\b(?:in|by|until|since|before|during|im jahr|en)\s+(?P<year>20\d\d)\b(?![-/.]\d)", re.IGNORECASE)  # fmt: skip
_ISO = re.compile(r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b", re.IGNORECASE)  # fmt: skip
_NUMERIC = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\d/-])", re.IGNORECASE)  # fmt: skip
_SHORT = re.compile(
    r"\b(?:on|by|until|before|since|from|after|am|bis|ab|el|le|around)\s+(?:the\s+)?"
    r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?:(?P=sep)(?!\d)|(?![\d/.%]))",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:(?P<which>next|this|last|coming|nächsten?|próximo|prochain)\s+)?"
    rf"(?P<weekday>{_any({n: 0 for n in _WEEKDAY_NUMBER if len(n) > 4 or n in ('lunes', 'lundi')})})\b",
    re.IGNORECASE,
)
_ORDINAL_DAY = re.compile(r"\b(?:on|by|until|before|since)\s+the\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)  # fmt: skip
_RELATIVE = re.compile(
    r"\b(?:(?P<after>the day after tomorrow|day after tomorrow|übermorgen|pasado mañana|après-demain)"
    r"|(?P<before>the day before yesterday|vorgestern|anteayer|avant-hier)"
    r"|(?P<tomorrow>tomorrow|morgen|demain)"
    r"|(?P<yesterday>yesterday|gestern|ayer|hier soir)"
    r"|(?P<today>today|tonight|this (?:morning|afternoon|evening)|heute|hoy|aujourd['’]hui)"
    r"|(?P<scope>(?:the )?(?:end of (?:the|this|next)|start of next|later this|early next|late next|"
    r"over the|next|this|last|past|coming|nächste|diese|letzte|la próxima|esta|cette))\s+"
    r"(?P<unit>week|weekend|month|quarter|year|woche|semana|semaine))\b",
    re.IGNORECASE,
)
_IDLE_TODAY = re.compile(
    r"(?:\bas of|\b(?:help|assist|contacting|reaching out|writing|visiting|shopping|do for)\b[^.?!]{0,40}|"
    r"\bhave a [\w ]{0,20})\s*$",
    re.IGNORECASE,
)
_CAPITAL_ONLY = {"may", "march", "mar", "mars", "sun", "sat", "wed", "mon", "mai", "jan", "dec"}


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return 2000 + int(text) if len(text) == 2 else int(text)


def _valid(option: DayPattern) -> bool:
    year, month, day = option
    if month is not None and not 1 <= month <= 12:
        return False
    if day is None or month is None:
        return True
    return 1 <= day <= calendar.monthrange(year or 2024, month)[1]


def _lead(text: str, found: re.Match[str]) -> tuple[int, int | None]:
    """Where the date starts with the weekday before it, and that weekday, 0 to 6."""
    start = found.start()
    lead = _LEADING_WEEKDAY.search(text, max(0, start - _LONGEST_LEAD), start)
    return (lead.start(), _WEEKDAY_NUMBER[lead["weekday"].lower()]) if lead else (start, None)


def _claim(found: re.Match[str], value: Days, start: int | None = None) -> Claim:
    first = found.start() if start is None else start
    words = found.string[first : found.end()]
    return Claim(ClaimKind.DATE, first, found.end(), words, value)


def _written(text: str) -> Iterator[Claim]:
    if not _ANY_MONTH.search(text):
        return
    for pattern in (_DAY_MONTH, _MONTH_DAY, _MONTH_YEAR, _MONTH_ONLY):
        for found in pattern.finditer(text):
            parts = found.groupdict()
            name = parts["month"]
            if name.lower() in _CAPITAL_ONLY and name[0].islower() and not parts.get("day"):
                continue
            month, year = MONTH_NUMBER[name.lower()], _year(parts.get("year"))
            days = [int(parts[key]) for key in ("day", "day2") if parts.get(key)]
            options: list[DayPattern] = [(year, month, day) for day in days] or [
                (year, month, None)
            ]
            if not all(_valid(option) for option in options):
                continue
            start, weekday = _lead(text, found)
            for option in options:
                yield _claim(found, Days((option,), weekday), start)
                weekday = None


def _in_figures(text: str) -> Iterator[Claim]:
    for found in _ISO.finditer(text):
        option = (int(found["y"]), int(found["m"]), int(found["d"]))
        if _valid(option):
            start, weekday = _lead(text, found)
            yield _claim(found, Days((option,), weekday), start)
    for pattern in (_NUMERIC, _SHORT):
        for found in pattern.finditer(text):
            a, b, year = int(found["a"]), int(found["b"]), _year(found.groupdict().get("y"))
            day_first, month_first = (year, b, a), (year, a, b)
            both = (day_first,) if found["sep"] == "." else (month_first, day_first)
            options = tuple(dict.fromkeys(option for option in both if _valid(option)))
            if options:
                short = pattern is _SHORT  # "It sat on 8/5": what stands before "on" is no weekday.
                start, weekday = (found.start(), None) if short else _lead(text, found)
                yield _claim(found, Days(options, weekday), start)
    for found in _YEAR_ONLY.finditer(text):
        yield _claim(found, Days(((int(found["year"]), None, None),)))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _stretch(scope: str, unit: str, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    step = 1 if "next" in scope or scope in {"coming", "nächste", "la próxima"} else 0
    step = -1 if scope in {"last", "past", "letzte"} else step
    if unit in {"week", "woche", "semana", "semaine"}:
        first = monday + timedelta(weeks=step)
        return first, first + timedelta(days=6)
    if unit == "weekend":
        first = monday + timedelta(weeks=step, days=5)
        return first, first + timedelta(days=1)
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    months = 3 if unit == "quarter" else 1
    base = today.month - 1 - ((today.month - 1) % months)
    index = today.year * 12 + base + step * months
    last = index + months - 1
    return (
        date(index // 12, index % 12 + 1, 1),
        _month_end(date(last // 12, last % 12 + 1, 1)),
    )


def _relative(text: str, today: date) -> Iterator[Claim]:
    offsets = {"after": 2, "before": -2, "tomorrow": 1, "yesterday": -1, "today": 0}
    for found in _RELATIVE.finditer(text):
        kind = found.lastgroup
        if found["scope"]:
            first, last = _stretch(
                found["scope"].lower().removeprefix("the "), found["unit"].lower(), today
            )
            yield _claim(found, Days(first=first, last=last))
            continue
        if kind == "today" and _IDLE_TODAY.search(text[: found.start()]):
            continue
        day = today + timedelta(days=offsets[str(kind)])
        yield _claim(found, Days(first=day, last=day))
    for found in _WEEKDAY.finditer(text):
        which = (found["which"] or "").lower()
        before, ahead = (8, 0) if which == "last" else (0, 14) if which else (7, 7)
        reach = Days(
            weekday=_WEEKDAY_NUMBER[found["weekday"].lower()],
            first=today - timedelta(days=before),
            last=today + timedelta(days=ahead),
        )
        yield _claim(found, reach)
    for found in _ORDINAL_DAY.finditer(text):
        yield _claim(found, Days(((None, None, int(found["day"])),)))


def find(text: str, today: date) -> Iterator[Claim]:
    """Every date in `text`, the most exact reading first; spans may overlap."""
    yield from _in_figures(text)
    yield from _written(text)
    yield from _relative(text, today)
