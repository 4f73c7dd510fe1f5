"""All claims of a text, in the order they stand, without counting the same words twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from deskhand.assistant.guardrails.claims import (
    actions,
    dates,
    figures,
    frames,
    identifiers,
    statuses,
)
from deskhand.assistant.guardrails.claims.claim import Claim
from deskhand.assistant.guardrails.claims.prose import Sentence, sentences

_MASK = "\ufffc"


def _take(text: str, found: Iterable[Claim], into: list[Claim]) -> str:
    """Add the claims that overlap none of their own kind before, and mask their words."""
    taken: list[tuple[int, int]] = []
    for claim in found:
        same = (claim.start, claim.end) in taken
        if not same and any(claim.start < end and start < claim.end for start, end in taken):
            continue
        taken.append((claim.start, claim.end))
        if claim not in into:
            into.append(claim)
    for start, end in taken:
        text = text[:start] + _MASK * (end - start) + text[end:]
    return text


@lru_cache(maxsize=512)
def values(text: str, today: date) -> tuple[Claim, ...]:
    """Claims that are values: dates, lengths of time, amounts, identifiers, addresses."""
    found: list[Claim] = []
    rest = _take(text, identifiers.addresses(text), found)
    rest = _take(rest, identifiers.coded(rest), found)
    rest = _take(rest, figures.sums(rest), found)
    rest = _take(rest, dates.find(rest, today), found)
    rest = _take(rest, frames.find(rest, today), found)
    rest = _take(rest, figures.quantities(rest), found)
    _take(rest, identifiers.numbered(rest), found)
    return tuple(sorted(found, key=lambda claim: claim.start))


@lru_cache(maxsize=2048)
def _said(sentence: Sentence) -> tuple[Claim, ...]:
    """Statuses and actions; kept, since a streamed text is checked again with each new sentence."""
    return (*statuses.find(sentence), *actions.find(sentence))


def extract(text: str, today: date) -> tuple[Claim, ...]:
    """Every claim of `text`; relative days are resolved from `today`."""
    found = list(values(text, today))
    for sentence in sentences(text):
        found += _said(sentence)
    return tuple(sorted(found, key=lambda claim: claim.start))
