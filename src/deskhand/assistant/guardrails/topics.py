"""What a sentence is about, so that a number is not lent from a passage on another subject."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from functools import lru_cache

_ANCHOR = re.compile(
    r"\b(?:of|after|from|since|following|upon|once|when|until|before)\s+"
    r"(?:(?:the|your|its|we|you|it|they|has|have|been|is|was|'ve|date of|day of)\s+){0,4}"
    r"(?:deliver(?:y|ed)|arriv(?:al|es|ed)|receiv(?:ing|e|ed)|receipt|shipping|shipment|got)\b|"
    r"\bdelivery address\b|\breturn(?:s|ed|ing)? (?:shipping|delivery|shipment|label)\b",
    re.IGNORECASE,
)
_SUBJECTS = {
    "delivery": r"deliver\w*|arriv\w*|shipp?(?:ing|ed|s|ment)?\b|dispatch\w*|in transit|on (?:its|the) way|"
    r"(?:reach|get to) you\b|(?:be |is )?with you (?:by|in|within|on|tomorrow|today|next|this)|"
    r"(?:receive|have|get|expect) (?:it|them|your (?:order|package|parcel|item\w*)|the (?:order|package|parcel|item\w*))\b|"
    r"be there|in your hands|package|parcel|courier|carrier|transit|liefer\w*|zustell\w*|entreg\w*|"
    r"env[ií]o\w*|livr\w*|lleg\w*|ankomm\w*|kommt\b",
    "refund": r"refund\w*|reimburs\w*|money back|credited?|erstatt\w*|reembols\w*|rembours\w*",
    "return": r"return\w*|send (?:it|them) back|exchange\w*|rückgabe|zurückschick\w*|devol\w*|retour\w*",
    "cancellation": r"cancel\w*|storn\w*|kündig\w*|annul\w*",
    "reply": r"repl(?:y|ies)|respon[ds]\w*|answer\w*|get back|contact\w*|reach out|in touch|opening|open\b|"
    r"available|hours\b|support team|antwort\w*|follow up",
    "warranty": r"warrant\w*|guarantee\w*|garantie|garantía",
    "trial": r"\btrial\w*",
    "payment": r"invoice\w*|payment\w*|charge[ds]?\b|billed|bill(?:ing|s)?\b|overdue|\bdue\b|renew\w*",
    "access": r"password\w*|reset\w*|link\b|verification|two-factor|sign[ -]?in|log[ -]?in|locked|session\w*",
}  # fmt: skip
_SPEEDS = {
    "standard": r"\bstandard\b|\beconomy\b|\bregular\b",
    "express": r"\bexpress\b|\bexpedited\b|\bpriority\b|\bovernight\b|\bnext[- ]day\b",
    "international": r"\binternational\w*|\babroad\b|\boverseas\b|\boutside\b",
    "domestic": r"\bdomestic\b",
}
_COMPILED = {
    name: re.compile(r"(?<!\w)(?:" + words + ")", re.IGNORECASE)
    for name, words in _SUBJECTS.items()
}
_COMPILED_SPEEDS = {name: re.compile(words, re.IGNORECASE) for name, words in _SPEEDS.items()}


@lru_cache(maxsize=2048)
def topics(text: str) -> frozenset[str]:
    """The subjects that `text` names; "within 30 days of delivery" does not name delivery."""
    rest = _ANCHOR.sub(" ", text)
    named = {name for name, words in _COMPILED.items() if words.search(rest)}
    if "refund" in named and not re.search(
        r"deliver|arriv|shipp|parcel|package|transit", rest, re.IGNORECASE
    ):
        named.discard("delivery")
    return frozenset(named)


@lru_cache(maxsize=2048)
def speeds(text: str) -> frozenset[str]:
    """The kinds of shipping that `text` names."""
    return frozenset(name for name, words in _COMPILED_SPEEDS.items() if words.search(text))


def compatible(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of subjects can belong to the same statement."""
    return not one or not other or bool(one & other)
