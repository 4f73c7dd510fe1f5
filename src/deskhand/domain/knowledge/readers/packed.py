"""Formats that are a ZIP archive of XML inside: what they hold, and whether they may be opened."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final
from xml.etree.ElementTree import ParseError

from deskhand.domain.knowledge.readers.port import DocumentUnreadable

MOST_UNPACKED: Final = 100_000_000
"""Bytes of all entries together; text of that size has some 50,000 pages."""
_MOST_ENTRIES = 5_000
OFFICE_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    RuntimeError,  # Of zipfile: a part is locked with a password, or packed in an unknown way.
)
"""What a damaged or encrypted file makes its library raise."""


def holds(data: bytes, entry: str) -> bool:
    """Whether the data is an archive with this entry."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return entry in archive.namelist()
    except OFFICE_ERRORS:
        return False


def check_packed(data: bytes) -> None:
    """Raise `DocumentUnreadable` for an archive that is encrypted or would grow too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentUnreadable("The document is encrypted; save it without a password.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or len(entries) > _MOST_ENTRIES:
        raise DocumentUnreadable(
            f"The document would unpack to {unpacked:,} bytes in {len(entries):,} parts; at most"
            f" {MOST_UNPACKED:,} in {_MOST_ENTRIES:,} are read."
        )
