"""Reads plain text: paragraphs between blank lines, bulleted and numbered lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deskhand.domain.knowledge.readers.port import (
    Block,
    ParsedDocument,
    Reader,
    Section,
    decode,
    title_from,
    without_unseen,
)

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+(?=\S)")
_LONGEST_TITLE = 80
_WRAPPED = 50


def read(data: bytes, filename: str) -> ParsedDocument:
    """One section of paragraphs and lists.

    A short first line that stands alone and is no sentence becomes the title.
    """
    paragraphs = _paragraphs(decode(data))
    title = title_from(filename)
    if len(paragraphs) > 1 and _is_title(paragraphs[0].strip()):
        title = " ".join(paragraphs.pop(0).split())
    return ParsedDocument(title, (Section((), _blocks(paragraphs)),))


def paragraphs_of(text: str) -> tuple[Block, ...]:
    """Paragraphs and lists; the lines of each are joined where they were only wrapped."""
    return _blocks(_paragraphs(text))


def _paragraphs(text: str) -> list[str]:
    return [part for part in _BLANK_LINES.split(without_unseen(text)) if part.strip()]


def _blocks(paragraphs: Iterable[str]) -> tuple[Block, ...]:
    return tuple(_block(paragraph.strip("\n")) for paragraph in paragraphs)


def _is_title(line: str) -> bool:
    return "\n" not in line and len(line) <= _LONGEST_TITLE and line[-1] not in ".!?:;,"


def _block(paragraph: str) -> Block:
    lines = [" ".join(line.split()) for line in paragraph.split("\n") if line.strip()]
    if _ITEM.match(lines[0]):
        return Block("list", "\n".join(_items(lines)))
    # Lines that are long but for the last were wrapped by an editor; short ones were meant.
    wrapped = len(lines) > 1 and sum(map(len, lines[:-1])) >= _WRAPPED * (len(lines) - 1)
    return Block("paragraph", (" " if wrapped else "\n").join(lines))


def _items(lines: list[str]) -> list[str]:
    """One line per item; a line without a bullet goes on with the item above it."""
    items: list[str] = []
    for line in lines:
        if bullet := _ITEM.match(line):
            mark = bullet.group().strip()
            items.append(f"{mark if mark[0].isdigit() else '-'} {line[bullet.end() :]}")
        else:
            items[-1] = f"{items[-1]} {line}"
    return items


READER = Reader("text", (".txt", ".text"), ("text/plain",), read)
