"""Identifiers, e-mail addresses, phone numbers and links in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskhand.assistant.guardrails.claims.claim import Claim, ClaimKind
from deskhand.assistant.guardrails.claims.figures import CODES

_URL = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"'）)\]]+|"
    r"(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|example|dev|app|shop|store|co|info|biz|ru|cn|xyz|de|fr"
    r"|es|uk|eu|ai|me|ly)\b(?:/[^\s<>\"'）)\]]*)?(?![\w@])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_UUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_PREFIXED = re.compile(
    r"\b(?:ORD|ORDER|INV|TCK|TKT|TICKET|SUB|RMA|REF|RET|TRK|CUS|CUST|PAY|TXN|TX|CASE|SHP|RF|PO|ACC|CN)"
    r"[-_#]?(?=[\w-]*\d)[A-Z0-9]+(?:[-_][A-Z0-9]+)*\b",
    re.IGNORECASE,
)
_MIXED = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])(?=(?:[A-Z-]*\d){3})[A-Z0-9]+(?:-[A-Z0-9]+)*\b")
_NOT_IDS = re.compile(
    rf"(?:SHA|AES|RSA|ISO|RFC|UTF|HTTP|IEEE|EN|IP|WIFI|MP|MD|{'|'.join(CODES)})-?\d+", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:\B#|\b(?:order|invoice|ticket|tracking|reference|case|subscription|account|confirmation|"
    r"bestellung|bestellnummer|rechnung|auftrag|pedido|factura|commande|facture)"
    r"(?:\s+(?:number|no\.?|nr\.?|id|code|número|nummer))?\s*(?:is\s+|:\s*|#|°\s*)?\s*#?)(?P<id>\d{3,}(?:-\d+)*)\b",
    re.IGNORECASE,
)
_LAST_DIGITS = re.compile(r"\bending\s+(?:in|with|on)?\s*(?P<id>\d{3,4})\b", re.IGNORECASE)
_LONG = re.compile(r"(?<![\w.,:/+-])\d{6,}(?![\w%]|[.,:/]\d)")
_PHONE = re.compile(
    r"(?<![\w.,/#-])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{1,5}\)[\s.-]?)?\d{1,5}(?:[\s.-]\d{2,5}){1,5}(?![\w%]|[.,/]\d)|"
    r"(?<!\w)\+\d{7,15}\b"
)


def normal_identifier(text: str) -> str:
    """`#ord-123` and `ORD123` are the same identifier: `ORD123`."""
    return re.sub(r"[\s#_-]", "", text).upper()


def normal_url(text: str) -> str:
    """A link without its scheme, `www.`, closing punctuation and closing slash."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", text.strip().lower())
    return bare.rstrip(".,;:!?)").rstrip("/")


def digits(text: str) -> str:
    """Only the digits of a phone number."""
    return re.sub(r"\D", "", text)


def _found(kind: ClaimKind, found: re.Match[str], value: str) -> Claim:
    return Claim(kind, found.start(), found.end(), found.group(), value)


def addresses(text: str) -> Iterator[Claim]:
    """Every e-mail address and link in `text`."""
    for found in _EMAIL.finditer(text):
        yield _found(ClaimKind.EMAIL, found, found.group().lower().rstrip("."))
    for found in _URL.finditer(text):
        yield _found(ClaimKind.URL, found, normal_url(found.group()))


def coded(text: str) -> Iterator[Claim]:
    """Identifiers that letters make unmistakable, and UUIDs."""
    for pattern in (_UUID, _PREFIXED, _MIXED):
        for found in pattern.finditer(text):
            if not _NOT_IDS.fullmatch(found.group()):
                yield _found(ClaimKind.IDENTIFIER, found, normal_identifier(found.group()))


def numbered(text: str) -> Iterator[Claim]:
    """Identifiers of digits alone (`#12345`, `order 12345`) and phone numbers."""
    for pattern in (_NUMBERED, _LAST_DIGITS):
        for found in pattern.finditer(text):
            value = normal_identifier(found["id"])
            yield Claim(
                ClaimKind.IDENTIFIER, found.start("id"), found.end("id"), found["id"], value
            )
    for found in _PHONE.finditer(text):
        if len(digits(found.group())) >= 7:
            yield _found(ClaimKind.PHONE, found, digits(found.group()))
    for found in _LONG.finditer(text):
        yield _found(ClaimKind.IDENTIFIER, found, found.group())
