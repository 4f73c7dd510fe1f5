"""Amounts of money, percentages, and quantities with a unit."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from deskhand.assistant.guardrails.claims.claim import Amount, Claim, ClaimKind, Quantity
from deskhand.assistant.guardrails.claims.frames import NUMBERS, number

_SIGNS = {
    "$": "USD CAD AUD NZD SGD HKD MXN", "us$": "USD", "a$": "AUD", "c$": "CAD", "€": "EUR",
    "£": "GBP", "¥": "JPY CNY", "₹": "INR", "₩": "KRW", "zł": "PLN",
}  # fmt: skip
_NAMES = {
    "dollar": "USD CAD AUD NZD SGD HKD", "buck": "USD CAD AUD NZD", "euro": "EUR",
    "pound": "GBP", "quid": "GBP", "yen": "JPY", "franc": "CHF", "franken": "CHF",
    "peso": "MXN CLP ARS COP", "rupee": "INR", "krone": "SEK NOK DKK", "dólar": "USD", "dólare": "USD",
    "złoty": "PLN", "zloty": "PLN",
}  # fmt: skip
CODES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "CHF",
        "CAD",
        "AUD",
        "NZD",
        "JPY",
        "CNY",
        "INR",
        "KRW",
        "VND",
        "CLP",
        "ISK",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "MXN",
        "BRL",
        "ARS",
        "COP",
        "SGD",
        "HKD",
        "ZAR",
        "TRY",
        "AED",
        "THB",
        "ILS",
    ]
)
_N = r"\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SIGN = r"(?:us\$|a\$|c\$|[$€£¥₹₩])"
_CODE = "|".join(sorted(CODES))
_WORDS = "|".join(sorted((f"{name}s?" for name in _NAMES), key=len, reverse=True))
_SUM = re.compile(
    rf"(?<![\w.])(?:(?P<sign>{_SIGN})\s?(?P<n1>{_N})(?:\s?(?P<c3>{_CODE})\b)?|"
    rf"(?P<code>{_CODE})\s?(?P<n2>{_N})|"
    rf"(?P<n3>{_N})\s?(?:(?P<sign2>[$€£¥₹₩]|zł)|(?P<code2>{_CODE})\b|(?P<name>{_WORDS})\b)"
    r"(?:(?:\s+and\s+|\s+)(?P<cents>\d{1,2})\s+cents?)?)(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_CENTS = re.compile(r"(?<![\w.])(?P<n>\d{1,3})\s?(?:cents?|¢)(?!\w)", re.IGNORECASE)
_WORD_SUM = re.compile(
    r"\b(?P<n>"
    + "|".join(sorted((n for n, v in NUMBERS.items() if v > 0 and n != "a"), key=len, reverse=True))
    + rf")\s+(?P<name>{_WORDS})\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?<![\w.])(?P<n>\d+(?:[.,]\d+)?)\s?(?:%|per\s?cent\b|percent\b|prozent\b|por ciento\b|pour cent\b)",
    re.IGNORECASE,
)
_COUNTED = [
    "item",
    "piece",
    "unit",
    "order",
    "invoice",
    "ticket",
    "user",
    "seat",
    "member",
    "device",
    "attempt",
    "character",
    "digit",
    "copy",
    "pack",
    "box",
    "bottle",
    "license",
    "licence",
    "project",
    "refund",
    "product",
    "subscription",
    "payment",
    "charge",
    "installment",
    "gb",
    "mb",
    "tb",
    "kb",
    "kg",
    "g",
    "lb",
    "oz",
    "cm",
    "mm",
    "km",
    "mile",
    "inch",
    "meter",
    "metre",
    "liter",
    "litre",
    "watt",
    "volt",
    "star",
    "point",
    "credit",
    "message",
    "file",
]
_QUANTITY = re.compile(
    rf"(?<![\w$€£#.,/:-])(?P<n>{_N}|"
    + "|".join(n for n, v in NUMBERS.items() if v > 1 and " " not in n)
    + r")[\s-]?(?:(?!and\b|or\b|of\b|to\b|your\b|for\b|in\b)[a-z]{3,12}\s)?"
    + rf"(?P<unit>{'|'.join(_COUNTED)})(?:e?s)?\b",
    re.IGNORECASE,
)


def decimal(text: str) -> Decimal:
    """The number written as `1,234.50`, `1.234,50`, `1 234,5` or `49`."""
    clean = re.sub(r"[\s'’\u00a0\u202f]", "", text)
    tail = re.search(r"[.,](\d{1,2})$", clean)
    whole = clean[: tail.start()] if tail else clean
    return Decimal(re.sub(r"[.,]", "", whole) + ("." + tail.group(1) if tail else ""))


def _currencies(found: re.Match[str]) -> frozenset[str]:
    code = found["code"] or found["code2"] or found["c3"]
    if code:
        return frozenset({code.upper()})
    sign = found["sign"] or found["sign2"]
    if sign:
        return frozenset(_SIGNS[sign.lower()].split())
    return _named(found["name"])


def _named(name: str) -> frozenset[str]:
    word = name.lower()
    return frozenset((_NAMES.get(word) or _NAMES[word.removesuffix("s")]).split())


def _amounts(text: str) -> Iterator[Claim]:
    for found in _SUM.finditer(text):
        value = decimal(found["n1"] or found["n2"] or found["n3"])
        if found["cents"]:
            value += Decimal(found["cents"]) / 100
        yield Claim(ClaimKind.AMOUNT, found.start(), found.end(), found.group(), Amount(value, _currencies(found)))  # fmt: skip
    for found in _WORD_SUM.finditer(text):
        sum_ = Amount(Decimal(str(number(found["n"]))), _named(found["name"]))
        yield Claim(ClaimKind.AMOUNT, found.start(), found.end(), found.group(), sum_)
    for found in _CENTS.finditer(text):
        cents = Amount(Decimal(found["n"]) / 100, frozenset({"USD", "EUR", "CAD", "AUD"}))
        yield Claim(ClaimKind.AMOUNT, found.start(), found.end(), found.group(), cents)


def sums(text: str) -> Iterator[Claim]:
    """Every amount and percentage in `text`."""
    yield from _amounts(text)
    for found in _PERCENT.finditer(text):
        percent = float(found["n"].replace(",", "."))
        yield Claim(ClaimKind.PERCENT, found.start(), found.end(), found.group(), percent)


def quantities(text: str) -> Iterator[Claim]:
    """Every counted quantity in `text`."""
    for found in _QUANTITY.finditer(text):
        word = found["n"].lower()
        count = number(word) if word in NUMBERS else float(decimal(found["n"]))
        value = Quantity(count, found["unit"].lower())
        yield Claim(ClaimKind.QUANTITY, found.start(), found.end(), found.group(), value)
