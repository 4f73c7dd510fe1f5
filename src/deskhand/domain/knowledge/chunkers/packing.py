"""Fills passages with whole units, and breaks a unit only when the model could not read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from semantic_text_splitter import TextSplitter

from deskhand.domain.knowledge.chunkers.port import ChunkLimits, CountTokens

_CLAUSE = re.compile(r"(?<=[,;:—–])\s+")
_ENDLESS_WORD = 40
_CHARS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """Measures texts against the limits."""

    count_tokens: CountTokens
    limits: ChunkLimits

    def size(self, text: str) -> int:
        """Tokens of the text; an endless word counts by length, though a model sees one token."""
        endless = sum(len(word) for word in text.split() if len(word) > _ENDLESS_WORD)
        return self.count_tokens(text) + endless // _CHARS_PER_TOKEN

    def within(self, text: str) -> bool:
        """Whether the text is short enough for one passage."""
        return self.size(text) <= self.limits.tokens


def packed(
    units: list[str], between: str, fit: Fit, *, before: str = "", behind: str = ""
) -> list[str]:
    """Passages of as many whole units as fit, each between `before` and `behind`.

    A unit too long for a passage stands alone if the model can still read it whole; only above
    `hard_tokens` it is broken at clauses, then at words.
    """
    room = fit.limits.tokens - fit.size(before + behind)
    if room < fit.limits.tokens // 2:
        # What should be repeated would fill the passage: it becomes ordinary text.
        return packed([*before.splitlines(), *units, *behind.splitlines()], between, fit)
    groups: list[list[str]] = []
    held: list[str] = []
    used = 0
    for unit in units:
        size = fit.size(unit)
        if held and used + size > room:
            groups.append(held)
            held, used = [], 0
        if fit.size(before + unit + behind) > fit.limits.hard_tokens:
            groups += [[part] for part in _broken(unit, room, fit)]
        else:
            held.append(unit)
            used += size
    if held:
        groups.append(held)
    return [text for group in groups for text in _closed(group, between, fit, before, behind)]


def _closed(units: list[str], between: str, fit: Fit, before: str, behind: str) -> Iterator[str]:
    """The group as one passage; halved when the parts' sum was below the whole's true size."""
    text = before + between.join(units) + behind
    if len(units) == 1 or fit.within(text):
        yield text
    else:
        middle = len(units) // 2
        yield from _closed(units[:middle], between, fit, before, behind)
        yield from _closed(units[middle:], between, fit, before, behind)


def _broken(unit: str, room: int, fit: Fit) -> list[str]:
    """Parts of a unit that no model could read whole, none above `room` tokens."""
    splitter = TextSplitter.from_callback(fit.size, room)
    parts: list[str] = []
    for clause in _CLAUSE.split(unit):
        if parts and fit.size(f"{parts[-1]} {clause}") <= room:
            parts[-1] = f"{parts[-1]} {clause}"
        elif fit.size(clause) <= room:
            parts.append(clause)
        else:
            parts += splitter.chunks(clause)
    return [part for part in parts if part]
