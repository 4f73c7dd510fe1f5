"""A message is cut where it begins to ask something else, and nowhere else."""

from __future__ import annotations

import time

import pytest

from deskhand.assistant.understanding.clauses import MOST_CLAUSES, clauses_of, readable
from deskhand.packs.loader import phrases


def cut(message: str, language: str = "en") -> tuple[str, ...]:
    return clauses_of(readable(message), phrases(language))


@pytest.mark.parametrize(
    ("message", "clauses"),
    [
        ("Where is ORD123?", ("Where is ORD123?",)),
        (
            "Where is ORD123? How do I reset my hub?",
            ("Where is ORD123?", "How do I reset my hub?"),
        ),
        (
            "Where is my order and how do I return the lamp?",
            ("Where is my order", "how do I return the lamp?"),
        ),
        (
            "Where is ORD123, and can I still change the address?",
            ("Where is ORD123", "can I still change the address?"),
        ),
        ("Where are ORD123, ORD124 and ORD125?", ("Where are ORD123, ORD124 and ORD125?",)),
        ("I bought a lamp and a hub", ("I bought a lamp and a hub",)),
    ],
)
def test_each_thing_that_is_asked_is_a_clause_of_its_own(
    message: str, clauses: tuple[str, ...]
) -> None:
    assert cut(message) == clauses


def test_german_is_cut_by_german_words() -> None:
    found = cut("Wo ist ORD123 und wie kann ich die Lampe zurückgeben?", "de")
    assert found == ("Wo ist ORD123", "wie kann ich die Lampe zurückgeben?")


def test_of_very_many_questions_the_first_and_the_last_are_kept() -> None:
    found = cut(" ".join(f"What is number {number}?" for number in range(20)))
    assert len(found) == MOST_CLAUSES
    assert found[0] == "What is number 0?"
    assert found[-1] == "What is number 19?"


def test_a_message_without_a_word_is_one_clause() -> None:
    assert cut("???") == ("???",)
    assert cut("") == ()


def test_control_characters_markup_and_blank_runs_disappear() -> None:
    assert readable("  where\x00is\t\tmy \r\n\n\n order ") == "where is my\norder"
    assert (
        readable("**Where** is `ORD123`, [here](https://x.example)?") == "Where is ORD123 , here?"
    )


def test_of_a_very_long_message_the_beginning_and_the_end_are_read() -> None:
    said = readable("First. " + "a story " * 2_000 + "Last.")
    assert said.startswith("First.")
    assert "…" in said
    assert len(said) < 4_000


@pytest.mark.parametrize(
    "text",
    ["and " * 2_000, ", " * 4_000, "how do I " * 900, "a" * 8_000, "[" * 8_000, "*" * 8_000,
     "?!" * 4_000, "and how, " * 900],
)  # fmt: skip
def test_hostile_texts_take_a_bounded_time(text: str) -> None:
    started = time.process_time()
    cut(text)
    # Some ms on an idle machine; the bound leaves room for a busy one, none for a blow-up.
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "message", ["<marquee onstart=x>", "\u200b\u2066\u2069\ufeff", "\U0001f44d"]
)
def test_a_message_without_a_word_is_read_as_something(message: str) -> None:
    assert len(cut(message)) == 1
