"""Every document format that can be read, and the way from a file's bytes to its sections."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import Final

from deskhand.domain.knowledge.readers import docx, html, json, markdown, pdf, table, text, workbook
from deskhand.domain.knowledge.readers.port import (
    DocumentTypeUnknown,
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    decode,
    has_no_words,
)

READERS: tuple[Reader, ...] = (
    markdown.READER,
    html.READER,
    text.READER,
    pdf.READER,
    docx.READER,
    table.READER,
    workbook.READER,
    json.READER,
)

_BY_EXTENSION = {extension: reader for reader in READERS for extension in reader.extensions}
_BY_MEDIA_TYPE = {media_type: reader for reader in READERS for media_type in reader.media_types}
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
_FOREIGN: Final = {
    b"PK": "This is an archive, or an Office file of a kind that cannot be read.",
    b"\xd0\xcf\x11\xe0": "This is an old or encrypted Office file; save it as DOCX or XLSX without"
    " a password.",
    b"\x89PNG": "This is a picture, not text.",
    b"\xff\xd8\xff": "This is a picture, not text.",
    b"\x1f\x8b": "This is a compressed file; unpack it first.",
}


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
    """The reader for a document that comes in, before it is stored: by content, then by name.

    Raises `DocumentTypeUnknown`, or `DocumentUnreadable` when the content is of no known format
    or not of the one that its name says.
    """
    by_content = [one for one in READERS if one.recognises is not None and one.recognises(data)]
    if by_content:
        return by_content[0]
    for beginning, reason in _FOREIGN.items():
        if data.startswith(beginning):
            raise DocumentUnreadable(reason)
    reader = reader_for(filename, media_type)
    if reader.recognises is not None and reader is not html.READER:
        raise DocumentUnreadable(
            f"`{PurePath(filename).name}` is called {reader.name}, but holds something else."
        )
    decode(data)
    return reader


def read_document(data: bytes, filename: str, media_type: str | None = None) -> ParsedDocument:
    """The sections of a document; the title falls back to the file's name.

    Raises `DocumentTypeUnknown`, or `DocumentUnreadable` when it cannot be read or holds no text.
    What comes from outside is read by `reading.read_apart`, in a process that can be ended.
    """
    document = check_readable(data, filename, media_type).read(data, filename)
    if not any(section.blocks or section.heading_path for section in document.sections):
        raise DocumentUnreadable("The document holds no text.")
    for section in document.sections:
        if any(has_no_words(block.text) for block in section.blocks):
            where = f"Page {section.page}" if section.page else "The document"
            raise DocumentUnreadable(f"{where} holds an endless word, so it is not text.")
    return document


def load_libraries(reader: Reader) -> None:
    """Import all that the reader needs."""
    for library in reader.libraries:
        import_module(library)
