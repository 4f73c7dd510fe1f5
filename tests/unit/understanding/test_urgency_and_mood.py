"""Danger, law, deadlines and lost money are urgent; moods turn with negations and irony."""

from __future__ import annotations

import pytest

from deskhand.assistant.understanding.sentiment import mood_of
from deskhand.assistant.understanding.urgency import urgency_of


@pytest.mark.parametrize(
    ("message", "urgency"),
    [
        ("asap please", "high"),
        ("my lamp is smoking", "high"),
        ("I will contact my lawyer", "high"),
        ("I was charged twice", "high"),
        ("someone logged into my account", "high"),
        ("I need it by friday for a wedding", "high"),
        ("your whole site is down", "high"),
        ("THIS IS THE THIRD TIME I WRITE!!!", "high"),
        ("no rush, where is my invoice", "low"),
        ("it's not urgent", "low"),
        ("is the fire tv stick in stock", "normal"),
        ("ORD123 ORD124 INV-1 please", "normal"),
        ("where is my order", "normal"),
        ("", "normal"),
    ],
)
def test_urgency_follows_what_waiting_would_cost(message: str, urgency: str) -> None:
    assert urgency_of(message) == urgency


@pytest.mark.parametrize(
    ("message", "sentiment"),
    [
        ("I love this lamp", "positive"),
        ("not bad at all", "positive"),
        ("It isn't good", "negative"),
        ("thanks for nothing", "negative"),
        ("my parcel never arrived", "negative"),
        ("the lamp is nice but it arrived broken", "negative"),
        ("Where is my order?", "neutral"),
        ("I'd like to cancel my order", "neutral"),
        ("can you help with a problem with my invoice?", "neutral"),
        ("😡", "negative"),
        ("", "neutral"),
    ],
)
def test_the_mood_is_read_from_words_in_their_context(message: str, sentiment: str) -> None:
    assert mood_of(message).sentiment == sentiment


@pytest.mark.parametrize(
    ("message", "frustrated"),
    [
        ("still nothing, this is ridiculous", True),
        ("third time I ask and it is still broken!!", True),
        ("my parcel never arrived", False),
        ("great service, not annoying at all", False),
        ("where is it", False),
    ],
)
def test_frustration_needs_anger_or_vain_repetition(message: str, frustrated: bool) -> None:
    assert mood_of(message).frustrated is frustrated
