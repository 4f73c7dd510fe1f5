"""How places write amounts and days, from Unicode CLDR: for reading what a tenant brings in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_precision, get_decimal_symbol, list_currencies

from deskhand.infra.errors import InvalidInput


class LocaleUnknown(InvalidInput):
    """There is no such locale: write it as `de`, `en-US` or `pt-BR`."""


def locale_named(name: str) -> Locale:
    """The locale `de`, `en-US` or `en_US`. Raises LocaleUnknown."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError) as error:
        raise LocaleUnknown from error


def decimal_sign(locale: Locale) -> str:
    """`.` or `,`."""
    return get_decimal_symbol(locale)


def day_first(locale: Locale) -> bool:
    """Whether the day stands before the month in a day of digits."""
    pattern: str = locale.date_formats["short"].pattern
    return pattern.find("d") < pattern.find("M")


@cache
def currencies() -> frozenset[str]:
    """Every ISO 4217 code."""
    return frozenset(list_currencies())


def minor_digits(currency: str) -> int:
    """How many digits the minor unit of a currency has: 2 for EUR, 0 for JPY."""
    return get_currency_precision(currency)


@cache
def months(language: str) -> Mapping[str, int]:
    """The names of months in a language, long and short, lower-cased without a dot."""
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(language).months[context][width].items():
                found[name.lower().rstrip(".")] = number
    return found
