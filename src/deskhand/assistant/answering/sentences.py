"""A passage as numbered units that can be quoted: sentences, list items, rows of tables, code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from deskhand.domain.knowledge.chunkers.sentences import split_sentences

_FRAGMENT_WORDS = 2
_FULL_LINE = 60
"""A line of this length that ends without a mark was wrapped; a shorter one was meant to end."""
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_ITEM = re.compile(r"\s{0,3}(?:[-*•+]|\d{1,3}[.)])\s")
_RULE = re.compile(r"[\s|:\-]+\Z")
_REMEMBERED = 1024


class UnitKind(StrEnum):
    """What a unit is a piece of."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece that is quoted whole. Units of one paragraph, list or table share their `block`."""

    text: str
    kind: UnitKind
    block: int


def sentences_of(text: str) -> tuple[str, ...]:
    """The units of a passage in their order; the number of a unit is its place here.

    A sentence is one unit, so is a list item with its mark, a block of code with its fences, and
    a row of a table, told with the names of its columns. The same text has the same numbers.
    """
    return tuple(unit.text for unit in units_of(text))


@lru_cache(maxsize=_REMEMBERED)
def units_of(text: str) -> tuple[Unit, ...]:
    """The same units with their kinds and blocks."""
    return tuple(
        Unit(part, kind, block)
        for block, (kind, lines) in enumerate(_blocks(text))
        for part in _parts(kind, lines)
        if part
    )


def quoted(text: str, numbers: Iterable[int]) -> str:
    """The units of a passage with these numbers, joined as a reader expects.

    Sentences of one paragraph stand beside each other, items and rows under each other, and an
    empty line stands between two blocks, but for a list under the sentence that leads to it.
    """
    units = units_of(text)
    told = ""
    before: Unit | None = None
    for unit in (units[number] for number in numbers):
        told += _between(before, unit) + unit.text
        before = unit
    return told


def _between(before: Unit | None, unit: Unit) -> str:
    if before is None:
        return ""
    sentences = before.kind is unit.kind is UnitKind.SENTENCE
    if before.block == unit.block:
        return " " if sentences else "\n"
    # Sentences of two paragraphs are told in one breath: only a few of each are quoted.
    leads = before.kind is UnitKind.SENTENCE and before.text.endswith(":")
    return " " if sentences else "\n" if leads else "\n\n"


def _blocks(text: str) -> Iterator[tuple[UnitKind, list[str]]]:
    """Runs of lines that belong together, each with the kind of its units."""
    held: list[str] = []
    kind = UnitKind.SENTENCE
    fence = ""
    for line in text.strip().split("\n"):
        if fence:
            held.append(line)
            if line.strip().startswith(fence):
                yield kind, held
                held, kind, fence = [], UnitKind.SENTENCE, ""
            continue
        opening = _FENCE.match(line)
        found = UnitKind.CODE if opening else _kind_of(line, kind)
        if held and (found is not kind or not line.strip()):
            yield kind, held
            held = []
        kind = found
        fence = opening.group(1) if opening else ""
        if line.strip():
            held.append(line)
    if held:
        yield kind, held


def _kind_of(line: str, before: UnitKind) -> UnitKind:
    if line.lstrip().startswith("|"):
        return UnitKind.ROW
    if _ITEM.match(line) or (before is UnitKind.ITEM and line.startswith("  ")):
        return UnitKind.ITEM
    return UnitKind.SENTENCE


def _parts(kind: UnitKind, lines: list[str]) -> list[str]:
    if kind is UnitKind.CODE:
        return ["\n".join(lines)]
    if kind is UnitKind.ITEM:
        return _items(lines)
    if kind is UnitKind.ROW:
        return _rows(lines)
    return [sentence for said in _said(lines) for sentence in _whole_sentences(said)]


def _items(lines: list[str]) -> list[str]:
    """List items with what is indented under them."""
    items: list[str] = []
    for line in lines:
        if line.startswith("  ") and items:
            items[-1] += f"\n{line}"
        else:
            items.append(line.strip())
    return items


def _said(lines: Iterable[str]) -> Iterator[str]:
    """Lines of a paragraph, with those joined that were only wrapped."""
    said = ""
    length = 0
    for line in lines:
        clean = line.strip().removeprefix("> ").strip()
        wrapped = said and said[-1] not in ".!?:;" and (length >= _FULL_LINE or clean[:1].islower())
        if said and not wrapped:
            yield said
            said = ""
        said = f"{said} {clean}".strip()
        length = len(clean)
    if said:
        yield said


def _whole_sentences(text: str) -> list[str]:
    """The sentences; a fragment of a few words ("Eastern Time.") stays with what is before it."""
    whole: list[str] = []
    for sentence in split_sentences(text):
        # A question is no fragment, however short: it asks what the next sentence answers.
        if whole and len(sentence.split()) <= _FRAGMENT_WORDS and not sentence.endswith("?"):
            whole[-1] += f" {sentence.strip()}"
        else:
            whole.append(sentence.strip())
    return whole


def _rows(lines: list[str]) -> list[str]:
    """Each row of a table told by its own cells and the names of its columns."""
    cells = [_cells(line) for line in lines]
    if len(cells) < 3 or not _RULE.match(lines[1].strip()):
        return [line.strip() for line in lines]
    head, body = cells[0], [row for row in cells[2:] if any(row)]
    named = _naming_columns(body)
    return [_told(head, row, named) for row in body]


def _cells(line: str) -> list[str]:
    """The cells; a stroke that is written as `\\|` belongs to its cell."""
    kept = line.strip().strip("|").replace("\\|", "\0")
    return [cell.strip().replace("\0", "|") for cell in kept.split("|")]


def _naming_columns(body: Sequence[Sequence[str]]) -> int:
    """How many of the first columns name a row: as many as tell all rows apart, one at least."""
    width = min((len(row) for row in body), default=1)
    for count in range(1, width):
        if len({tuple(row[:count]) for row in body}) == len(body):
            return count
    return 1


def _told(head: Sequence[str], row: Sequence[str], named: int) -> str:
    name = ", ".join(cell for cell in row[:named] if cell)
    held = [
        f"{title}: {value}" if title else value
        for title, value in zip(head[named:], row[named:], strict=False)
        if value
    ]
    # With one column left, its name says no more than the row's own does.
    values = row[named] if len(head) == named + 1 and len(held) == 1 else "; ".join(held)
    return f"{name}: {values}." if len(held) <= 1 else f"{name} – {values}."
