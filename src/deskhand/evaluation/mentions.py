"""Finds the dates, amounts, identifiers and numbers that a text states, in any usual spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from deskhand.evaluation.words import words_of

_CURRENCY_BY_SIGN = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "dólares": "USD",
    "dolares": "USD",
    "dollari": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pounds": "GBP",
}
_SIGN = "|".join(re.escape(sign) for sign in sorted(_CURRENCY_BY_SIGN, key=len, reverse=True))
_GROUPED = r"\d{1,3}(?:[.,' ]\d{3}){1,3}(?!\d)(?:[.,]\d{2}(?!\d))?"
_NUMBER = rf"(?:{_GROUPED}|\d{{1,12}}(?:[.,]\d{{1,2}}(?!\d))?)"
_MONEY = re.compile(
    rf"(?<![\w.])(?P<before>{_SIGN})\s?(?P<one>{_NUMBER})"
    rf"|(?<![\w.,])(?P<two>{_NUMBER})\s?(?P<after>{_SIGN})(?!\w|\s?\d)",
    re.IGNORECASE,
)
_CENTS = re.compile(r"(?<![\w.,])(\d{1,3}(?:[., ]\d{3}){0,2}[.,]\d{2})(?![\w%]|[.,]\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_EAST = re.compile(r"(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d])")
_DAY_DOT_MONTH = re.compile(r"(?<![\d.])([0-3]?\d)\.\s?([01]?\d)\.(?!\d)")
_ADDRESS = re.compile(
    r"\S{1,80}@\S{1,80}|https?://\S{1,200}|\b[^\W\d_][\w-]{0,60}(?:\.\w[\w-]{0,60}){2,6}"
)
_IDENTIFIER = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,6}-\d+|[A-Z]{1,6}-?\d{2,})(?:-[A-Z0-9]{1,4})?(?!\w)"
)
_LIST_MARK = re.compile(r"^\s{0,8}\d{1,2}[.)]\s", re.MULTILINE)
_PLAIN_NUMBER = re.compile(r"(?<![\w])\d[\d.,]{0,20}\d|\d")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it was written: the year may be left out."""

    month: int
    day: int
    year: int | None
    written: str

    def means(self, when: date) -> bool:
        """Whether `when` may be meant."""
        return (self.month, self.day) == (when.month, when.day) and self.year in (None, when.year)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as it was written, in minor units; without a sign the currency is None."""

    minor: int
    currency: str | None
    written: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text states. `days` holds a group for each place: one date, read in several ways."""

    text: str
    days: tuple[tuple[Day, ...], ...]
    amounts: tuple[Amount, ...]
    identifiers: tuple[str, ...]
    numbers: tuple[frozenset[str], ...]

    def has_day(self, when: date) -> bool:
        """Whether some place states this date."""
        return any(day.means(when) for place in self.days for day in place)

    def has_number(self, number: int) -> bool:
        """Whether some place states this number in digits."""
        return any(str(number) in readings for readings in self.numbers)


def plain(text: str) -> str:
    """The text with straight quotes, plain spaces and western digits."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‑", "-")
    return "".join(
        str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char
        for char in re.sub(r"[^\S\n]", " ", text)
    )


@cache
def find_mentions(text: str, language: str) -> Mentions:
    """Everything that `text` states; each digit belongs to one mention."""
    rest = _Remainder(_LIST_MARK.sub(" ", plain(text)))
    for _ in rest.take(_ADDRESS):
        pass
    amounts = list(_signed_amounts(rest))
    days = tuple(_days(rest, language))
    identifiers = tuple(found.group() for found in rest.take(_IDENTIFIER))
    amounts += [Amount(_minor(found[1]), None, found.group()) for found in rest.take(_CENTS)]
    numbers = tuple(_readings(found.group()) for found in rest.take(_PLAIN_NUMBER))
    return Mentions(plain(text), days, tuple(amounts), identifiers, numbers)


class _Remainder:
    """A text from which what was understood is taken out."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        found = list(pattern.finditer(self.text))
        for match in found:
            blank = " " * (match.end() - match.start())
            self.text = self.text[: match.start()] + blank + self.text[match.end() :]
        yield from found


def _days(rest: _Remainder, language: str) -> Iterator[tuple[Day, ...]]:
    for found in rest.take(_ISO):
        year, month, day = (int(part) for part in found.groups())
        yield from _valid([Day(month, day, year, found.group())])
    for found in rest.take(_EAST):
        written = int(found[1]) if found[1] else None
        yield from _valid([Day(int(found[2]), int(found[3]), written, found.group())])
    for found in rest.take(_NUMERIC):
        one, two, year = int(found[1]), int(found[3]), int(found[4])
        year += 2000 if year < 100 else 0
        readings = [Day(two, one, year, found.group())]
        if language == "en":
            readings.append(Day(one, two, year, found.group()))
        yield from _valid(readings)
    if language != "en":
        for found in rest.take(_DAY_DOT_MONTH):
            yield from _valid([Day(int(found[2]), int(found[1]), None, found.group())])
    months = words_of(language).months
    day_month, month_day = _patterns(language)
    for pattern, month, day in ((day_month, 2, 1), (month_day, 1, 2)):
        for found in rest.take(pattern):
            number = months[found[month].lower()]
            written = int(found[3]) if found[3] else None
            yield from _valid([Day(number, int(found[day]), written, found.group().strip())])


def _valid(readings: list[Day]) -> Iterator[tuple[Day, ...]]:
    good = tuple(one for one in readings if 1 <= one.month <= 12 and 1 <= one.day <= 31)
    if good:
        yield good


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = sorted(words_of(language).months, key=len, reverse=True)
    month = "|".join(re.escape(name) for name in names)
    year = r"(?:,?\s{0,2}(?:de\s|del\s|of\s)?\s{0,2}(\d{4})(?!\d))?"
    day_month = (
        rf"(?<![\d.,])(\d{{1,2}})(?:st|nd|rd|th|er|[oa](?=\s)|°|\.)?\s{{0,2}}(?:de\s|of\s|d'|di\s)?"
        rf"\s{{0,2}}({month})(?!\w)\.?{year}"
    )
    month_day = rf"(?<!\w)({month})\.?\s{{1,2}}(?:the\s)?(\d{{1,2}})(?:st|nd|rd|th)?(?!\w){year}"
    return re.compile(day_month, re.IGNORECASE), re.compile(month_day, re.IGNORECASE)


def _signed_amounts(rest: _Remainder) -> Iterator[Amount]:
    for found in rest.take(_MONEY):
        sign = (found["before"] or found["after"]).lower()
        written = found["one"] or found["two"]
        yield Amount(_minor(written), _CURRENCY_BY_SIGN[sign], found.group().strip())


def _minor(written: str) -> int:
    """An amount in minor units: two digits after the last mark are cents."""
    compact = written.replace(" ", "").replace("'", "")
    if compact[-3:-2] in (".", ","):
        return int(re.sub(r"\D", "", compact))
    return int(re.sub(r"\D", "", compact)) * 100


def _readings(written: str) -> frozenset[str]:
    """A number may be `5,000`, `5.000`, `0.5` or `0142`: all that it may mean."""
    joined = re.sub(r"[.,]", "", written)
    pointed = written.replace(",", ".")
    found = {written, pointed, joined.lstrip("0") or "0"}
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3}){1,4}|\d+", written):
        found.discard(joined.lstrip("0") or "0")
    return frozenset(found)
