"""The one place that turns an id and values into words: Fluent for sentences, Babel for values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_precision
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern

from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.money import Money

NONE = "none"
"""How Fluent's selectors see a value that is not known."""
_CONTRACTIONS = "contractions"
_NEAR_DAYS = 150
_YEAR = re.compile(r"[ ,.]*(?:'de' )?y+\s*$")
_RELATIVE = {0: "date-today", 1: "date-tomorrow", -1: "date-yesterday"}

Value = str | int | bool | date | Money | tuple[str, ...] | None


class WordingUnusable(ConfigurationInvalid):
    """A wording file cannot be read, or a sentence in it cannot be said."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as rendered; `missing` when it tells that something is not known."""

    text: str
    missing: bool = False


class Wording:
    """All sentences of one language, those of the trade before those of any trade."""

    def __init__(self, language: str, sources: Sequence[tuple[str, str]]) -> None:
        """`sources` are pairs of a file's name and its text; later ones win."""
        self.language = language
        self._locale = Locale.parse(language)
        self._bundle = FluentBundle([language], use_isolating=False)
        for name, text in sources:
            resource = FluentResource(text)
            broken = [entry for entry in resource.body if type(entry).__name__ == "Junk"]
            if broken:
                start = text.count("\n", 0, broken[0].span.start) + 1 if broken[0].span else 0
                raise WordingUnusable(f"{name}, line {start}: this is no Fluent message.")
            self._bundle.add_resource(resource, allow_overrides=True)
        self._contracted = self._contractions()

    def has(self, wording: str) -> bool:
        """Whether the sentence exists, `id` or `id.variant`."""
        name, _, variant = wording.partition(".")
        if not self._bundle.has_message(name):
            return False
        return not variant or variant in self._bundle.get_message(name).attributes

    def variants(self, wording: str) -> tuple[str, ...]:
        """The names of a sentence's variants, `missing` left out."""
        if not self._bundle.has_message(wording):
            return ()
        names = self._bundle.get_message(wording).attributes
        return tuple(name for name in names if name != "missing")

    def say(self, wording: str, values: Mapping[str, Value], *, today: date) -> Said:
        """The sentence with its values in this language's spelling.

        A variant is asked for as `id.variant`; where it is not there, `id` is said. Where a
        value that the sentence needs is not known, its attribute `missing` is said.
        Raises `WordingUnusable` for a sentence or value that does not exist.
        """
        name, _, variant = wording.partition(".")
        if not self._bundle.has_message(name):
            raise WordingUnusable(f"There is no wording `{name}` in `{self.language}`.")
        message = self._bundle.get_message(name)
        spelled = {key: self._spelled(value, today) for key, value in values.items()}
        pattern = message.attributes.get(variant) if variant else None
        text = self._worded(pattern or message.value, spelled, wording)
        if "missing" in message.attributes and _needs_unknown(text):
            text = self._worded(message.attributes["missing"], spelled, f"{name}.missing")
            return Said(_tidy(text), missing=True)
        return Said(_tidy(text))

    def _contractions(self) -> tuple[tuple[str, str], ...]:
        """What a language writes in another way where values meet words: "on today" is today."""
        if not self.has(_CONTRACTIONS):
            return ()
        text = self._formatted(self._bundle.get_message(_CONTRACTIONS).value, {}, _CONTRACTIONS)
        pairs = (pair.split("=") for pair in text.split("|"))
        return tuple((f" {written.strip()}", f" {meant.strip()}") for written, meant in pairs)

    def _worded(self, pattern: Pattern | None, spelled: dict[str, str | int], wording: str) -> str:
        text = self._formatted(pattern, spelled, wording)
        for written, meant in self._contracted:
            text = text.replace(written, meant)
        return text

    def _formatted(
        self, pattern: Pattern | None, spelled: dict[str, str | int], wording: str
    ) -> str:
        if pattern is None:
            raise WordingUnusable(f"`{wording}` in `{self.language}` has no sentence.")
        text, errors = self._bundle.format_pattern(pattern, spelled)
        if errors:
            raise WordingUnusable(f"`{wording}` in `{self.language}`: {errors[0]}")
        # "Your order 1001 (none)": brackets around what is not known say nothing.
        return str(text).replace(f" ({NONE})", "")

    def spell(self, value: Value, *, today: date) -> str:
        """A value by itself, as this language writes it."""
        spelled = self._spelled(value, today)
        return str(spelled)

    def listed(self, parts: Sequence[str]) -> str:
        """`a, b and c`."""
        return format_list(list(parts), locale=self._locale) if parts else ""

    def _spelled(self, value: Value, today: date) -> str | int:
        if value is None:
            return NONE
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return value
        if isinstance(value, date):
            return self._day(value, today)
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, tuple):
            return self.listed(value) if value else NONE
        return value

    def moment(self, when: datetime) -> dict[str, Value]:
        """An aware moment, in its own zone, as the values `day`, `time` and `zone`."""
        return {
            "day": format_date(when, "EEEE", locale=self._locale),
            "time": format_time(when, "short", locale=self._locale),
            "zone": get_timezone_name(when, locale=self._locale),
        }

    def money(self, value: Money) -> str:
        """An amount with its currency, as `$49.00` or `49,00 €`."""
        digits = get_currency_precision(value.currency)
        amount = Decimal(value.minor).scaleb(-digits)
        return format_currency(amount, value.currency, locale=self._locale)

    def short_date(self, value: date) -> str:
        """A day with its year in a few letters, for tables and cards."""
        return format_date(value, "medium", locale=self._locale)

    def short_moment(self, when: datetime) -> str:
        """An aware moment, in its own zone, in a few letters."""
        return format_datetime(when, "medium", locale=self._locale)

    def number(self, value: int) -> str:
        """A whole number with this language's separators."""
        return format_decimal(value, locale=self._locale)

    def _day(self, value: date, today: date) -> str:
        away = (value - today).days
        if abs(away) > _NEAR_DAYS:
            return format_date(value, "long", locale=self._locale)
        day = _near(value, self.language)
        relative = _RELATIVE.get(away)
        if relative is None or not self._bundle.has_message(relative):
            return day
        pattern = self._bundle.get_message(relative).value
        return self._formatted(pattern, {"date": day}, relative)


@lru_cache(maxsize=2048)
def _near(value: date, language: str) -> str:
    """A day of these months: CLDR's full date without its year."""
    pattern = _YEAR.sub("", Locale.parse(language).date_formats["full"].pattern)
    return format_date(value, pattern, locale=language)


def _needs_unknown(text: str) -> bool:
    """Whether an unknown value stands in the text as a word."""
    return NONE in text and any(word.strip(".,;:!?()") == NONE for word in text.split())


def _tidy(text: str) -> str:
    """Blanks folded within lines; a Fluent select leaves some behind."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(lines).strip().replace(" .", ".").replace(" ,", ",")
