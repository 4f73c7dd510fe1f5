"""The separate questions of a message, each so that it can be looked up by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from deskhand.assistant.understanding.schemas import Intent
from deskhand.assistant.understanding.sentences import requests_in

_MOST = 3
_FEWEST_WORDS = 3
_ASKS = (
    r"(?:how|what|what's|when|where|who|why|which|can|could|do|does|did|is|are|will|would|should"
    r"|may|am)"
)
_SEAM = re.compile(rf"(?:\s*[,;]\s*(?:and|or|but|so)?|\s+(?:and|but|so))\s+(?={_ASKS}\b)", re.I)
_QUESTION = re.compile(rf"^(?:(?:and|but|so|also|or|then|please)\s+)*{_ASKS}\b|\?\s*$", re.I)
_POINTS_BACK = re.compile(r"\b(?:it|its|that|this|they|them|their|those|these|one|ones)\b", re.I)
_BARE = re.compile(r"^(?:how (?:long|much|many|often|far)|when|where|why|who|what)\b", re.I)
_SUBSTANCE = re.compile(r"[^\W\d_]{4,}")
_GRAMMAR = "does long much many take takes cost costs have will would could with"
_GRAMMAR_WORDS = frozenset(_GRAMMAR.split())


def questions_in(text: str) -> tuple[str, ...]:
    """One to three questions; the whole text when it asks no more than one thing.

    A question that points back ("and how long does it take?") is put behind the one before it.
    """
    whole = " ".join(text.split())
    asked = [
        piece.strip()
        for sentence in requests_in(text)
        for piece in _SEAM.split(sentence)
        if _QUESTION.search(piece.strip()) and len(piece.split()) >= _FEWEST_WORDS
    ]
    if len(asked) < 2:
        return (whole,)
    found: list[str] = []
    for piece in asked[:_MOST]:
        leans = bool(found) and (_POINTS_BACK.search(piece) or _is_bare(piece))
        found.append(f"{found[-1]} {piece}" if leans else piece)
    return tuple(dict.fromkeys(found))


def _is_bare(piece: str) -> bool:
    """Whether a question names nothing that it is about, such as "how long does that take"."""
    words = {word.lower() for word in _SUBSTANCE.findall(piece)} - _GRAMMAR_WORDS
    return bool(_BARE.match(piece)) and not words


USUAL_QUESTION: Mapping[Intent, str] = MappingProxyType(
    {
        Intent.DELIVERY_PROBLEM: "My parcel is late, the tracking has not changed, or it is lost.",
        Intent.CANCEL_ORDER: "Can I cancel an order?",
        Intent.CHANGE_ORDER: "Can I change an order or its delivery address?",
        Intent.RETURN_ITEM: "How do I send something back?",
        Intent.REFUND_REQUEST: "Why may a refund be declined?",
        Intent.REFUND_STATUS: "When do I get my refund?",
        Intent.REPLACEMENT: "How do I get a replacement for a faulty item?",
        Intent.DOUBLE_CHARGE: "I was charged twice",
        Intent.PAYMENT_PROBLEM: "Why did my payment fail?",
        Intent.INVOICE_QUESTION: "Where do I find my invoices?",
        Intent.SUBSCRIPTION_DETAILS: "Which plans are there? Compare the plans and their price.",
        Intent.CANCEL_SUBSCRIPTION: "How do I cancel my subscription?",
        Intent.TALK_TO_PERSON: "Opening hours of the support team, phone number and e-mail",
    }
)
"""What a customer with an intent usually wants to know, asked of the help pages when the
customer's own words find little there."""
