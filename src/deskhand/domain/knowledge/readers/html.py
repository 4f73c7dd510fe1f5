"""Reads HTML pages: what a person sees of the main content, navigation and furniture left out."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from deskhand.domain.knowledge.readers.html_walk import HtmlWalk, Outline
from deskhand.domain.knowledge.readers.port import (
    DocumentUnreadable,
    ParsedDocument,
    Reader,
    Section,
    decode,
    title_from,
    without_unseen,
)
from deskhand.domain.knowledge.readers.visibility import Visibility

_TOO_DEEP = "The document's elements are nested too deeply."
_BEGINNINGS = (b"<!doctype html", b"<html")
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside"})
_FURNITURE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog"}
)


def read(data: bytes, filename: str) -> ParsedDocument:
    """The sections of a whole page.

    The title is the page's only top heading, else its `<title>`, else made of the file's name.
    """
    page = _parse(decode(data))
    if page is None:
        return ParsedDocument(title_from(filename), ())
    titles = [" ".join(title.text_content().split()) for title in page.iter("title")]
    visibility = Visibility.of(page)
    content = _content(page, visibility)
    if content.tag == "body":
        _drop_furniture(content)
    return _document(content, visibility, None, next(filter(None, titles), title_from(filename)))


def read_fragment(markup: str, filename: str, *, title: str | None = None) -> ParsedDocument:
    """The sections of markup that is all content, as made from Markdown.

    A heading that repeats the given title is left out of the heading paths.
    """
    body = _parse(f"<body>{markup}</body>")
    if body is None:
        return ParsedDocument(title or title_from(filename), ())
    return _document(body, Visibility.of(body), title, title_from(filename))


def _parse(text: str) -> HtmlElement | None:
    """The element tree, or None when there is nothing in it."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        page = document_fromstring(without_unseen(text).encode(), parser=parser)
    except etree.ParserError:
        page = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stops there and would silently drop the rest.
        raise DocumentUnreadable(_TOO_DEEP)
    return page


def _content(page: HtmlElement, visibility: Visibility) -> HtmlElement:
    """The one `<main>`, else the one `<article>`, else the body."""
    for path in (".//main|.//*[@role='main']", ".//article"):
        found = [element for element in page.xpath(path) if not visibility.hides(element)]
        if len(found) == 1:
            return found[0]
    body = page.find("body")
    return page if body is None else body


def _drop_furniture(body: HtmlElement) -> None:
    """Take out what repeats on every page; a page header stays when the top heading is in it."""
    for element in list(body.iter(etree.Element)):
        role = element.attrib.get("role", "").lower()
        bare_header = element.tag == "header" and element.find(".//h1") is None
        in_article = any(True for _ in element.iterancestors("article", "section"))
        if element.tag == "nav" or (
            not in_article
            and (element.tag in _FURNITURE_TAGS or role in _FURNITURE_ROLES or bare_header)
        ):
            element.drop_tree()


def _document(
    content: HtmlElement, visibility: Visibility, title: str | None, fallback: str
) -> ParsedDocument:
    try:
        walk = HtmlWalk(visibility)
        walk.visit(content)
        outline = walk.finish()
    except RecursionError as error:
        raise DocumentUnreadable(_TOO_DEEP) from error
    top = _sole_top_heading(outline)
    if top is not None and title in (None, top):
        return ParsedDocument(top, _below(top, outline.sections))
    return ParsedDocument(title or fallback, outline.sections)


def _sole_top_heading(outline: Outline) -> str | None:
    """The `<h1>` that every other heading stands under."""
    tops = {section.heading_path[0] for section in outline.sections if section.heading_path}
    return tops.pop() if len(tops) == 1 and outline.top_headings == 1 else None


def _below(top: str, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    shortened = (
        Section(section.heading_path[1:], section.blocks) if section.heading_path else section
        for section in sections
    )
    kept = tuple(section for section in shortened if section.heading_path or section.blocks)
    # A document that is a heading and no more still says that heading.
    return kept or (Section((top,), ()),)


def _is_page(data: bytes) -> bool:
    return data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_BEGINNINGS)


READER = Reader(
    "html", (".html", ".htm"), ("text/html", "application/xhtml+xml"), read, recognises=_is_page
)
