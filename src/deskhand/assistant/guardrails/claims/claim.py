"""The shape of a claim and of the normalised values that it can carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from deskhand.infra.money import Money


class ClaimKind(StrEnum):
    """The kinds of claims; DATE holds weekdays and relative days too."""

    DATE = "date"
    FRAME = "frame"
    TIME = "time"
    AMOUNT = "amount"
    PERCENT = "percent"
    QUANTITY = "quantity"
    IDENTIFIER = "identifier"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    STATUS = "status"
    ACTION = "action"


DayPattern = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or a stretch of days, as far as the words fix it.

    `options` are (year, month, day) with None where nothing was said; more than one when the
    writing is ambiguous, such as 11/12/2026. `first` and `last` bound relative words.
    """

    options: tuple[DayPattern, ...] = ()
    weekday: int | None = None
    first: date | None = None
    last: date | None = None

    def admits(self, day: date) -> bool:
        """Whether `day` is a day that the words can mean."""
        if self.weekday is not None and day.weekday() != self.weekday:
            return False
        if self.first is not None and day < self.first:
            return False
        if self.last is not None and day > self.last:
            return False
        return not self.options or any(
            all(said is None or said == actual for said, actual in zip(option, parts, strict=True))
            for option in self.options
            for parts in ((day.year, day.month, day.day),)
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """A length of time: `low` to `high` of `unit` (negative numbers stand for vague words).

    `within` is true after "within" or "up to"; `first` and `last` are the days it reaches when
    it was said from today, as in "in 3 days" or "two weeks ago".
    """

    low: float
    high: float
    unit: Literal["minute", "hour", "day", "business day", "month"]
    within: bool = False
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in major units; several currencies when the sign is ambiguous."""

    value: Decimal
    currencies: frozenset[str]

    def equals(self, money: Money) -> bool:
        """Whether `money` is this sum."""
        if money.currency not in self.currencies:
            return False
        exponent = 0 if str(Money(0, money.currency)).startswith("0 ") else 2
        return bool(self.value * Decimal(10**exponent) == abs(money.minor))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count of something, such as 3 items; the unit is a singular noun."""

    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class StatusSaid:
    """A status that a record is said to have, or with `negated` not to have."""

    statuses: frozenset[str]
    subject: str | None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ActionSaid:
    """Something said to have been done (`done`) or to be going to happen.

    `by_us` is true for "I have …" and "we will …", false for "has been …". `conditional` is true
    when the sentence ties it to a condition.
    """

    action: str
    done: bool
    by_us: bool
    conditional: bool = False


ClaimValue = Days | Frame | Amount | Quantity | StatusSaid | ActionSaid | str | float


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: its kind, its place `start` to `end` in the text, its words and its value."""

    kind: ClaimKind
    start: int
    end: int
    text: str
    value: ClaimValue
