"""Markdown, HTML and plain text become titled sections of blocks."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from deskhand.domain.knowledge import readers
from deskhand.domain.knowledge.readers.port import Block, DocumentTypeUnknown, DocumentUnreadable
from deskhand.domain.knowledge.readers.registry import READERS, read_document, reader_for

MARKDOWN = """\
---
title: "Returns"
category: shipping
---
# Returns

Use the [portal](https://returns.example.com/x), not `fax`.
Wrapped here.<!-- a note -->

## How long

1. First step
   goes on
2. Second:
   - nested

| Tier | Days |
|------|-----:|
| Gold | 60 \\| 90 |

> Quoted text

```sh
run --this
  indented
```

### Exceptions

None.
"""


def test_markdown_keeps_headings_lists_tables_quotes_and_code() -> None:
    document = read_document(MARKDOWN.encode(), "a.md")
    assert (document.title, document.category) == ("Returns", "shipping")
    assert [section.heading_path for section in document.sections] == [
        *((), ("How long",), ("How long", "Exceptions")),
    ]
    assert document.sections[0].blocks == (
        Block(
            "paragraph",
            "Use the portal (https://returns.example.com/x), not fax. Wrapped here.",
        ),
    )
    assert document.sections[1].blocks == (
        Block("list", "1. First step goes on\n2. Second:\n  - nested"),
        Block("table", "| Tier | Days |\n|-|-|\n| Gold | 60 \\| 90 |"),
        Block("quote", "Quoted text"),
        Block("code", "run --this\n  indented"),
    )


PAGE = """<!doctype html><html><head><title>Help centre</title>
<style>/* x */ .tip, .cloaked { display : none } @media print { .shown { display: none } }</style>
<script>steal()</script></head><body>
<header><a href="/">Logo</a></header><nav>Menu</nav>
<main><h1>Payments</h1><p>We take<br>cards. <a href="mailto:pay@shop.example?x=1">Write us</a></p>
%s
<h2>Fees</h2><dl><dt>Card</dt><dd>free</dd></dl>
<table><tr><th>Plan<th>Price</tr><tr><td>Basic<td><p>5</p><p>EUR</p></tr></table>
<details><summary>Is it safe?</summary>Yes.</details><p>Last.</p></main>
<footer>Imprint</footer></body></html>"""


def test_html_reads_the_main_content_in_order() -> None:
    document = read_document((PAGE % "").encode(), "x.html", "text/html; charset=utf-8")
    assert document.title == "Payments"
    assert [(section.heading_path, section.blocks) for section in document.sections] == [
        ((), (Block("paragraph", "We take\ncards. Write us (pay@shop.example)"),)),
        (
            ("Fees",),
            (
                Block("list", "- Card: free"),
                Block("table", "| Plan | Price |\n|-|-|\n| Basic | 5 EUR |"),
            ),
        ),
        (("Fees", "Is it safe?"), (Block("paragraph", "Yes."),)),
        (("Fees",), (Block("paragraph", "Last."),)),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>SECRET</p>",
        "<p aria-hidden=true>SECRET</p>",
        "<p style='DISPLAY : none'>SECRET</p>",
        "<p style='font-size:0px'>SECRET</p>",
        "<p style='opacity: 0'>SECRET</p>",
        "<p style='position:absolute;left:-9999px'>SECRET</p>",
        "<p style='color:#fff;background:#fff'>SECRET</p>",
        "<p class='cloaked'>SECRET</p>",
        "<span class='sr-only'>SECRET</span>",
        "<template>SECRET</template><noscript>SECRET</noscript><textarea>SECRET</textarea>",
        "<img alt='SECRET'><!-- SECRET --><input type=hidden value=SECRET>",
        "<ul><li style='visibility:hidden'>SECRET</li></ul>",
        "<table><tr><td>a</td><td hidden>SECRET</td></tr></table>",
        "<pre>x<i hidden>SECRET</i></pre>",
        "".join(chr(0xE0000 + ord(letter)) for letter in "SECRET"),
    ],
)
def test_text_that_nobody_sees_is_not_read(hidden: str) -> None:
    for data, name in ((PAGE % hidden, "x.html"), (f"# Title\n\n{hidden}\n\nText.", "x.md")):
        if name == "x.md" and "cloaked" in hidden:
            continue
        text = repr(read_document(data.encode(), name))
        assert "SECRET" not in text
        assert "\\U000e" not in text


def test_visible_text_with_suspicious_style_stays() -> None:
    seen = "<p class=shown style='opacity:0.5;color:#000;background:#fff'>SEEN</p>"
    assert "SEEN" in repr(read_document((PAGE % seen).encode(), "x.html"))


def test_plain_text_has_a_title_paragraphs_and_lists() -> None:
    document = read_document(
        b"Contact\n\nOpen:\r\nMon 9-5\n\n\n* a b\n  more\n* c\n", "contact.txt"
    )
    assert document.title == "Contact"
    assert document.sections[0].blocks == (
        Block("paragraph", "Open:\nMon 9-5"),
        Block("list", "- a b more\n- c"),
    )


def test_a_document_without_title_is_named_after_its_file() -> None:
    assert read_document(b"Only a sentence.", "docs/return-policy.md").title == "Return policy"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"fine\n\xff\xfe broken", "byte 5, line 2"),
        ("text".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x00\x00", "archive"),
        (b"\n" * 10_000, "no text"),
        (b"", "no text"),
        (b"<div>" * 5000 + b"x", "nested too deeply"),
        (b"<blockquote>" * 250 + b"x", "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_explained(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentUnreadable, match=reason):
        read_document(data, "x.html")


@pytest.mark.parametrize(
    ("name", "media_type", "reader"),
    [
        ("a.MD", None, "markdown"),
        ("a.md", "text/plain", "markdown"),
        ("a", "text/markdown; charset=utf-8", "markdown"),
        ("a.htm", "application/octet-stream", "html"),
        ("a", "text/plain", "text"),
    ],
)
def test_the_format_is_known_by_media_type_or_extension(
    name: str, media_type: str | None, reader: str
) -> None:
    assert reader_for(name, media_type).name == reader


@pytest.mark.parametrize(("name", "media_type"), [("a.exe", None), ("a.md", "image/png"), ("", "")])
def test_an_unknown_type_is_refused_with_the_known_ones(name: str, media_type: str) -> None:
    with pytest.raises(DocumentTypeUnknown, match=r"\.html, \.json, \.markdown, \.md"):
        reader_for(name, media_type)


def test_every_reader_is_registered() -> None:
    modules = [
        importlib.import_module(f"{readers.__name__}.{module.name}")
        for module in pkgutil.iter_modules(readers.__path__)
    ]
    found = {module.READER.name for module in modules if hasattr(module, "READER")}
    assert found == {reader.name for reader in READERS}
