"""Reads XLSX workbooks: each sheet as questions with their answers, or as a table."""

from __future__ import annotations

import io
from dataclasses import replace

from deskhand.domain.knowledge.readers.packed import OFFICE_ERRORS, check_packed, holds
from deskhand.domain.knowledge.readers.port import (
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    Section,
    title_from,
)
from deskhand.domain.knowledge.readers.question_rows import sections_of

_MAIN = "xl/workbook.xml"
_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read(data: bytes, filename: str) -> ParsedDocument:
    """The sheets in order; the name of a sheet is the heading above, where there are several."""
    from openpyxl import load_workbook  # Costs a server memory that only the reading child needs.

    check_packed(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except OFFICE_ERRORS as error:
        raise DocumentUnreadable("The workbook is damaged.") from error
    sections: list[Section] = []
    for sheet in book.worksheets:
        try:
            rows = [[_shown(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        except OFFICE_ERRORS as error:
            raise DocumentUnreadable(f"The sheet `{sheet.title}` is damaged.") from error
        above = (str(sheet.title),) if len(book.worksheets) > 1 else ()
        sections += (
            replace(one, heading_path=(*above, *one.heading_path)) for one in sections_of(rows)
        )
    return ParsedDocument(title_from(filename), tuple(sections))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


READER = Reader(
    "workbook",
    (".xlsx",),
    (_MEDIA,),
    read,
    recognises=lambda data: holds(data, _MAIN),
    libraries=("openpyxl", "openpyxl.reader.excel"),
)
