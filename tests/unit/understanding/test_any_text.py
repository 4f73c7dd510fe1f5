"""No text, however strange or long, makes understanding fail or take its time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.assistant.understanding.dialogue import dialogue_act, wants_person
from deskhand.assistant.understanding.entities import find_entities
from deskhand.assistant.understanding.intents import CATEGORY_OF
from deskhand.assistant.understanding.language import language_at_a_glance
from deskhand.assistant.understanding.schemas import Intent
from deskhand.assistant.understanding.sentences import (
    clipped,
    leans_on_the_past,
    readable,
    requests_in,
)
from deskhand.assistant.understanding.sentiment import mood_of
from deskhand.assistant.understanding.tfidf import features_of
from deskhand.assistant.understanding.urgency import urgency_of

_READERS: tuple[Callable[[str], object], ...] = (
    find_entities, dialogue_act, wants_person, language_at_a_glance, leans_on_the_past,
    requests_in, mood_of, urgency_of, features_of,
)  # fmt: skip
_PIECES = (
    "order ORD123 #12 no. 45 - / . $ € 5 may 31 yes no not but thanks hi ? ! \x00 \n INV- TCK "
    "a@b.c to a human in two days last monday 😀 ß İ \u202e call me +1 555"
)
_WORDS = st.sampled_from(_PIECES.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map(" ".join)))
def test_nothing_raises_for_any_text(text: str) -> None:
    for read in _READERS:
        read(text)
    assert len(readable(text)) <= 8_000 * 18


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 10_000, "x" * 8_000, "order " * 1_300, "1-" * 4_000, "1 " * 4_000, "#" * 8_000,
        "a@" * 4_000, "a." * 4_000, "$1,000" * 1_300, "yes " * 2_000, "thanks " * 1_100,
        "need a b c d " * 600, "!?" * 4_000, "on " * 2_600, "HELP " * 1_600, "é" * 8_000,
        "𝕏" * 8_000, "not " * 2_000, "and " * 2_000,
    ],
)  # fmt: skip
def test_long_and_hostile_texts_take_a_bounded_time(text: str) -> None:
    started = time.process_time()
    plain = readable(text)
    for read in _READERS:
        read(plain if read is find_entities else clipped(plain))
    # About 20 ms on an idle machine; the bound leaves room for a busy one, none for a blow-up.
    assert time.process_time() - started < 0.25


def test_control_characters_and_blank_runs_disappear() -> None:
    assert readable("  where\x00is\t\tmy \r\n\n\n order\u200b ") == "where is my\norder"


def test_every_intent_has_a_category() -> None:
    assert set(CATEGORY_OF) == set(Intent)
