"""Answers made of the documents' own sentences: chosen so that they answer, joined as written."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from deskhand.assistant.evidence import Evidence, Passage
from deskhand.domain.knowledge.chunkers.sentences import split_sentences

ANSWERABLE = 0.35
"""Below this probability a passage is not used: an honest `I don't know` is better."""
_CLOSE = 0.75
"""A second passage is added when its score is at least this share of the best one's."""
_WORDS = 110
_SHORT_WORDS = 75

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_BLOCK_LINE = re.compile(r"\s*(?:[-*•]\s|\d+[.)]\s|\||```|>)")
_COMMON = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "get",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "please",
        "so",
        "some",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of an answer and the ids of the evidence it was taken from."""

    text: str
    cited: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a block that stays whole: a list, a table, code."""

    text: str
    paragraph: int
    block: bool


def extract(question: str, found: Sequence[Evidence], *, words: int = _WORDS) -> Extract | None:
    """The best answer of about `words` words that the passages give; None when none is good.

    The best passage is always used; a second one when it is nearly as good and tells of
    something in the question that the first does not.
    """
    ranked = sorted(
        (item for item in found if item.passage is not None and _score(item) >= ANSWERABLE),
        key=_score,
        reverse=True,
    )
    if not ranked:
        return None
    asked = _terms(question)
    rarity = _rarity([item.text for item in ranked])
    chosen = [ranked[0]]
    for item in ranked[1:3]:
        covered = {term for used in chosen for term in _found_terms(used)}
        if _score(item) >= _CLOSE * _score(ranked[0]) and (asked & _found_terms(item)) - covered:
            chosen.append(item)
            break
    share = words if len(chosen) == 1 else words * 2 // 3
    texts = [_relevant(asked, item.text, rarity, share) for item in chosen]
    return Extract("\n\n".join(texts), tuple(item.id for item in chosen), _score(ranked[0]))


def _score(item: Evidence) -> float:
    passage: Passage | None = item.passage
    return passage.score if passage is not None else 0.0


def _found_terms(item: Evidence) -> set[str]:
    headings = " ".join(item.passage.heading_path) if item.passage else ""
    return _terms(f"{headings} {item.text}")


def _relevant(asked: set[str], text: str, rarity: dict[str, float], words: int) -> str:
    """The units of `text` that answer best, in their own order, up to about `words` words."""
    units = _units(_with_rows_told(asked, text))
    if sum(len(unit.text.split()) for unit in units) <= max(words, _SHORT_WORDS):
        return _joined(units)
    scored = [_relevance(asked, unit, place, rarity) for place, unit in enumerate(units)]
    order = sorted(range(len(units)), key=lambda place: (-scored[place], place))
    kept: set[int] = set()
    length = 0
    for place in order:
        size = len(units[place].text.split())
        if kept and length + size > words:
            continue
        kept.add(place)
        length += size
        if place > 0 and units[place].block and place - 1 not in kept:
            kept.add(place - 1)  # The sentence that introduces a list belongs to it.
            length += len(units[place - 1].text.split())
    return _joined([units[place] for place in sorted(kept)])


def _with_rows_told(asked: set[str], text: str) -> str:
    """`text` with each table told row by row: the rows that the question speaks of, or all."""
    lines: list[str] = []
    for is_table, group in groupby(text.split("\n"), key=lambda line: line.startswith("|")):
        run = list(group)
        lines += _told(asked, run) if is_table else run
    return "\n".join(lines)


def _told(asked: set[str], rows: list[str]) -> list[str]:
    cells = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    if len(cells) < 3 or not all(set(cell) <= set("-: ") for cell in cells[1]):
        return rows
    head, body = cells[0], cells[2:]
    wanted = [row for row in body if asked & _terms(row[0])]
    return [_row(head, row) for row in wanted or body]


def _row(head: list[str], row: list[str]) -> str:
    rest = "; ".join(
        f"{name}: {value}" for name, value in zip(head[1:], row[1:], strict=False) if value
    )
    return f"- **{row[0]}** — {rest}"


def _relevance(asked: set[str], unit: _Unit, place: int, rarity: dict[str, float]) -> float:
    shared = sum(rarity.get(term, 1.0) for term in asked & _terms(unit.text))
    length = math.sqrt(max(len(unit.text.split()), 6))
    return shared / length + 0.25 / (place + 1)


def _units(text: str) -> list[_Unit]:
    units: list[_Unit] = []
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        lines = paragraph.split("\n")
        if any(_BLOCK_LINE.match(line) for line in lines):
            lead = 0
            while lead < len(lines) and not _BLOCK_LINE.match(lines[lead]):
                lead += 1
            units += [
                _Unit(sentence.strip(), number, False)
                for sentence in split_sentences(" ".join(lines[:lead]))
            ]
            units.append(_Unit("\n".join(lines[lead:]), number, True))
        else:
            joined = " ".join(line.strip() for line in lines)
            units += [
                _Unit(sentence.strip(), number, False) for sentence in split_sentences(joined)
            ]
    return [unit for unit in units if unit.text]


def _joined(units: Sequence[_Unit]) -> str:
    text = ""
    for before, unit in zip([None, *units], units, strict=False):
        if before is not None:
            text += "\n" if unit.block else " " if not before.block else "\n\n"
        text += unit.text
    return text


def _terms(text: str) -> set[str]:
    return {
        _stem(word) for word in _WORD.findall(text.lower()) if word not in _COMMON and len(word) > 1
    }


def _stem(word: str) -> str:
    """A rough stem: enough to let `returns` meet `return` and `shipping` meet `ship`."""
    for ending in ("ings", "ing", "ies", "ied", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if ending in ("ies", "ied"):
                return stem + "y"
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _rarity(texts: Sequence[str]) -> dict[str, float]:
    counts = Counter(term for text in texts for term in _terms(text))
    return {term: math.log(1 + (len(texts) + 1) / count) for term, count in counts.items()}
