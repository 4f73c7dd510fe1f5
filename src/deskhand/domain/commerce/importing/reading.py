"""A file of rows, whatever it is: CSV of any delimiter and encoding, a workbook, JSON lines."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from deskhand.domain.commerce.importing.faults import FileUnreadable
from deskhand.domain.commerce.importing.workbook import looks_like_workbook, workbook_rows

_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SNIFFED_ROWS: Final = 50
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_COLUMNS: Final = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: its line for a person, and its cells by column. `fault`: unreadable."""

    number: int
    cells: dict[str, Any]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows under their columns; `lines` begins from the first each time. `how` it was read."""

    columns: tuple[str, ...]
    how: str
    lines: Callable[[], Iterator[Line]] = field(repr=False)


def read_sheet(
    content: bytes, name: str, *, encoding: str | None = None, delimiter: str | None = None
) -> Sheet:
    """The rows of a file by its content; `name` only tells JSON lines from CSV.

    Raises FileUnreadable for what is empty, damaged, or has two columns of one name.
    """
    if looks_like_workbook(content):
        return _of_rows(lambda: workbook_rows(content), "workbook")
    text, read_as = _decoded(content, encoding)
    if PurePath(name).suffix.lower() in (".json", ".jsonl", ".ndjson"):
        return _of_objects(text, f"JSON, {read_as}")
    return _of_csv(text, read_as, delimiter)


def _decoded(content: bytes, encoding: str | None) -> tuple[str, str]:
    """The text and its encoding: as told, by its mark, UTF-8, or what Western machines write."""
    if encoding is not None:
        try:
            return content.decode(encoding), encoding
        except LookupError as error:
            raise FileUnreadable(f"There is no encoding {encoding!r}.") from error
        except UnicodeDecodeError as error:
            raise FileUnreadable(f"The file is not {encoding}: see byte {error.start}.") from error
    marked = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    for guess in (marked, _bare_utf16(content), "utf-8", "cp1252", "latin-1"):
        if guess is None:
            continue
        try:
            return content.decode(guess), guess.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise FileUnreadable("The file is no text; say its encoding.")


def _bare_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark has a NUL in every other place."""
    head = content[:2000]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        places = head[start::2]
        if len(places) > 4 and places.count(0) > 0.7 * len(places):
            return name
    return None


def _of_csv(text: str, read_as: str, delimiter: str | None) -> Sheet:
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        # What Excel writes above a file to say how it is cut.
        delimiter, text, skipped = delimiter or first.strip()[-1], rest, 1
    chosen = delimiter or _sniffed(text)
    if len(chosen) != 1:
        raise FileUnreadable("A delimiter is one character.")

    def rows() -> Iterator[tuple[int, list[Any], str | None]]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=chosen)
        begins = 1 + skipped
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise FileUnreadable(
                    f"Line {begins} cannot be read: {error}; a quotation mark may be open."
                ) from error
            if row is None:
                return
            yield begins, [cell.strip() or None for cell in row], None
            begins = reader.line_num + 1 + skipped

    return _of_rows(rows, f"{_DELIMITERS.get(chosen, chosen)}, {read_as}")


def _sniffed(text: str) -> str:
    """The delimiter that cuts the first rows most evenly, then into the most columns."""
    head = text[:200_000]

    def evenness(delimiter: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        widths: list[int] = []
        try:
            for _, row in zip(range(_SNIFFED_ROWS), reader, strict=False):
                if row:
                    widths.append(len(row))
        except csv.Error:
            pass
        if not widths or widths[0] < 2:
            return 0.0, 0
        return Counter(widths)[widths[0]] / len(widths), widths[0]

    return max(_DELIMITERS, key=evenness)


def _of_rows(
    rows: Callable[[], Iterator[tuple[int, Sequence[Any], str | None]]], how: str
) -> Sheet:
    """A sheet of rows of which the first that is not blank names the columns."""
    header = next((row for _, row, _ in rows() if _filled(row)), None)
    if header is None:
        raise FileUnreadable("The file is empty.")
    names = [" ".join(str(cell).split()) if cell is not None else "" for cell in header]
    _check(names)

    def lines() -> Iterator[Line]:
        started = False
        for number, row, fault in rows():
            if not started:
                started = _filled(row)
            elif _filled(row) or fault:
                too_many = len(row) > len(names) and _filled(row[len(names) :])
                said = f"has {len(row)} cells, and the first row {len(names)}" if too_many else None
                # A cell that is not there at all says nothing; an empty one says "none".
                cells = {n: c for n, c in zip(names, row, strict=False) if n}
                yield Line(number, cells, fault or said)

    return Sheet(tuple(name for name in names if name), how, lines)


def _filled(row: Sequence[Any]) -> bool:
    return any(cell is not None for cell in row)


def _check(names: Sequence[str]) -> None:
    if len(names) > _MOST_COLUMNS:
        raise FileUnreadable(f"The file has more than {_MOST_COLUMNS} columns.")
    twice = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise FileUnreadable(f"Two columns have one name: {', '.join(map(repr, twice))}.")


def _of_objects(text: str, how: str) -> Sheet:
    """JSON lines, or one JSON list of objects."""

    def lines() -> Iterator[Line]:
        if text.lstrip().startswith("["):
            yield from (_object(number, one) for number, one in enumerate(_loaded(text), 1))
            return
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    yield _object(number, json.loads(line))
                except (ValueError, RecursionError):
                    yield Line(number, {}, "is not valid JSON")

    names: dict[str, None] = {}
    for line in lines():
        names |= dict.fromkeys(line.cells)
    if not names:
        raise FileUnreadable("The file holds no JSON objects.")
    _check(list(names))
    return Sheet(tuple(names), how, lines)


def _loaded(text: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileUnreadable("The file is not valid JSON.") from error
    return found if isinstance(found, list) else [found]


def _object(number: int, value: object) -> Line:
    if not isinstance(value, dict):
        return Line(number, {}, "is not a JSON object")
    return Line(number, {str(name): cell for name, cell in value.items()})
