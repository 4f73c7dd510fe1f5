"""Every document format that can be read, and the way from a file's bytes to its sections."""

from __future__ import annotations

from pathlib import PurePath

from deskhand.domain.knowledge.readers import html, markdown, text
from deskhand.domain.knowledge.readers.port import (
    DocumentTypeUnknown,
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    decode,
)

READERS: tuple[Reader, ...] = (markdown.READER, html.READER, text.READER)

_BY_EXTENSION = {extension: reader for reader in READERS for extension in reader.extensions}
_BY_MEDIA_TYPE = {media_type: reader for reader in READERS for media_type in reader.media_types}
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})


def reader_for(filename: str, media_type: str | None = None) -> Reader:
    """The reader for a file, by its media type, else by the extension of its name.

    A media type that says little (`text/plain`, `application/octet-stream`) gives way to a known
    extension. Raises `DocumentTypeUnknown`.
    """
    stated = (media_type or "").partition(";")[0].strip().lower()
    by_name = _BY_EXTENSION.get(PurePath(filename).suffix.lower())
    if stated in _VAGUE:
        found = by_name or _BY_MEDIA_TYPE.get(stated)
    else:
        found = _BY_MEDIA_TYPE.get(stated)
    if found is None:
        known = ", ".join(sorted(_BY_EXTENSION))
        raise DocumentTypeUnknown(
            f"Documents of type `{stated or PurePath(filename).suffix or filename}` cannot be "
            f"read; known are {known}."
        )
    return found


def check_readable(data: bytes, filename: str, media_type: str | None = None) -> Reader:
    """The reader for a document that comes in, before it is stored.

    Raises `DocumentTypeUnknown`, or `DocumentUnreadable` when it is not UTF-8.
    """
    reader = reader_for(filename, media_type)
    decode(data)
    return reader


def read_document(data: bytes, filename: str, media_type: str | None = None) -> ParsedDocument:
    """The sections of a document; the title falls back to the file's name.

    Raises `DocumentTypeUnknown`, or `DocumentUnreadable` when it is not UTF-8 or holds no text.
    """
    document = reader_for(filename, media_type).read(decode(data), filename)
    if not any(section.blocks or section.heading_path for section in document.sections):
        raise DocumentUnreadable("The document holds no text.")
    return document
