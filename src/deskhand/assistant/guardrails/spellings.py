"""Values that are known by their spelling: links, e-mails, dates, phones, times, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from deskhand.assistant.guardrails.values import Kind, Value
from deskhand.assistant.guardrails.words import fold

# Every repeat is bounded and every start is fenced by what stands before it, so that the time is
# linear in the text.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"'|*`]{1,300}"
    r"|(?<![\w.@-])(?:[^\W_][\w-]{0,62}\.){1,5}[a-z]{2,24}(?![\w@-])(?:/[^\s<>()\[\]\"'|*`]{0,300})?"
)
_DAY = re.compile(r"(?<![\d./-])(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?![\d/-])")
_SHORT_DAY = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})(\.)?(?![\d/-])")
_TIME = re.compile(
    r"(?<![\w.,:])(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?\s?m\b\.?|(?<![\w.,:])(\d{1,2}):(\d{2})(?![\w:])"
    r"|(?<![\w.,:])(\d{1,2})\s?(?:h(\d{2})?|uhr)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w+])(?:\+|\(|\d)[\d ()./-]{5,22}\d(?!\w)")
_CODE = re.compile(r"(?<![^\W_])(?<![-#/][^\W_])[^\W_]{1,40}(?:[-_/#][^\W_]{1,40}){0,5}")
_CLOSING = ".,;:!?"
_FEWEST_PHONE_DIGITS = 7
_FEWEST_BARE_DIGITS = 5


def spelt_values(text: str, day_first: bool) -> Iterator[Value]:
    """Values of `text` without overlaps, in no particular order."""
    taken = bytearray(len(text))
    for values in (_addresses(text), _days(text, day_first), _times(text), _phones(text)):
        for value in values:
            if not any(taken[value.start : value.end]):
                taken[value.start : value.end] = b"\1" * (value.end - value.start)
                yield value
    for value in _codes(text):
        if not any(taken[value.start : value.end]):
            yield value


def compact(code: str) -> str:
    """An identifier as it is compared: capital letters and digits only."""
    return "".join(sign for sign in fold(code) if sign.isalnum()).upper()


def _addresses(text: str) -> Iterator[Value]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            shown = match.group().rstrip(_CLOSING)
            yield Value(Kind.EMAIL, match.start(), match.start() + len(shown), text=fold(shown))
    for match in _LINK.finditer(text):
        shown = match.group().rstrip(_CLOSING)
        bare = fold(shown).removeprefix("https://").removeprefix("http://").removeprefix("www.")
        yield Value(Kind.LINK, match.start(), match.start() + len(shown), text=bare.rstrip("/"))


def _days(text: str, day_first: bool) -> Iterator[Value]:
    for match in _DAY.finditer(text):
        first, second, third = int(match[1]), int(match[3]), int(match[4])
        if first > 31:
            parts = (first, second, third)
        else:
            year = third if third > 99 else 2000 + third
            swap = second <= 12 and (day_first or match[2] == "." or first > 12)
            parts = (year, second, first) if swap else (year, first, second)
        if _exists(parts):
            yield Value(Kind.DATE, *match.span(), day=parts)
    for match in _SHORT_DAY.finditer(text):
        first, second = int(match[1]), int(match[3])
        # `3.5` is a number; `3.5.` and `3/5` are days.
        if match[2] == "." and not (match[4] and day_first):
            continue
        parts = (0, second, first) if day_first or first > 12 else (0, first, second)
        if _exists((2024, *parts[1:])):
            yield Value(Kind.DATE, *match.span(), day=parts)


def _exists(parts: tuple[int, int, int]) -> bool:
    try:
        date(*parts)
    except ValueError:
        return False
    return True


def _times(text: str) -> Iterator[Value]:
    for match in _TIME.finditer(text):
        hour = int(match[1] or match[4] or match[6])
        minute = int(match[2] or match[5] or match[7] or 0)
        if match[3] and hour <= 12:
            hour = hour % 12 + (12 if match[3] in "pP" else 0)
        if hour <= 24 and minute < 60:
            yield Value(Kind.TIME, *match.span(), number=Decimal(hour * 60 + minute))


def _phones(text: str) -> Iterator[Value]:
    for match in _PHONE.finditer(text):
        digits = "".join(sign for sign in match.group() if sign.isdigit())
        apart = any(sign in " ()-/+" for sign in match.group())
        if len(digits) >= _FEWEST_PHONE_DIGITS and apart:
            yield Value(Kind.PHONE, *match.span(), text=digits)


def _codes(text: str) -> Iterator[Value]:
    for match in _CODE.finditer(text):
        code = match.group()
        digits = sum(sign.isdigit() for sign in code)
        letters = any("A" <= sign <= "Z" for sign in code)
        if digits and (letters or (code.isdigit() and digits >= _FEWEST_BARE_DIGITS)):
            yield Value(Kind.IDENTIFIER, *match.span(), text=compact(code))
