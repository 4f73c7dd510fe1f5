"""Words of a text with their places, folded to one spelling and cut to their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One run of letters and digits; `folded` has no case and no accents."""

    text: str
    folded: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """`text` without case, accents and compatibility forms."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class Stemmer:
    """Cuts inflections by a language's list of endings, longest first."""

    endings: tuple[str, ...]

    @staticmethod
    def of(endings: Iterable[str]) -> Stemmer:
        """The stemmer of a list of endings in any order."""
        return Stemmer(tuple(sorted((fold(one) for one in endings), key=len, reverse=True)))

    def stem(self, folded: str) -> str:
        """`folded` without its ending; at least three letters stay, doubled ones become one."""
        if any(sign.isdigit() for sign in folded):
            return folded
        cut = folded
        # Two rounds, because endings are put on endings: `cancellations`, `deliveries`.
        for _ in range(2):
            for ending in self.endings:
                if cut.endswith(ending) and len(cut) - len(ending) >= _SHORTEST_STEM:
                    cut = cut[: -len(ending)]
                    break
            else:
                break
        if len(cut) > _SHORTEST_STEM and cut[-1] == cut[-2]:
            cut = cut[:-1]
        return cut

    def words(self, text: str) -> tuple[Word, ...]:
        """The words of `text` in order; apostrophes part them."""
        return tuple(
            Word(
                match.group(),
                folded,
                self.stem(folded),
                match.start(),
                match.end(),
            )
            for match in _WORD.finditer(text)
            for folded in (fold(match.group()),)
        )
