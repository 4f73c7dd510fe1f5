"""A text cut into sentences and clauses, each with its words, cues and values."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from deskhand.assistant.guardrails.lexicon import Lexicon, Means
from deskhand.assistant.guardrails.numerals import values_in
from deskhand.assistant.guardrails.phrasebook import Cue
from deskhand.assistant.guardrails.values import Kind, Value
from deskhand.assistant.guardrails.words import Word

# Possessive, and only from the start of a run of marks, so that a million dots take no longer.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]*_]{0,4}(?=\s|\Z)|\n+|[。！？؟।]")
_MARKS = re.compile(r"[,;:]")
_LABEL = 3
"""A label before a colon (`Expected delivery: 23 November`) has at most so many words."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """A sentence or a clause: `start` to `end` of the text, and what stands there."""

    lexicon: Lexicon
    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    cues: tuple[Cue[Means], ...]
    """Their places count from the first of `words`."""
    values: tuple[Value, ...]

    @property
    def excerpt(self) -> str:
        """The words as they stand."""
        return self.text[self.start : self.end].strip()

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The places of the words that say something and are no part of a value."""
        found, behind = [], 0
        for at, word in enumerate(self.words):
            while behind < len(self.values) and self.values[behind].end <= word.start:
                behind += 1
            in_value = behind < len(self.values) and self.values[behind].start <= word.start
            if not in_value and word.folded not in self.lexicon.function:
                found.append(at)
        return tuple(found)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the content, words of one meaning made one."""
        return frozenset(self.lexicon.alike(self.words[at].stem) for at in self.content)

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Cue[Means], ...]]:
        found: dict[str, list[Cue[Means]]] = {}
        for cue in self.cues:
            found.setdefault(cue.kind, []).append(cue)
        return {kind: tuple(cues) for kind, cues in found.items()}

    def of(self, kind: str) -> tuple[Cue[Means], ...]:
        """The cues of one kind."""
        return self._by_kind.get(kind, ())

    def has(self, *kinds: str) -> bool:
        """Whether a cue of any of these kinds stands here."""
        return any(kind in self._by_kind for kind in kinds)

    @cached_property
    def terms(self) -> dict[str, frozenset[str]]:
        """The words that limit a promise (`limits`) or weaken it (`hedges`), as stems."""
        return {
            kind: frozenset(
                " ".join(word.stem for word in self.words[cue.first : cue.last])
                for cue in self.of(kind)
            )
            for kind in ("limits", "hedges")
        }

    def covered(self, *kinds: str) -> frozenset[int]:
        """The places of the words that cues of these kinds cover."""
        return frozenset(
            at for kind in kinds for cue in self.of(kind) for at in range(cue.first, cue.last)
        )

    @cached_property
    def negated(self) -> bool:
        """Whether something is denied."""
        return self.has("negations")

    def weight(self) -> int:
        """How many things are said: words of content and values."""
        return len(self.content) + len(self.values)

    def cut(self, start: int, end: int) -> Stretch:
        """The part between two places of the text, in time of its own size."""
        first, last = (bisect_left(self.words, at, key=_start) for at in (start, end))
        low, high = (bisect_left(self.cues, at, key=_first) for at in (first, last))
        values = (bisect_left(self.values, at, key=_start) for at in (start, end))
        return Stretch(
            self.lexicon,
            self.text,
            start,
            end,
            self.words[first:last],
            tuple(
                Cue(cue.kind, cue.meaning, cue.first - first, cue.last - first)
                for cue in self.cues[low:high]
                if cue.last <= last
            ),
            self.values[slice(*values)],
        )


def _start(one: Word | Value) -> int:
    return one.start


def _first(cue: Cue[Means]) -> int:
    return cue.first


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence or a line, whole and as its clauses."""

    whole: Stretch
    clauses: tuple[Stretch, ...]

    @property
    def asks(self) -> bool:
        """Whether it is an offer or a question, by its mark and by how it begins."""
        if not self.whole.excerpt.rstrip("\"'”’»)*_ ").endswith(("?", "؟", "？")):
            return False
        polite = self.whole.covered("courtesy", "answers")
        first = next(
            (at for at in range(len(self.whole.words)) if at not in polite), len(self.whole.words)
        )
        return any(cue.first <= first for cue in self.whole.of("asks"))


def parse(text: str, lexicon: Lexicon, today: date) -> tuple[Sentence, ...]:
    """The sentences of `text`, in order; those without a word or a value are left out."""
    words = lexicon.stemmer.words(text)
    sentences = []
    for start, end in _bounds(text, lexicon):
        # Each sentence is read by itself: a phrase or a value never reaches into the next.
        sentence = _sentence(text, start, end, words, lexicon, today)
        if sentence.whole.words:
            sentences.append(sentence)
    return tuple(sentences)


def _sentence(
    text: str, start: int, end: int, words: Sequence[Word], lexicon: Lexicon, today: date
) -> Sentence:
    first = bisect_left(words, start, key=_start)
    last = bisect_left(words, end, key=_start)
    mine = tuple(words[first:last])
    cues = _without_polite_parts(tuple(lexicon.book.find(mine)))
    part = text[start:end]
    shifted = tuple(
        Word(word.text, word.folded, word.stem, word.start - start, word.end - start)
        for word in mine
    )
    values = tuple(_moved(value, start) for value in values_in(part, shifted, cues, lexicon, today))
    whole = Stretch(lexicon, text, start, end, mine, cues, values)
    clauses = tuple(_clauses(whole))
    return Sentence(whole, clauses if len(clauses) > 1 else (whole,))


def _without_polite_parts(cues: tuple[Cue[Means], ...]) -> tuple[Cue[Means], ...]:
    """Without the cues inside a longer polite phrase: `no problem` denies nothing."""
    polite = {
        at: cue for cue in cues if cue.kind == "courtesy" for at in range(cue.first, cue.last)
    }
    return tuple(
        cue
        for cue in cues
        if cue.first not in polite
        or polite[cue.first].last - polite[cue.first].first <= cue.last - cue.first
    )


def _moved(value: Value, by: int) -> Value:
    return Value(
        value.kind, value.start + by, value.end + by, value.text, value.number, value.unit,
        value.currencies, value.day,
    )  # fmt: skip


def _bounds(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] == "." and not _ends(text, match.start(), match.end(), lexicon):
            continue
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _ends(text: str, dot: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a full stop ends a sentence, and is no part of `e.g.`, `9 a.m.` or `23. November`."""
    before = text[max(0, dot - 24) : dot].rpartition(" ")[2].rpartition("\n")[2].casefold()
    after = text[end : end + 24].strip()
    if before in lexicon.file.abbreviations:
        return False
    if "." in before and len(before) <= 4:
        return after[:1].isupper() and not after[:3].isupper() and len(after.split()[0]) < 4
    if lexicon.file.dotted_ordinals and before.isdigit() and len(before) <= 2 and after:
        return after[0].isdigit()
    return True


def _clauses(whole: Stretch) -> Iterator[Stretch]:
    """Parted at commas, semicolons, colons and joining words; parts that say nothing join on."""
    said = sorted([whole.words[at].start for at in whole.content] + [v.start for v in whole.values])
    start, told = whole.start, 0
    for end in _cuts(whole):
        now = bisect_left(said, end)
        if now == told:
            continue
        if now == len(said):
            break
        yield whole.cut(start, end)
        start, told = end, now
    yield whole.cut(start, whole.end)


def _cuts(whole: Stretch) -> list[int]:
    """The places at which a clause begins, in order."""
    text = whole.text
    if text[whole.start : whole.end].lstrip().startswith("|"):
        return []
    links = _Links(whole)
    found = []
    for match in _MARKS.finditer(text, whole.start, whole.end):
        before = bisect_left(whole.words, match.start(), key=_start)
        label = match.group() == ":" and before <= _LABEL
        if not (label or links.within(match.start()) or links.between(match.start(), match.end())):
            found.append(match.end())
    asked = whole.covered("asks")
    for place, word in enumerate(whole.words):
        joins = word.folded in whole.lexicon.joins and place and place not in asked
        if joins and not links.between(word.start, word.end):
            found.append(word.start)
    return sorted(found)


class _Links:
    """Which marks and words belong to values: `5.95`, `9 a.m. and 6 p.m.`."""

    def __init__(self, whole: Stretch) -> None:
        self._values = whole.values
        self._starts = {value.start: value.kind for value in whole.values}
        self._ends = {value.end: value.kind for value in whole.values}

    def within(self, at: int) -> bool:
        """Whether a place lies inside a value."""
        last = bisect_right(self._values, at, key=_start) - 1
        return last >= 0 and at < self._values[last].end

    def between(self, start: int, end: int) -> bool:
        """Whether a mark or a word stands directly between two values of a kind.

        Before the number of another record a new clause begins.
        """
        before = self._ends.get(start) or self._ends.get(start - 1)
        after = self._starts.get(end) or self._starts.get(end + 1)
        if before is None or after is None:
            return False
        return (before is Kind.IDENTIFIER) == (after is Kind.IDENTIFIER)
