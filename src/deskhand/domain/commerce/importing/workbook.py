"""The rows of an XLSX workbook's first sheet, with its guards against hostile ones."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, Final

from deskhand.domain.commerce.importing.faults import FileTooLarge, FileUnreadable

_UNPACKED_BYTES: Final = 500_000_000
_DOCTYPE: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_HEAD: Final = 4096
"""A document type stands before the first element."""


def looks_like_workbook(content: bytes) -> bool:
    """Whether the content is a ZIP archive, as every workbook is."""
    return content.startswith(b"PK\x03\x04")


def workbook_rows(content: bytes) -> Iterator[tuple[int, list[Any], str | None]]:
    """Line, cells and fault of every row. Formulas count by the value that was saved with them.

    Raises FileUnreadable, FileTooLarge.
    """
    # Here and not above: it takes a tenth of a second, and most commands read no workbook.
    import openpyxl

    _check(content)
    try:
        saved = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        rows = zip(saved.worksheets[0].rows, written.worksheets[0].rows, strict=True)
        for number, (values, sources) in enumerate(rows, 1):
            fault = None
            for value, source in zip(values, sources, strict=True):
                if source.data_type == "f" and value.value is None:
                    fault = f"has a formula without a saved value in {source.coordinate}"
                elif value.data_type == "e":
                    fault = f"has the error {value.value} in {source.coordinate}"
            yield number, [_value(cell.value) for cell in values], fault
    except (LookupError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise FileUnreadable("The workbook cannot be read; save it again as XLSX.") from error


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value


def _check(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _UNPACKED_BYTES:
                raise FileTooLarge("The workbook is too large once it is unpacked.")
            for part in parts:
                if not part.filename.lower().endswith((".xml", ".rels")):
                    continue
                with archive.open(part) as opened:
                    if _DOCTYPE.search(opened.read(_HEAD)):
                        raise FileUnreadable("The workbook declares XML entities, as none needs.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        # zipfile says the second of a way of packing that it does not know, the third of a
        # part that is locked with a password.
        raise FileUnreadable("The file is a damaged or locked archive.") from error
