"""Personal data in what people write: the structured kinds, and what a keyword gives away."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re

from deskhand.infra.observability import redaction
from deskhand.infra.observability.redaction import Span as PiiSpan

__all__ = ["PiiSpan", "find", "redact"]

_AFTER_KEYWORD: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        kind,
        re.compile(
            rf"\b(?:{keyword})\b[^\n\w]{{0,3}}(?:\s{{0,3}}(?:number|no|nr|id|is|was|code|:|#)[.:]?\s{{1,3}}){{0,3}}(?P<value>{value})",
            re.IGNORECASE,
        ),
    )
    for kind, keyword, value in (
        (
            "licence",
            r"driver['’]?s? licen[cs]e|driving licen[cs]e|führerschein",
            r"[A-Z]?\d[\dA-Z-]{5,15}\b",
        ),
        ("passport", r"passport|reisepass|pasaporte", r"[A-Z]{0,2}\d{6,9}\b"),
        (
            "birth date",
            r"born(?: on)?|date of birth|birthday|dob|geboren(?: am)?",
            r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? [a-z]{3,9} \d{4}|[a-z]{3,9} \d{1,2},? \d{4}",
        ),
        (
            "password",
            r"password|passwort|contraseña|mot de passe|pin|cvv|cvc",
            r"(?=\S{0,39}\d)\S{3,40}",
        ),
        ("account", r"account|iban|routing|sort code|konto", r"\d{6,17}\b"),
    )
)
_STREET = re.compile(
    r"(?<![\w-])\d{1,5}[a-z]?\s{1,3}(?:[A-Z][\w'’.]{0,40}\s{1,3}){1,4}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|Way|Terrace|Place|Pl)\b\.?|"
    r"\b[A-ZÄÖÜ][\wäöüß]{1,40}(?:straße|strasse|str\.|weg|gasse|allee|platz)\s{1,3}\d{1,4}[a-z]?\b"
)
_MAC = re.compile(r"(?<![\w:])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:])", re.IGNORECASE)


def find(text: str) -> tuple[PiiSpan, ...]:
    """Personal data in `text`, in order, without overlaps.

    Beside what the logs know: licence, passport, birth date, password and account number after
    a word that names them, street address, MAC address. Names of people are not looked for.
    """
    taken = list(redaction.find(text))
    more = [PiiSpan("mac", *m.span()) for m in _MAC.finditer(text)]
    for kind, pattern in _AFTER_KEYWORD:
        more += [PiiSpan(kind, *m.span("value")) for m in pattern.finditer(text)]
    more += [PiiSpan("address", *m.span()) for m in _STREET.finditer(text)]
    for span in more:
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
    return tuple(sorted(taken, key=lambda span: span.start))


def redact(text: str) -> str:
    """`text` with every piece of personal data replaced by its kind, such as `[email]`."""
    return redaction.blacken(text, find(text))
