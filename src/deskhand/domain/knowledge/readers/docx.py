"""Reads DOCX: headings, paragraphs, lists and tables of a word processor's document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from deskhand.domain.knowledge.readers.packed import OFFICE_ERRORS, check_packed, holds
from deskhand.domain.knowledge.readers.port import (
    Block,
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    Section,
    title_from,
    without_unseen,
)

_MAIN = "word/document.xml"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAMAGED = "The document is damaged."
_INVISIBLE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"})
_TITLE = 0
"""The outline level of the style that a document's title is set in."""


def read(data: bytes, filename: str) -> ParsedDocument:
    """The body in order; deleted and hidden text, headers, footers and notes are left out."""
    check_packed(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _tree(archive.read(_MAIN)).find(f"{_W}body")
            styles = _levels(archive)
    except (*OFFICE_ERRORS, etree.XMLSyntaxError) as error:
        raise DocumentUnreadable(_DAMAGED) from error
    if body is None:
        raise DocumentUnreadable(_DAMAGED)
    outline = _Outline(styles)
    for element in body:
        outline.add(element)
    return ParsedDocument(outline.title or title_from(filename), outline.sections())


def _tree(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml, parser)


def _levels(archive: zipfile.ZipFile) -> dict[str, int]:
    """Outline levels (1 is the highest, 0 the title) by the id of the style that has one."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    levels: dict[str, int] = {}
    for style in _tree(archive.read("word/styles.xml")).iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        called = "" if name is None else (name.get(f"{_W}val") or "").lower()
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if called == "title":
            level: int | None = _TITLE
        elif outline is not None:
            level = int(outline.get(f"{_W}val", "9")) + 1
        else:
            _, _, number = called.rpartition("heading ")
            level = int(number) if number.isdecimal() else None
        if level is not None and level <= 9:
            levels[style.get(f"{_W}styleId", "")] = level
    return levels


class _Outline:
    """Collects the sections while the body is walked once."""

    def __init__(self, levels: dict[str, int]) -> None:
        self.title = ""
        self._levels = levels
        self._path: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._items: list[str] = []
        self._sections: list[Section] = []

    def add(self, element: etree._Element) -> None:
        """Take in a child of the body."""
        if element.tag == f"{_W}p":
            self._paragraph(element)
        elif element.tag == f"{_W}tbl":
            self._end_list()
            self._blocks += _table(element)
        elif element.tag == f"{_W}sdt":
            for inner in element.iterfind(f"{_W}sdtContent/*"):
                self.add(inner)

    def sections(self) -> tuple[Section, ...]:
        """What was found."""
        self._end_section()
        return tuple(self._sections)

    def _paragraph(self, element: etree._Element) -> None:
        text = _text(element)
        if not text:
            return
        style = element.find(f"{_W}pPr/{_W}pStyle")
        level = self._levels.get(style.get(f"{_W}val", "")) if style is not None else None
        if level == _TITLE and not self.title:
            self.title = text
        elif level is not None:
            self._end_section()
            while self._path and self._path[-1][0] >= level:
                self._path.pop()
            self._path.append((level, text))
        elif element.find(f"{_W}pPr/{_W}numPr") is not None:
            depth = element.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
            indent = 0 if depth is None else min(int(depth.get(f"{_W}val", "0")), 8)
            self._items.append("  " * indent + "- " + text.replace("\n", " "))
        else:
            self._end_list()
            self._blocks.append(Block("paragraph", text))

    def _end_list(self) -> None:
        if self._items:
            self._blocks.append(Block("list", "\n".join(self._items)))
            self._items.clear()

    def _end_section(self) -> None:
        self._end_list()
        if self._blocks or self._path:
            path = tuple(text for _, text in self._path)
            self._sections.append(Section(path, tuple(self._blocks)))
            self._blocks.clear()


def _table(table: etree._Element) -> Iterator[Block]:
    rows = [
        [
            " ".join(filter(None, map(_text, cell.iter(f"{_W}p")))).replace("\n", " ")
            for cell in row.iterfind(f"{_W}tc")
        ]
        for row in table.iterfind(f"{_W}tr")
    ]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    if max(map(len, rows)) == 1:  # A frame around text.
        yield from (Block("paragraph", row[0]) for row in rows)
        return
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + "-|" * len(rows[0]))
    yield Block("table", "\n".join(lines))


def _text(paragraph: etree._Element) -> str:
    text = without_unseen("".join(_pieces(paragraph)))
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _INVISIBLE or (child.tag == f"{_W}r" and _hidden(child)):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " " if child.tag == f"{_W}tab" else "\n"
        elif child.tag not in (f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent"):
            yield from _pieces(child)


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")


READER = Reader("docx", (".docx",), (_MEDIA,), read, recognises=lambda data: holds(data, _MAIN))
