"""Finds what a message names: orders, invoices, tickets, e-mails, amounts, dates, products."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from deskhand.assistant.understanding.dates import find_dates
from deskhand.assistant.understanding.schemas import Entities

_MOST_OF_A_KIND = 20

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}\b", re.I)
_URL = re.compile(r"\b(?:https?://|www\.)\S{1,500}", re.I)
_INVOICE = re.compile(
    r"\bINV(?:OICE)?[\s#-]{0,2}(?P<a>\d[\dA-Z]*(?:-\d[\dA-Z]*){0,3})\b"
    r"|\binvoice\s{0,2}(?:number|num|no\.?|nr\.?|id)?\s{0,2}(?:is\s)?[#:]?\s{0,2}"
    r"(?P<b>\d[\d-]{1,20}\d)\b",
    re.I,
)
_TICKET = re.compile(
    r"\bTCK[\s#-]{0,2}(?P<a>\d[\dA-Z]*)\b"
    r"|\b(?:ticket|case)\s{0,2}(?:number|num|no\.?|nr\.?|id)?\s{0,2}(?:is\s)?[#:]?\s{0,2}"
    r"(?P<b>\d{2,12})\b",
    re.I,
)
_AMOUNT = re.compile(
    r"(?:(?:US|CA|AU)?[$€£¥₹]|\b(?:USD|EUR|GBP)\s?)\s?\d{1,3}(?:[,.\s]\d{3})*(?:[.,]\d{1,2})?(?!\d)"
    r"|(?:(?:US|CA|AU)?[$€£¥₹]|\b(?:USD|EUR|GBP)\s?)\s?\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
    r"|\b\d{1,9}(?:[.,]\d{3})*(?:[.,]\d{1,2})?\s?"
    r"(?:[$€£¥₹]|(?:USD|EUR|GBP|JPY|dollars?|euros?|pounds?|bucks|cents)\b)",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w#-])\+?\(?\d{1,4}\)?(?:[\s().-]{1,2}\d{2,4}){2,4}(?![\w-])|\+\d{8,15}\b"
)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\s?(?:am|pm)?\b", re.I)

_NAMED = (
    r"\b(?:order|ord|purchase|pedido|commande|bestellung)s?\b"
    r"(?:\s{1,2}(?:number|num|nr|no|id|ref|reference))?\b\.?\s{0,2}"
    r"(?:(?:is|was|:|=|-)\s{0,2})?[#№]?\s{0,2}"
)
_ORDER = re.compile(
    r"\bORD[\s_#-]{0,2}(?P<prefixed>\d[\dA-Z]{0,15}(?:-\d{1,10})?)\b"
    rf"|{_NAMED}(?P<named>(?=[A-Z-]{{0,6}}\d)[A-Z]{{0,4}}-?\d[\dA-Z]{{1,15}}(?:-\d{{1,10}})?)\b"
    r"|(?<![\w&])[#№]\s?(?P<hashed>(?=[A-Z-]{0,6}\d)[A-Z]{0,4}-?\d[\dA-Z]{1,15}(?:-\d{1,10})?)\b",
    re.I,
)
_ANOTHER_ORDER = re.compile(
    r"(?:\s{0,2},\s{0,2}(?:and\s)?|\s(?:and|or|&)\s)[#№]?\s{0,2}"
    r"(?P<more>(?:ORD[\s-]?)?[A-Z]{0,3}-?\d[\dA-Z]{2,15})\b(?!\s{0,2}(?:[%€$£]|days?|times|"
    r"items?|pm|am\b))",
    re.I,
)
_LONE_NUMBER = re.compile(
    r"\s*(?:it'?s|its|it is|that'?s|number|no\.?|#)?\s*(\d{3,12})\s*[.!]?\s*", re.I
)
_PLURAL = re.compile(r"s\b")
_NOT_AN_ORDER = re.compile(
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|times?|items?|%|am|pm)\b", re.I
)


def find_entities(text: str, products: Sequence[str] = ()) -> Entities:
    """Everything named in `text`, without repeats, in the order of the text.

    Identifiers are upper-cased without separators that people add (`ord 123` → `ORD123`,
    `order no. 12345` → `12345`, `#A-1001` → `A-1001`); a message that is nothing but a number
    of 3 digits or more is taken as an order's. Amounts stay as written, dates become ISO 8601
    (relative ones by `infra.clock`, in UTC). `products` are names to look for, spelt loosely.
    """
    plain = _readable(text)
    rest, emails = _cut(plain, _EMAIL)
    rest, _ = _cut(rest, _URL)
    rest, dates = find_dates(rest)
    rest, _ = _cut(rest, _CLOCK)
    rest, invoices = _take(rest, _INVOICE, "INV-")
    rest, tickets = _take(rest, _TICKET, "TCK-")
    rest, amounts = _cut(rest, _AMOUNT)
    orders = tuple(_orders(_cut_phones(rest)))
    return Entities(
        order_numbers=_distinct(orders),
        invoice_numbers=_distinct(invoices),
        ticket_numbers=_distinct(tickets),
        emails=_distinct(email.lower().rstrip(".") for email in emails),
        amounts=_distinct(" ".join(amount.split()) for amount in amounts),
        dates=_distinct(dates),
        products=_distinct(_products(plain, products)),
    )


def _readable(text: str) -> str:
    """Compatibility forms unified, control characters and runs of blanks made one blank."""
    unified = unicodedata.normalize("NFKC", text).replace("’", "'")
    return " ".join("".join(c if c.isprintable() else " " for c in unified).split())


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:_MOST_OF_A_KIND]


def _cut(text: str, pattern: re.Pattern[str]) -> tuple[str, list[str]]:
    """`text` with every match replaced by a bar, and the matches."""
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        found.append(match.group().strip())
        return " | "

    return pattern.sub(keep, text), found


def _take(text: str, pattern: re.Pattern[str], prefix: str) -> tuple[str, list[str]]:
    """As `_cut`, for identifiers: the number alone, upper-cased behind `prefix`."""
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        number = next(group for group in match.groups() if group)
        found.append(prefix + number.upper())
        return " | "

    return pattern.sub(keep, text), found


def _cut_phones(text: str) -> str:
    """Telephone numbers (seven digits or more in groups) made a bar."""

    def judge(match: re.Match[str]) -> str:
        digits = sum(letter.isdigit() for letter in match.group())
        return " | " if digits >= 7 else match.group()

    return _PHONE.sub(judge, text)


def _orders(text: str) -> Iterator[str]:
    alone = _LONE_NUMBER.fullmatch(text)
    if alone:
        yield alone.group(1)
        return
    at = 0
    while match := _ORDER.search(text, at):
        at = match.end()
        number = match["prefixed"] or match["named"] or match["hashed"]
        if _NOT_AN_ORDER.match(text, at + (text[at : at + 1] == " ")):
            continue
        number = _order_number("ORD" + number if match["prefixed"] else number)
        yield number
        while more := _ANOTHER_ORDER.match(text, at):
            at = more.end()
            written = _order_number(more["more"])
            bare_beside_prefixed = number.startswith("ORD") and written.isdigit()
            yield "ORD" + written if bare_beside_prefixed else written


def _order_number(written: str) -> str:
    number = re.sub(r"\s", "", written.upper())
    return re.sub(r"^ORD[-_#]?", "ORD", number).lstrip("-")


def _products(text: str, names: Sequence[str]) -> Iterator[str]:
    """Names that occur as whole words, whatever their case, hyphens and plural."""
    if not names:
        return
    heard = f" {_loose(text)} "
    singular = _PLURAL.sub("", heard)
    for name in names:
        wanted = f" {_loose(name)} "
        if wanted.strip() and (wanted in heard or _PLURAL.sub("", wanted) in singular):
            yield name


def _loose(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("'", "")))
