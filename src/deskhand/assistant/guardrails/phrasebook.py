"""Phrases of a language with what they stand for, found in words in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from deskhand.assistant.guardrails.words import Stemmer, Word

ANY = "*"
"""In a phrase: any one word."""

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Cue(Generic[Meaning]):
    """A phrase that was found: its kind, its meaning, and the first and one past the last word."""

    kind: str
    meaning: Meaning
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Meaning]):
    words: tuple[str, ...]
    exact: bool
    kind: str
    meaning: Meaning

    def stands(self, words: Sequence[Word], at: int) -> bool:
        """Whether the phrase begins at the word `at`."""
        if at + len(self.words) > len(words):
            return False
        return all(
            one in (ANY, found.folded if self.exact else found.stem)
            for one, found in zip(self.words, words[at : at + len(self.words)], strict=True)
        )


@dataclass(frozen=True, slots=True)
class Phrasebook(Generic[Meaning]):
    """Phrases by their first stem. The longest of a kind counts; kinds may overlap."""

    stemmer: Stemmer
    _by_first: dict[str, list[_Entry[Meaning]]] = field(default_factory=dict)

    def learn(
        self, kind: str, phrases: Iterable[tuple[str, Meaning]], *, exact: bool = False
    ) -> None:
        """Take in phrases of a kind. Words are compared by their stems, or as they are spelt."""
        for phrase, meaning in phrases:
            words = [
                word
                for part in phrase.split()
                for word in (self.stemmer.words(part) or (Word(ANY, ANY, ANY, 0, 0),))
            ]
            compared = tuple(word.folded if exact else word.stem for word in words)
            known = self._by_first.setdefault(words[0].stem, [])
            known.append(_Entry(compared, exact, kind, meaning))
            known.sort(key=lambda entry: len(entry.words), reverse=True)

    def find(self, words: Sequence[Word]) -> Iterator[Cue[Meaning]]:
        """All cues in order of their first word; a kind does not overlap itself."""
        busy: dict[str, int] = {}
        for at, word in enumerate(words):
            seen: set[str] = set()
            # Different meanings of the same kind and length are all reported.
            lengths: dict[str, int] = {}
            for entry in self._by_first.get(word.stem, ()):
                kind, length = entry.kind, len(entry.words)
                if busy.get(kind, 0) > at and kind not in seen:
                    continue
                if lengths.get(kind, length) == length and entry.stands(words, at):
                    seen.add(kind)
                    lengths[kind] = length
                    busy[kind] = at + length
                    yield Cue(kind, entry.meaning, at, at + length)
