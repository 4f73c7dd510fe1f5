"""Texts as people mistype them, so that what is learned of words survives a slip."""

from __future__ import annotations

import random

_SHORTEST = 4
"""Characters of a word that is still read when one of them is wrong."""
_ONE_IN = 6
"""Words between two slips."""


def misspelt(text: str, chance: random.Random) -> str:
    """The text with a slip in one of six words: letters swapped, left out, doubled or replaced.

    A letter is only replaced by another of the same word, so that no alphabet is assumed.
    """
    words = text.split()
    for _ in range(max(1, len(words) // _ONE_IN)):
        at = chance.randrange(len(words)) if words else 0
        if words and len(words[at]) >= _SHORTEST:
            words[at] = _slipped(words[at], chance)
    return " ".join(words)


def _slipped(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    before, here, after, rest = word[:at], word[at], word[at + 1], word[at + 2 :]
    slips = (
        before + after + here + rest,
        before + after + rest,
        before + here + here + after + rest,
        before + chance.choice(word) + after + rest,
    )
    return chance.choice(slips)
