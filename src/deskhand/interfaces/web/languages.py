"""Which language a browser asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_MOST_WISHES: Final = 20
"""Languages of a header that are looked at; no browser sends more."""


def language_of(header: str, spoken: Sequence[str]) -> str:
    """The first language of `Accept-Language` that is spoken, else the first that is.

    Weights are those of RFC 9110, 12.5.4; what cannot be read counts as not said.
    """
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:_MOST_WISHES]):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((-float(weight or 1), place, tag.strip()[:2].lower()))
        except ValueError:
            continue
    return next((tag for weight, _, tag in sorted(wishes) if weight and tag in spoken), spoken[0])
