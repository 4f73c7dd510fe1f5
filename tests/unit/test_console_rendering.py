"""What templates print: markup of answers, times, names and states."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from deskhand.infra.clock import frozen
from deskhand.interfaces.console.rendering import ago, device, initials, prose, words
from tests.support.hostile import HOSTILE

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "hr"}
TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {"href", "title", "start", "class"}
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Reader(HTMLParser):
    """Collects what a browser would make elements and attributes of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_brings_no_markup_but_that_of_its_own_paragraphs(text: str) -> None:
    reader = Reader()
    reader.feed(str(prose(text)))
    assert reader.tags <= TAGS
    assert set(reader.attributes) <= ATTRIBUTES
    for address in reader.attributes.get("href", []):
        assert "script:" not in address.lower()
        assert not address.lower().startswith("data:")


def test_an_answer_keeps_its_lists_and_its_weight() -> None:
    shown = str(prose("Two orders:\n\n- **ORD1**\n- ORD2"))
    assert "<li><strong>ORD1</strong></li>" in shown


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(passed: timedelta, said: str) -> None:
    with frozen(NOW):
        assert ago(NOW - passed) == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maya Sample", "MS"), ("  ", "?"), (None, "?"), ("Ægir", "Æ"), ("<b>", "?")],
)
def test_initials_are_letters_whatever_the_name(name: str | None, letters: str) -> None:
    assert initials(name) == letters


def test_stored_names_become_words() -> None:
    assert words("in_transit") == "In transit"
    assert words(None) == ""


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox · Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("a program of ours", "a program of ours"),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_name_and_its_system(agent: str, named: str) -> None:
    assert device(agent) == named
