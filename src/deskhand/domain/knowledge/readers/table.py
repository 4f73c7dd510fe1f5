"""Reads CSV: questions with their answers, or a table."""

from __future__ import annotations

import csv
import io
from itertools import islice

from deskhand.domain.knowledge.readers.port import (
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    decode,
    title_from,
)
from deskhand.domain.knowledge.readers.question_rows import sections_of

_SEPARATORS = "\t;|,"
"""The comma last: it stands in sentences too."""
_LOOKED_AT = 20


def read(data: bytes, filename: str) -> ParsedDocument:
    """The rows of the file, by the separator that makes most of the first rows alike."""
    text = decode(data)
    separator = max(_SEPARATORS, key=lambda one: _like_rows(text, one))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return ParsedDocument(title_from(filename), sections_of(list(rows)))
    except csv.Error as error:
        raise DocumentUnreadable(f"Line {rows.line_num} is not valid CSV: {error}.") from error


def _like_rows(text: str, separator: str) -> int:
    """How many of the first rows have as many columns as the very first, two at least."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = [len(row) for row in islice(rows, _LOOKED_AT)]
    except csv.Error:
        return 0
    return widths.count(widths[0]) if widths and widths[0] > 1 else 0


READER = Reader("table", (".csv", ".tsv"), ("text/csv", "text/tab-separated-values"), read)
