"""What every reader promises: bytes of one format in, titled sections of blocks out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from deskhand.infra.errors import InvalidInput

BlockKind = Literal["paragraph", "list", "code", "table", "quote"]


class DocumentUnreadable(InvalidInput):
    """The document cannot be read."""


class DocumentTypeUnknown(InvalidInput):
    """Documents of this type cannot be read."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of one kind.

    paragraph: one line, or several where the author broke them · list: one `- ` or `1. ` line
    per item, nested ones indented by two spaces · code: as written, without a fence · table:
    one `| a | b |` line per row, and `|-|-|` under the header if there is one · quote: its lines.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks between one heading and the next; the path is empty before the first heading.

    `page` counts from 1, in formats that have pages.
    """

    heading_path: tuple[str, ...]
    blocks: tuple[Block, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document as it is cut, cited and shown; the title is never part of a heading path."""

    title: str
    sections: tuple[Section, ...]
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: how it is recognised, and `read(data, filename)`.

    `read` gets the file's bytes; a reader of text begins with `decode`. It raises
    `DocumentUnreadable` with the page, line or row at fault. A section may have no blocks when it
    only holds deeper headings. `recognises` tells by the first bytes, whatever the file is called;
    a format without it is known by its name alone. `libraries` are imported before `read` runs,
    since nothing can be opened any more while it does.
    """

    name: str
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]
    read: Callable[[bytes, str], ParsedDocument]
    recognises: Callable[[bytes], bool] | None = None
    libraries: tuple[str, ...] = ()


# Characters that are not seen but would be read: controls, zero-width and direction marks, tags.
# The joiners U+200C and U+200D stay, since Persian, Indic scripts and emoji are spelt with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\U000e0000-\U000e007f]"
)


def decode(data: bytes) -> str:
    """The text of a UTF-8 document, a mark at its start dropped, lines ended by `\\n`.

    Raises `DocumentUnreadable` for other encodings and for binary data.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentUnreadable("The document is UTF-16; save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentUnreadable(
            f"The document is not valid UTF-8 (byte {error.start}, line {line}); save it as UTF-8."
        ) from error
    if "\x00" in text:
        raise DocumentUnreadable("The document holds NUL bytes, so it is not text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_unseen(text: str) -> str:
    """The text without characters that a person would not see."""
    return _UNSEEN.sub("", text.replace("\f", "\n"))


def title_from(filename: str) -> str:
    """A title for a document that has none: `return-policy.md` → `Return policy`."""
    words = re.sub(r"[-_\s]+", " ", PurePath(filename).stem).strip()
    return words[:1].upper() + words[1:] if words else "Untitled"


_ENDLESS = re.compile(r"[!-~]{5000}")


def has_no_words(text: str) -> bool:
    """Whether something stands in it that is no text: thousands of letters without a space.

    Scripts that are written without spaces are not meant.
    """
    return _ENDLESS.search(text) is not None
