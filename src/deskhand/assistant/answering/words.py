"""The words that carry a text's meaning, roughly stemmed, so that texts can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_E_MAIL = re.compile(r"\be-?mails?\b", re.IGNORECASE)
_ENDINGS = ("ings", "ing", "ies", "ied", "ed", "es", "s")
_SHARED_BEGINNING = 5
"""Letters two words must share to be taken for relatives: `Passwort`, `password`."""


def words_of(text: str) -> list[str]:
    """Every word in small letters and without accents, in order; `e-mail` is one word."""
    plain = unicodedata.normalize("NFKD", _E_MAIL.sub("email", text.casefold()))
    return _WORD.findall("".join(one for one in plain if not unicodedata.combining(one)))


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(word) for word in words_of(text))


def stem(word: str) -> str:
    """A rough stem: enough to let `returns` meet `return` and `shipping` meet `ship`."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            cut = word[: -len(ending)]
            if ending in ("ies", "ied"):
                return f"{cut}y"
            doubled = len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "sl"
            return _bare(cut[:-1] if doubled else cut)
    return _bare(word)


def held(word: str, stems: frozenset[str]) -> float:
    """How well a stem is held by a set of stems: 1 as it stands, 0.7 by a relative, else 0."""
    if word in stems:
        return 1.0
    if len(word) < _SHARED_BEGINNING or word[0].isdigit():
        return 0.0
    return 0.7 if any(_related(word, other) for other in stems) else 0.0


def _related(one: str, other: str) -> bool:
    """Whether two words begin alike for all but their last letters."""
    least = max(_SHARED_BEGINNING, max(len(one), len(other)) - 4)
    return one[:least] == other[:least] and min(len(one), len(other)) >= least


def _bare(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
