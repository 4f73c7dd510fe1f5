"""A plain scorer of text that tries to instruct the assistant instead of asking it.

Nothing is decided by this score alone: what may be done is decided by code. It marks a turn for
people and keeps such sentences of a document from being quoted. Its signs are data, in RE2.
"""

from __future__ import annotations

import math
from functools import cache

from deskhand.assistant.guardrails.lexicon import Sign, known_languages, lexicon_of

READ = 8_000
"""So many characters count: whoever hides an instruction behind more talks to nobody."""

INSTRUCTS = 0.5
"""From this likeness on a text counts as one that instructs the assistant."""
_BASE = -2.8
"""The log-odds of a text without a sign, set by hand: it scores 0.06, and one weak sign alone stays
under a half."""


@cache
def _signs() -> tuple[Sign, ...]:
    return tuple(
        sign
        for language in known_languages()
        if (lexicon := lexicon_of(language)) is not None
        for sign in lexicon.file.instructs
    )


def looks_like_injection(text: str) -> float:
    """How much `text` reads like instructions to the assistant, 0 to 1; above 0.5 marks a turn.

    Adds the weights of the signs found in any language (log-odds, set by hand).
    """
    shown = text[:READ]
    score = _BASE + sum(sign.weight for sign in _signs() if sign.pattern.search(shown))
    return 1 / (1 + math.exp(-score))
