"""Structured personal data in a text: e-mail, card, IBAN, SSN, IP and phone, found and blacked out.

Patterns are paired with check digits where the format has them, so that ids, dates and times of
a log line stay readable. Names and addresses are not structured and are not found here.
"""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple


class Span(NamedTuple):
    """Personal data of one `kind` at `start` to `end` of a text."""

    kind: str
    start: int
    end: int


_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w](?:[\w-]{0,61}[\w])?\.){1,8}[^\W\d_]{2,24}(?!\w)"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?!\w)")
_IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_SSN = re.compile(r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])")
_CARD = re.compile(r"(?<![\w+-])\d(?:[ -]?\d){11,18}(?![\w-])")
_PHONE = re.compile(
    r"(?<![\w#-])(?<!\d[.,:/])"
    r"(?:\+\d{7,15}|"
    r"(?:\+|00)\d{1,3}[\s.-]?(?:\(0?\d{0,5}\)[\s.-]?)?\d{1,5}(?:[\s./-]{1,2}\d{1,9}){0,5}|"
    r"(?:\(\d{2,5}\)|\d{2,5})(?:[ .-]{1,2}\d{2,8}|[ .-]?\(\d{2,5}\)){1,5}|\(\d{2,5}\)\s?\d{5,9}|0\d{8,10})"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w]|[.:,/]\d|-\w)"
)
_SPOKEN_PHONE = re.compile(
    r"\b(?:phone|call|tel|mobile|cell|whatsapp|fax|telefon|teléfono|téléphone)\b[^\d\n]{0,20}(?P<n>\d{7,12})\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d|[-./]\d)"
)
_DIGITS_ONLY = re.compile(r"\D")


def luhn(number: str) -> bool:
    """Whether the digits of `number` satisfy the check of ISO/IEC 7812-1 (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(_DIGITS_ONLY.sub("", number))):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def iban(text: str) -> bool:
    """Whether `text` is an IBAN whose check digits fit (ISO 13616, modulo 97)."""
    compact = re.sub(r"[ -]", "", text)
    if not 15 <= len(compact) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return text != "::"


def _is_day(text: str) -> bool:
    parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
    first, second = (parts[1], parts[2]) if parts[0] > 31 else (parts[0], parts[1])
    return 1 <= min(first, second) <= 12 and max(first, second) <= 31


def _is_card(text: str) -> bool:
    return luhn(text) and len(set(_DIGITS_ONLY.sub("", text))) > 1


def _is_phone(text: str) -> bool:
    # An extension is no part of the number's own length.
    digits = len(_DIGITS_ONLY.sub("", re.split(r"x|ext", text, maxsplit=1)[0]))
    return 7 <= digits <= 15 and not re.fullmatch(r"\d+\.\d+", text)


def _candidates(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from (Span("email", *m.span()) for m in _EMAIL.finditer(text))
    if not any(map(str.isdigit, text)):
        return
    yield from (Span("iban", *m.span()) for m in _IBAN.finditer(text) if iban(m.group()))
    for pattern in (_IPV4, _IPV6):
        yield from (Span("ip", *m.span()) for m in pattern.finditer(text) if _is_ip(m.group()))
    yield from (Span("moment", *m.span()) for m in _MOMENT.finditer(text) if _is_day(m.group()))
    yield from (Span("ssn", *m.span()) for m in _SSN.finditer(text))
    yield from (Span("card", *m.span()) for m in _CARD.finditer(text) if _is_card(m.group()))
    yield from (Span("phone", *m.span()) for m in _PHONE.finditer(text) if _is_phone(m.group()))
    yield from (Span("phone", *m.span("n")) for m in _SPOKEN_PHONE.finditer(text))


def find(text: str) -> tuple[Span, ...]:
    """Personal data in `text`, in order, without overlaps; kinds: email iban ip ssn card phone."""
    taken: list[Span] = []
    for span in _candidates(text):
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
    # Dates and times only hold their place against being read as phone numbers.
    return tuple(sorted((s for s in taken if s.kind != "moment"), key=lambda span: span.start))


def blacken(text: str, spans: tuple[Span, ...]) -> str:
    """`text` with each of `spans` (in order, no overlaps) replaced by its kind in brackets."""
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], f"[{span.kind}]"]
        at = span.end
    return "".join([*pieces, text[at:]])


def redact(text: str) -> str:
    """`text` with e-mails, card numbers, IBANs, SSNs, IP addresses and phones as `[kind]`."""
    found = find(text)
    return blacken(text, found) if found else text
