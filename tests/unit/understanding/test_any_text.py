"""No text, however strange or long, makes understanding fail or take its time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.assistant.understanding.clauses import clauses_of, readable
from deskhand.assistant.understanding.identifiers import Identifiers
from deskhand.assistant.understanding.language import language_among
from deskhand.assistant.understanding.references import References
from deskhand.assistant.understanding.sentiment import mood_of
from deskhand.assistant.understanding.urgency import urgency_of
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.infra.classification.tfidf import features_of
from deskhand.packs.loader import built_in, phrases
from deskhand.packs.phrases import WHOLE, WITHIN, Phrases
from tests.support.evidence import order

SHOP = built_in("shop")
RECORDS = (order("ORD123", items=("Desk Lamp",)), order("ORD124", items=("Garden Hose",)))


def _acts(text: str) -> None:
    for language in SHOP.about.languages:
        speech: Phrases = phrases(language)
        for act in WHOLE:
            speech.is_only(act, text)
        for act in WITHIN:
            speech.says(act, text)
            speech.without(act, text)
        speech.ellipsis(text)
        speech.place(text)
        speech.unpointed(text)


def _references(text: str) -> None:
    References(SHOP, phrases("en"), "en", Dialogue()).pointed(text, "order", RECORDS)


_READERS: tuple[Callable[[str], object], ...] = (
    Identifiers(SHOP).named_in,
    _acts,
    _references,
    lambda text: clauses_of(text, phrases("en")),
    lambda text: language_among(text, SHOP.about.languages),
    mood_of,
    urgency_of,
    features_of,
)
_PIECES = (
    "order ORD123 #12 no. 45 - / . $ € 5 may 31 yes no not but thanks hi ? ! \x00 \n INV- TCK "
    "a@b.c to a human in two days last monday 😀 ß İ \u202e call me +1 555 ١٢٣ １２ the other one"
)
_WORDS = st.sampled_from(_PIECES.split(" "))


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_nothing_raises_for_any_text(text: str) -> None:
    for read in _READERS:
        read(text)
        read(readable(text))


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 10_000, "x" * 8_000, "order " * 1_300, "1-" * 4_000, "1 " * 4_000, "#" * 8_000,
        "a@" * 4_000, "a." * 4_000, "$1,000" * 1_300, "yes " * 2_000, "thanks " * 1_100,
        "need a b c d " * 600, "!?" * 4_000, "on " * 2_600, "HELP " * 1_600, "é" * 8_000,
        "𝕏" * 8_000, "not " * 2_000, "and " * 2_000, "12345 " * 1_300,
    ],
)  # fmt: skip
def test_long_and_hostile_texts_take_a_bounded_time(text: str) -> None:
    plain = readable(text)
    for read in _READERS:
        started = time.process_time()
        read(plain)
        # At most some 60 ms on an idle machine; room for a busy one, none for a blow-up.
        assert time.process_time() - started < 0.6, read
