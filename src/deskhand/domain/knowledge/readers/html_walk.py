"""Walks a tree of HTML elements and writes down its headings and blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from deskhand.domain.knowledge.readers.port import Block, BlockKind, Section
from deskhand.domain.knowledge.readers.visibility import Visibility

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = """
    address article aside body caption center dd details dialog div dl dt fieldset figcaption
    figure footer form header hgroup hr html legend li main nav ol p section summary tbody td
    tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_BREAK = "\0"
"""Stands for `<br>` until white space has been folded."""
_LINK_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_LONGEST_LINK = 100


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections in order, and how many headings of the top level stand among them."""

    sections: tuple[Section, ...]
    top_headings: int


class HtmlWalk:
    """One walk over one tree; `visit` the root, then `finish`."""

    def __init__(self, visibility: Visibility, *, nested: bool = False) -> None:
        """`nested`: inside a list item, cell or quote, where a heading is only a line of text."""
        self._visibility = visibility
        self._nested = nested
        self._sections: list[Section] = []
        self._path: list[tuple[int, str]] = []
        self._top_headings = 0
        self._blocks: list[Block] = []
        self._inline: list[str] = []

    def finish(self) -> Outline:
        """What was found."""
        self._end_section()
        return Outline(tuple(self._sections), self._top_headings)

    def visit(self, element: HtmlElement) -> None:
        """Take in the element with all inside it, without the text after it."""
        if self._visibility.hides(element):
            return
        tag = element.tag
        if tag in _HEADINGS:
            self._flush()
            self._heading(_HEADINGS[tag], element)
        elif tag == "br":
            self._inline.append(_BREAK)
        elif tag == "a":
            self._link(element)
        elif tag in ("pre", "ul", "ol", "menu", "dl", "table", "blockquote"):
            self._flush()
            self._special(element)
        elif tag == "details":
            self._details(element)
        elif tag in _BLOCKS:
            self._flush()
            self._children(element)
            self._flush()
        else:
            self._children(element)

    def _children(self, element: HtmlElement) -> None:
        self._inline.append(element.text or "")
        for child in element:
            self.visit(child)
            self._inline.append(child.tail or "")

    def _flush(self) -> None:
        """End the paragraph that was being collected."""
        text = _folded("".join(self._inline))
        self._inline.clear()
        self._add("paragraph", text)

    def _add(self, kind: BlockKind, text: str) -> None:
        if text:
            self._blocks.append(Block(kind, text))

    def _heading(self, level: int, element: HtmlElement) -> None:
        text = " ".join(self._lines(element)).rstrip("¶#").rstrip()
        if not text:
            return
        if self._nested:
            self._add("paragraph", text)
            return
        self._end_section()
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, text))
        self._top_headings += level == 1

    def _end_section(self) -> None:
        self._flush()
        if self._blocks or self._path:
            path = tuple(text for _, text in self._path)
            self._sections.append(Section(path, tuple(self._blocks)))
            self._blocks.clear()

    def _link(self, element: HtmlElement) -> None:
        """The words of the link, and where it leads when the words do not say so."""
        start = len(self._inline)
        self._children(element)
        words = _folded("".join(self._inline[start:]))
        target = element.get("href", "").strip()
        if not words or not target.startswith(_LINK_SCHEMES) or len(target) > _LONGEST_LINK:
            return
        if not target.startswith("http"):
            target = target.partition(":")[2].partition("?")[0]
        if target.rpartition("://")[2].rstrip("/") not in words:
            self._inline.append(f" ({target})")

    def _details(self, element: HtmlElement) -> None:
        """A summary is the heading of what it unfolds, one level below the present one."""
        self._flush()
        before = list(self._path)
        level = before[-1][0] + 1 if before else 2
        for child in element:
            if child.tag == "summary" and not self._nested and not self._visibility.hides(child):
                self._heading(level, child)
            else:
                self.visit(child)
            self._inline.append(child.tail or "")
        self._flush()
        if not self._nested and self._path != before:
            self._end_section()
            self._path = before

    def _special(self, element: HtmlElement) -> None:
        if element.tag == "pre":
            self._add("code", self._code(element))
        elif element.tag == "table":
            self._table(element)
        elif element.tag == "blockquote":
            self._add("quote", "\n".join(self._lines(element)))
        else:
            self._add("list", "\n".join(self._list(element)))

    def _inside(self, element: HtmlElement) -> list[Block]:
        """The blocks of a part that is no section of its own."""
        walk = HtmlWalk(self._visibility, nested=True)
        walk._children(element)
        return [block for section in walk.finish().sections for block in section.blocks]

    def _lines(self, element: HtmlElement) -> list[str]:
        return [line for block in self._inside(element) for line in block.text.split("\n")]

    def _code(self, element: HtmlElement) -> str:
        parts = [element.text or ""]
        for child in element:
            if child.tag == "br":
                parts.append("\n")
            elif not self._visibility.hides(child):
                parts.append(self._code(child))
            parts.append(child.tail or "")
        text = "".join(parts)
        return text if element.tag != "pre" else text.strip("\n").rstrip()

    def _list(self, element: HtmlElement) -> list[str]:
        """One line per item; what belongs to an item is indented under it."""
        lines: list[str] = []
        number = int(start) if (start := element.get("start", "1")).isdecimal() else 1
        for child in element:
            if self._visibility.hides(child):
                continue
            blocks = self._inside(child)
            if element.tag == "dl" and child.tag == "dd" and lines:
                lines[-1] += ": " + " ".join(block.text.replace("\n", " ") for block in blocks)
                continue
            mark = f"{number}." if element.tag == "ol" else "-"
            number += 1
            lines += _item(mark, blocks)
        return lines

    def _table(self, table: HtmlElement) -> None:
        """Rows as `| a | b |`; a table of one column or with tables inside is only a layout."""
        rows = [row for row in table.iter("tr") if not self._visibility.hides(row)]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        if table.find(".//table") is not None or max(map(len, cells), default=0) < 2:
            self._children(table)
            self._flush()
            return
        for caption in table.iter("caption"):
            self._add("paragraph", " ".join(self._lines(caption)))
        texts = [[self._cell(cell) for cell in row] for row in cells]
        lines = [f"| {' | '.join(row)} |" for row in texts if any(row)]
        if lines and any(texts[0]) and all(cell.tag == "th" for cell in cells[0]):
            lines.insert(1, "|" + "-|" * len(cells[0]))
        self._add("table", "\n".join(lines))

    def _cell(self, cell: HtmlElement) -> str:
        if self._visibility.hides(cell):
            return ""
        return " ".join(self._lines(cell)).replace("|", "\\|")


def _folded(raw: str) -> str:
    """White space folded as a browser does; only `<br>` breaks a line."""
    lines = (" ".join(line.split()) for line in raw.split(_BREAK))
    return "\n".join(line for line in lines if line)


def _item(mark: str, blocks: list[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if block.kind in ("paragraph", "quote") and len(lines) < 2:
            text = block.text.replace("\n", " ")
            lines = [f"{lines[0]} {text}" if lines else f"{mark} {text}"]
        else:
            lines = lines or [mark]
            lines += [f"  {line}" for line in block.text.split("\n")]
    return lines
