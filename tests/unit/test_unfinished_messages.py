"""Which messages look as if more follows."""

from __future__ import annotations

import pytest

from deskhand.domain.conversations.bursts import looks_unfinished


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "about my order ORD123",
        "so,",
        "one more thing:",
        "well...",
        "well…",
        "I bought a lamp. It came yesterday and",
        "what about",
        "ich habe eine Frage",
        '"quoted words"',
    ],
)
def test_more_seems_to_follow(text: str) -> None:
    assert looks_unfinished(text)


@pytest.mark.parametrize(
    "text",
    [
        "Where is my order ORD123?",
        "Thanks!",
        "It is broken. ",
        "ORD123",
        "#12345",
        "maya@example.com",
        "great 🎉",
        "nice 👍🏽",
        "❤️",
        "see `reset()`",
        "(the blue one)",
        'He said "it will come."',
        "注文はどこですか？",
        "где мой заказ?",
        "```\nerror 12\n```",
    ],
)
def test_a_message_that_ends_is_not_waited_behind(text: str) -> None:
    assert not looks_unfinished(text)
