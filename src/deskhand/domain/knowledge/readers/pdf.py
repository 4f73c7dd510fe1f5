"""Reads PDF: page by page, large short lines as headings, lines joined into paragraphs."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from deskhand.domain.knowledge.readers.port import (
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    Section,
    title_from,
)
from deskhand.domain.knowledge.readers.text import paragraphs_of

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES: Final = 2_000
_ENCRYPTED = "The PDF is encrypted; save it without a password."
_HEADING = 1.15
"""A heading is set at least so many times as large as most of the text."""
_LONGEST_HEADING = 120
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")
_NUMBER = re.compile(r"\d+")
_ENDS = (".", "!", "?", ":", "…", "。")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page and the size it is set in, in points."""

    text: str
    size: float


def read(data: bytes, filename: str) -> ParsedDocument:
    """A section for each heading and page; the title is the one the file names, else its name.

    What stands on most pages (a running head, a page number) is left out.
    """
    document = _opened(data)
    pages = [_lines(page, number) for number, page in enumerate(document.pages, 1)]
    if not any(pages):
        raise DocumentUnreadable(
            f"The PDF has no text on its {len(pages)} pages: they seem to be pictures."
        )
    pages = _without_running_heads(pages)
    usual = _usual_size(pages)
    sections: list[Section] = []
    path: tuple[str, ...] = ()
    for number, lines in enumerate(pages, 1):
        path = _add_page(sections, path, lines, number, usual)
    return ParsedDocument(_title(document) or title_from(filename), tuple(sections))


def _opened(data: bytes) -> PdfReader:
    # Costs a server memory that only the reading child needs.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        document = PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise DocumentUnreadable(_ENCRYPTED)
        count = len(document.pages)
    except (DocumentUnreadable, MemoryError, RecursionError):
        raise
    except DependencyError as error:  # Without a password, by a cipher that is not installed.
        raise DocumentUnreadable(_ENCRYPTED) from error
    except Exception as error:
        # A damaged file makes the library raise nearly anything.
        raise DocumentUnreadable("The PDF is damaged.") from error
    if count > MOST_PAGES:
        raise DocumentUnreadable(f"The PDF has {count:,} pages; at most {MOST_PAGES:,} are read.")
    return document


def _lines(page: PageObject, number: int) -> list[_Line]:
    runs: list[tuple[str, float]] = []

    def visit(text: str, matrix: Any, placed: Any, font: Any, size: float) -> None:
        scale = abs(float(placed[3]) or float(placed[1])) * abs(float(matrix[3]) or 1.0)
        runs.append((text, round(float(size or 0) * (scale or 1.0), 1)))

    try:
        page.extract_text(visitor_text=visit)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise DocumentUnreadable(f"Page {number} is damaged.") from error
    return _joined(runs)


def _joined(runs: list[tuple[str, float]]) -> list[_Line]:
    """The lines of a page, each with the size that most of its letters have."""
    lines: list[_Line] = []
    text, sizes = "", Counter[float]()
    for run, size in [*runs, ("\n", 0.0)]:
        for index, part in enumerate(run.split("\n")):
            if index:
                size_of_line = max(sizes, key=lambda one: (sizes[one], one), default=0.0)
                lines.append(_Line(" ".join(text.split()), size_of_line))
                text, sizes = "", Counter()
            text += part
            if part.strip():
                sizes[size] += len(part.strip())
    return lines if any(line.text for line in lines) else []


def _without_running_heads(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Without the first and last lines that come again on most pages, page numbers aside."""
    edges: Counter[str] = Counter()
    for lines in pages:
        texts = [line.text for line in lines if line.text]
        edges.update({_NUMBER.sub("#", text) for text in [*texts[:1], *texts[-1:]]})
    running = {text for text, count in edges.items() if count >= 3 and 2 * count > len(pages)}
    return [[line for line in lines if _NUMBER.sub("#", line.text) not in running]
            for lines in pages]  # fmt: skip


def _usual_size(pages: list[list[_Line]]) -> float:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _add_page(
    sections: list[Section], path: tuple[str, ...], lines: list[_Line], number: int, usual: float
) -> tuple[str, ...]:
    """Add the page's sections; the heading that goes on on the next page."""
    held: list[_Line] = []

    def end() -> None:
        blocks = paragraphs_of(_paragraphs(held))
        if blocks:
            sections.append(Section(path, blocks, number))
        held.clear()

    for line in lines:
        large = usual > 0 and line.size >= _HEADING * usual
        if large and line.text and len(line.text) <= _LONGEST_HEADING:
            end()
            path = (line.text,)
        else:
            held.append(line)
    end()
    return path


def _paragraphs(lines: list[_Line]) -> str:
    """The lines as text, an empty line where a short line ends a sentence."""
    widest = max((len(line.text) for line in lines), default=0)
    parts: list[str] = []
    for line in lines:
        parts.append(line.text)
        if line.text.endswith(_ENDS) and len(line.text) < 0.75 * widest:
            parts.append("")
    return _BROKEN_WORD.sub("", "\n".join(parts))


def _title(document: PdfReader) -> str:
    try:
        title = document.metadata.title if document.metadata else None
    except Exception:
        return ""  # A damaged title is none.
    words = " ".join(str(title or "").split())
    return (
        words if len(words) <= _LONGEST_HEADING and not words.startswith("Microsoft Word") else ""
    )


READER = Reader(
    "pdf",
    (".pdf",),
    ("application/pdf",),
    read,
    recognises=lambda data: b"%PDF-" in data[:1024],
    libraries=(
        *("pypdf", "pypdf._configuration", "pypdf._text_extraction", "pypdf.filters", "pypdf.xmp"),
        "pypdf.generic._font",
    ),
)
