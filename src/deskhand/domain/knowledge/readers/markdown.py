"""Reads Markdown: CommonMark with tables, and front matter with `title:` and `category:`."""

from __future__ import annotations

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from deskhand.domain.knowledge.readers.html import read_fragment
from deskhand.domain.knowledge.readers.port import ParsedDocument, Reader, decode

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_FIELD = re.compile(r"^(title|category)[ \t]*:[ \t]*(.+?)[ \t]*$", re.M | re.I)


def read(data: bytes, filename: str) -> ParsedDocument:
    """The sections of a Markdown text.

    It goes through HTML, so that markup written inside it is read, and hidden text dropped, by
    the very rules of the HTML reader. Other front matter is ignored.
    """
    text = decode(data)
    fields: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        fields = {
            name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front.group(1))
        }
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    document = read_fragment(parser.render(text), filename, title=fields.get("title"))
    return replace(document, category=fields.get("category"))


READER = Reader("markdown", (".md", ".markdown"), ("text/markdown", "text/x-markdown"), read)
