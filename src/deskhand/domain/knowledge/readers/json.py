"""Reads JSON: a list of questions with answers, or of titles with texts."""

from __future__ import annotations

import json
from typing import Any

from deskhand.domain.knowledge.readers.port import (
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    Section,
    decode,
    title_from,
)
from deskhand.domain.knowledge.readers.question_rows import clean, question
from deskhand.domain.knowledge.readers.text import paragraphs_of

_PAIRS = (("question", "answer"), ("title", "text"))


def read(data: bytes, filename: str) -> ParsedDocument:
    """One section an item: `{"question", "answer"}` or `{"title", "text"}`, maybe a `"category"`.

    The list may stand alone or be the only list in an object.
    """
    try:
        found = json.loads(decode(data))
    except json.JSONDecodeError as error:
        raise DocumentUnreadable(f"Line {error.lineno} is not valid JSON: {error.msg}.") from error
    except RecursionError as error:
        raise DocumentUnreadable("The JSON is nested too deeply.") from error
    items = _items(found)
    sections = tuple(_section(number, item) for number, item in enumerate(items, 1))
    return ParsedDocument(title_from(filename), sections)


def _items(found: Any) -> list[Any]:
    lists = (
        [value for value in found.values() if isinstance(value, list)]
        if (isinstance(found, dict))
        else [found]
    )
    if len(lists) != 1 or not isinstance(lists[0], list):
        raise DocumentUnreadable(
            "The JSON has to be a list of objects with `question` and `answer`, or `title` and"
            " `text`."
        )
    return lists[0]


def _section(number: int, item: Any) -> Section:
    for heading, body in _PAIRS:
        if isinstance(item, dict) and heading in item and body in item:
            values = [item[heading], item[body], item.get("category") or ""]
            if all(isinstance(value, str) for value in values):
                above, below, category = map(clean, values)
                if above and below:
                    path = question(above, below, category).heading_path
                    return Section(path, paragraphs_of(item[body]))
    raise DocumentUnreadable(
        f"Item {number} has no texts `question` and `answer`, nor `title` and `text`."
    )


READER = Reader("json", (".json",), ("application/json",), read)
