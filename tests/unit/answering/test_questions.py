"""What a question asks for, in each language, and which sentences offer it."""

from __future__ import annotations

import pytest

from deskhand.assistant.answering.questions import (
    LANGUAGES,
    Focus,
    asking,
    fits,
    leans,
    offers,
    read_question,
)

KEYS = {"time", "money", "date", "place", "person", "reason", "steps", "ruling"}


@pytest.mark.parametrize(
    ("language", "question", "focus"),
    [
        ("en", "How long is the warranty for the hub?", Focus.HOW_LONG),
        ("en", "what does shipping cost to Canada", Focus.HOW_MUCH),
        ("en", "till when can I send it back", Focus.WHEN),
        ("en", "how do I reset my password", Focus.HOW),
        ("en", "can I pay with PayPal", Focus.YES_NO),
        ("en", "and batteries?", Focus.OTHER),
        ("de", "Wie lange habe ich Garantie?", Focus.HOW_LONG),
        ("de", "Was kostet der Versand?", Focus.HOW_MUCH),
        ("fr", "Où est mon colis ?", Focus.WHERE),
        ("fr", "Combien de temps dure la garantie ?", Focus.HOW_LONG),
        ("es", "¿Cuánto cuesta el envío?", Focus.HOW_MUCH),
        ("pt", "Quanto tempo dura a garantia?", Focus.HOW_LONG),
        ("it", "Come posso restituire un articolo?", Focus.HOW),
    ],
)
def test_a_question_tells_what_it_asks_for(language: str, question: str, focus: Focus) -> None:
    assert read_question(question, language).focus is focus


def test_words_of_grammar_carry_no_meaning() -> None:
    assert read_question("How long is the warranty for the hub?").content == ("warranty", "hub")


def test_figures_codes_and_capitalised_words_are_names() -> None:
    assert read_question("Does E47 mean 2 days in Norway?").names == {"e47", "2", "norway"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_each_focus_and_each_offer(language: str) -> None:
    known = asking(language)
    assert set(known.asks.values()) == set(Focus) - {Focus.OTHER}
    assert set(known.offers) == KEYS
    assert known.stop_words
    assert known.leans
    assert known.number_words


def test_an_unknown_language_is_read_as_english() -> None:
    assert asking("xx") is not asking("de")
    assert read_question("how long", "xx").focus is Focus.HOW_LONG


def test_a_length_of_time_needs_a_figure_beside_its_unit() -> None:
    assert "time" in offers("It lasts 24 months.")
    assert "time" in offers("Die Garantie gilt zwei Jahre.")
    assert "time" not in offers("Choose the day in the calendar.")


def test_a_price_answers_how_much_and_a_weight_does_not() -> None:
    assert fits(Focus.HOW_MUCH, "A label is $6.95.")
    assert not fits(Focus.HOW_MUCH, "The tent weighs 1.9 kilograms.")
    assert fits(Focus.HOW_MANY, "The tent weighs 1.9 kilograms.")


def test_a_sentence_that_points_back_leans_on_the_one_before() -> None:
    assert leans("It does not cover drops.")
    assert leans("If not, unplug the hub.")
    assert not leans("Italy is served by Standard.")
