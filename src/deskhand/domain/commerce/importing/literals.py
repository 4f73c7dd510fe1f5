"""Amounts, days and yes-or-no as files write them; what could be read in two ways is refused."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from deskhand.domain.commerce.planned import FieldInvalid
from deskhand.packs.locales import (
    currencies,
    day_first,
    decimal_sign,
    locale_named,
    minor_digits,
    months,
)

LANGUAGES: Final = ("en", "de", "fr", "es", "pt", "it")
_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_AMOUNT: Final = re.compile(r"[+-]?\d[\d.,' \u00a0\u202f\u2019]*")
_SPACES: Final = re.compile(r"['\s\u2019]")
_THREE: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_DIGITS: Final = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[T ,].*)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDED: Final = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|º)?(?: de| di)? ([^\W\d]+)\.?,?(?: de| di)? (\d{4})"
)
_AMERICAN: Final = re.compile(r"([^\W\d]{1,20})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_CENTURY: Final = 2000


@dataclass(slots=True)
class Style:
    """How a file writes: the sign before the cents, and whether the day stands before the month.

    None until a value decides it; a locale that was named decides before all values.
    """

    decimal: str | None = None
    days_first: bool | None = None

    @classmethod
    def of(cls, locale: str | None) -> Style:
        """The style of a locale; open without one. Raises LocaleUnknown."""
        if locale is None:
            return cls()
        found = locale_named(locale)
        return cls(decimal_sign(found), day_first(found))

    def learn_amount(self, cell: object) -> None:
        """Let an amount decide, where it can be read in one way only."""
        if self.decimal is None and isinstance(cell, str):
            self.decimal = _sign_in(_bare(cell))

    def learn_day(self, cell: object) -> None:
        """Let a day decide, where only one of its numbers can be a month."""
        found = _DIGITS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if self.days_first is None and found is not None and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if 12 < first <= 31 and second <= 12:
                self.days_first = True
            elif first <= 12 < second:
                self.days_first = False

    def settle(self, language: str | None) -> None:
        """What no value decided, the language of the column names does, where it can.

        English is written with both orders of day and month, so it decides the sign alone.
        """
        if language is None:
            return
        locale = locale_named(language)
        if self.decimal is None:
            self.decimal = decimal_sign(locale)
        if self.days_first is None and language != "en":
            self.days_first = day_first(locale)


def _bare(text: str) -> str:
    found = _AMOUNT.search(text)
    return _SPACES.sub("", found.group()) if found else ""


def _sign_in(number: str) -> str | None:
    """The sign before the cents, where the number allows one reading only."""
    signs = [char for char in number if char in ".,"]
    if not signs or _THREE.fullmatch(number.lstrip("+-")):
        return None
    if len(signs) > 1 and len(set(signs)) == 1:
        return "," if signs[0] == "." else "."
    return signs[-1]


def amount_of(cell: object, style: Style) -> Decimal:
    """An amount in whole units, as 49.90. Raises FieldInvalid."""
    if isinstance(cell, bool):
        raise FieldInvalid("is no amount")
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise FieldInvalid("is no amount")
        return Decimal(f"{cell:.6f}")
    if isinstance(cell, int | Decimal):
        return Decimal(cell)
    number = _bare(str(cell))
    if not number or any(char.isdigit() for char in _AMOUNT.sub("", str(cell), count=1)):
        raise FieldInvalid(f"{str(cell)[:40]!r} is no amount")
    sign = _sign_in(number) or style.decimal
    if sign is None and any(char in ".," for char in number):
        raise FieldInvalid(f"{number} can be read in two ways: name the locale, as en or de")
    whole, _, cents = number.rpartition(sign) if sign and sign in number else (number, "", "")
    groups = re.split(r"[.,]", whole.lstrip("+-"))
    if (sign is not None and sign in whole) or any(len(group) != 3 for group in groups[1:]):
        raise FieldInvalid(f"{number} is no amount with {sign!r} before the cents")
    try:
        return Decimal(f"{'-' if number.startswith('-') else ''}{''.join(groups)}.{cents or 0}")
    except InvalidOperation as error:
        raise FieldInvalid(f"{number} is no amount") from error


def minor_of(amount: Decimal, currency: str) -> int:
    """The amount in minor units of the currency. Raises FieldInvalid."""
    minor = amount.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value():
        raise FieldInvalid(f"{amount.normalize():f} has more digits than {currency}")
    return int(minor)


def currency_in(cell: object) -> str | None:
    """The currency that an amount is written with, as `€ 49,90` or `49.90 EUR`."""
    if not isinstance(cell, str):
        return None
    words = {word.upper() for word in re.findall(r"[^\W\d_]{3}", cell)}
    found = next((word for word in words if word in currencies()), None)
    return found or next((code for sign, code in _SIGNS.items() if sign in cell), None)


def day_of(cell: object, style: Style) -> date:
    """A day. Raises FieldInvalid, also for one that can be read in two ways."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = " ".join(str(cell).split())
    year, month, day = _parts(text, style)
    try:
        return date(year + _CENTURY if year < 100 else year, month, day)
    except ValueError as error:
        raise FieldInvalid(f"{text[:40]!r} is no day") from error


def _parts(text: str, style: Style) -> tuple[int, int, int]:
    """Year, month and day as written."""
    digits = _DIGITS.fullmatch(text)
    if digits is not None:
        first, second, third = int(digits[1]), int(digits[3]), int(digits[4])
        if len(digits[1]) == 4:
            return first, second, third
        if digits[2] == "." or first > 12:
            return third, second, first
        if second > 12:
            return third, first, second
        if style.days_first is None and first != second:
            raise FieldInvalid(f"{text} can be two days: name the locale, as en-US or en-GB")
        return (third, second, first) if style.days_first else (third, first, second)
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        return int(compact[1]), int(compact[2]), int(compact[3])
    worded, american = _WORDED.match(text), _AMERICAN.match(text)
    if worded is not None:
        return int(worded[3]), _month(worded[2], text), int(worded[1])
    if american is not None:
        return int(american[3]), _month(american[1], text), int(american[2])
    raise FieldInvalid(f"{text[:40]!r} is no day")


def _month(name: str, text: str) -> int:
    for language in LANGUAGES:
        found = months(language).get(name.lower())
        if found is not None:
            return found
    raise FieldInvalid(f"{text[:40]!r} is no day")


def moment_of(cell: object, style: Style) -> datetime:
    """A moment; one without a zone is in UTC, one without a time is midnight."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=UTC)
    try:
        found = datetime.fromisoformat(str(cell).strip())
    except ValueError:
        day = day_of(cell, style)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def whole_of(cell: object) -> int:
    """A whole number, also written as 2.0. Raises FieldInvalid."""
    try:
        number = Decimal(str(cell).strip())
    except InvalidOperation as error:
        raise FieldInvalid(f"{str(cell)[:40]!r} is no number") from error
    if isinstance(cell, bool) or not number.is_finite() or number != number.to_integral_value():
        raise FieldInvalid(f"{str(cell)[:40]!r} is no whole number")
    return int(number)


def text_of(cell: Any) -> str:
    """A cell as text: ids that a workbook holds as numbers have no `.0`."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell).strip()
