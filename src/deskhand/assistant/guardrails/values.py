"""The values that a text states: each with its place and in one comparable form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

SYMBOLS = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "₩": frozenset({"KRW"}),
    "₺": frozenset({"TRY"}),
}
"""What a currency sign may stand for (ISO 4217)."""


class Kind(StrEnum):
    """The kinds of values that must stand in the evidence."""

    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    IDENTIFIER = "identifier"
    DATE = "date"
    WEEKDAY = "weekday"
    TIME = "time"
    FRAME = "frame"
    AMOUNT = "amount"
    PERCENT = "percent"
    QUANTITY = "quantity"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Value:
    """One value at `start` to `end`; which fields are set follows from `kind`.

    A date without a year or a day has 0 there. `text` is the compact spelling of links,
    e-mails, phones, identifiers and vague time frames.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    number: Decimal = Decimal(0)
    unit: str = ""
    currencies: frozenset[str] = frozenset()
    day: tuple[int, int, int] = (0, 0, 0)

    def agrees(self, known: Value) -> bool:
        """Whether `known` says the same: the same figure, unit, currency, day or spelling."""
        if self.kind is Kind.NUMBER and known.kind in (Kind.QUANTITY, Kind.NUMBER, Kind.PERCENT):
            return self.number == known.number
        if self.kind is not known.kind:
            return False
        match self.kind:
            case Kind.AMOUNT:
                return self.number == known.number and bool(self.currencies & known.currencies)
            case Kind.DATE:
                return all(
                    mine in (0, other) or other == 0
                    for mine, other in zip(self.day, known.day, strict=True)
                ) and (self.day[2] == 0 or known.day[2] != 0)
            case Kind.QUANTITY:
                return (self.number, self.unit) == (known.number, known.unit)
            case Kind.PERCENT | Kind.TIME | Kind.WEEKDAY:
                return self.number == known.number
            case Kind.PHONE:
                # A country code may stand on one side only.
                return self.text.endswith(known.text) or known.text.endswith(self.text)
            case _:
                return self.text == known.text


@dataclass(frozen=True, slots=True)
class Known:
    """Values that may be said: those of one item of evidence, or of a text.

    `days` are full dates, so that weekdays and distances from today can be told by them.
    """

    values: tuple[Value, ...] = ()
    days: tuple[date, ...] = ()
    today: date = field(default=date.min)

    def has(self, value: Value) -> bool:
        """Whether `value` stands here, or follows from a day by the calendar."""
        return any(value.agrees(known) for known in self.values) or self._follows(value)

    def _follows(self, value: Value) -> bool:
        if value.kind is Kind.WEEKDAY:
            return any(day.weekday() == int(value.number) for day in self.days)
        if value.kind is Kind.QUANTITY and value.unit in ("day", "week"):
            days = int(value.number) * (7 if value.unit == "week" else 1)
            # Far distances do not exist as dates; nobody says them exactly.
            near = 0 < days < 3_650
            return near and any(abs(day - self.today) == timedelta(days) for day in self.days)
        return False


def date_value(day: date, start: int = 0, end: int = 0) -> Value:
    """A whole date as a value."""
    return Value(Kind.DATE, start, end, day=(day.year, day.month, day.day))
