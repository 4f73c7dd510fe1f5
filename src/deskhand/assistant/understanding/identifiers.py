"""Finds the numbers of things in a message, by the patterns of the pack's nouns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deskhand.domain.conversations.dialogue import RecordRef
from deskhand.packs.loader import Pack
from deskhand.packs.phrases import folded
from deskhand.packs.schema import Identifier

_GROUP = re.compile(r"\{(\d)\}")
_GOES_ON = re.compile(r"[-./:]\d")
_WORDS_BEFORE = 4
_LONG_NUMBER = 5
"""A bare number of so many digits may be a record's without a word that says so."""
_NOT_A_THING = re.compile(
    r"[\w.+-]{1,64}@[\w.-]{1,255}|https?://\S{1,300}|[$€£]\s?\d[\d.,]{0,15}"
    r"|(?<![\d.,])\d[\d.,]{0,15}\s?(?:[$€£%]|eur\b|usd\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that a message names, and where."""

    record: RecordRef
    start: int
    end: int
    sure: bool = True
    """False for a bare number that stands for a record only if there is one with it."""


class Identifiers:
    """The patterns of one pack, with the words for its nouns in all of its languages."""

    def __init__(self, pack: Pack) -> None:
        self._patterns: list[tuple[str, Identifier]] = [
            (name, identifier)
            for name, noun in pack.nouns.items()
            for identifier in noun.identifiers
        ]
        words: dict[str, set[str]] = {name: set() for name in pack.nouns}
        for examples in pack.examples.values():
            for name, said in examples.nouns.items():
                words[name] |= {folded(word) for word in said}
        self._words: Mapping[str, frozenset[str]] = {n: frozenset(w) for n, w in words.items()}

    def named_in(self, text: str, awaited: str | None = None) -> tuple[Mention, ...]:
        """The records named, in the order of the text, each once.

        A bare number counts when a word for its noun stands shortly before it, when the message
        is nothing else, or when the noun is `awaited` by an open question.
        """
        plain = western(text)
        blank = _NOT_A_THING.sub(lambda found: " " * len(found.group()), plain)
        found: list[Mention] = []
        for noun, identifier in sorted(self._patterns, key=_certainty):
            found += self._matches(blank, noun, identifier, found, awaited)
        found.sort(key=lambda mention: mention.start)
        known: dict[RecordRef, Mention] = {}
        for mention in found:
            known.setdefault(mention.record, mention)
        return tuple(known.values())

    def _matches(
        self,
        text: str,
        noun: str,
        identifier: Identifier,
        taken: Sequence[Mention],
        awaited: str | None,
    ) -> Iterator[Mention]:
        for match in identifier.pattern.finditer(text):
            start, end = match.span()
            if any(start < one.end and one.start < end for one in taken):
                continue
            if _is_cut(text, start, end):
                continue
            sure = not identifier.known or self._called(text, start, noun)
            if identifier.bare:
                sure = self._stands_for(text, start, end, noun, awaited, taken)
                if not sure and end - start < _LONG_NUMBER:
                    continue
            number = _spelled(identifier.spelled, match.groups())
            yield Mention(RecordRef(noun=noun, number=number), start, end, sure)

    def _called(self, text: str, start: int, noun: str) -> bool:
        """Whether a word for the noun stands just before, as in `order BX20419`."""
        before = folded(text[:start]).split()
        return any(" ".join(before[-count:]) in self._words[noun] for count in (1, 2) if before)

    def _stands_for(
        self,
        text: str,
        start: int,
        end: int,
        noun: str,
        awaited: str | None,
        taken: Sequence[Mention],
    ) -> bool:
        before = folded(text[:start]).split()[-_WORDS_BEFORE:]
        spoken = {*before, *(" ".join(pair) for pair in pairwise(before))}
        nearest = [name for name, words in self._words.items() if words & spoken]
        if nearest:
            return noun in nearest
        rest = folded(f"{text[:start]} {text[end:]}").replace("?", "").split()
        first = next((name for name, _ in self._patterns), None)
        if len(rest) <= 2 or any(one.record.noun == noun for one in taken):
            return noun == (awaited or (taken[0].record.noun if taken else first))
        return noun == awaited


def _certainty(pattern: tuple[str, Identifier]) -> tuple[bool, bool]:
    """What tells most comes first, so that it is not taken for something less certain."""
    return pattern[1].known, pattern[1].bare


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether the match is a part of a longer number (`112-4456789`) or of a date."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return bool(_GOES_ON.fullmatch(before[::-1]) or _GOES_ON.fullmatch(after))


def western(text: str) -> str:
    """`text` with digits of any script as 0 to 9 and compatibility forms unified, same length."""
    out = []
    for char in text:
        if char.isdigit() and not char.isascii():
            out.append(str(unicodedata.digit(char, 0)))
        elif "！" <= char <= "～":
            out.append(unicodedata.normalize("NFKC", char))
        else:
            out.append(char)
    return "".join(out)


def _spelled(spelling: str, groups: Sequence[str | None]) -> str:
    """The number as it is stored: `{1}` is the pattern's first group, in capitals."""
    return _GROUP.sub(lambda place: (groups[int(place[1]) - 1] or "").upper(), spelling)
