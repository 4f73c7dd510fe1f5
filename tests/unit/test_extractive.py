"""Answers made of the documents' own sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskhand.assistant.engine.offline.clarifying import WHICH_ORDER, with_the_question
from deskhand.assistant.engine.offline.extractive import extract
from deskhand.assistant.engine.port import Past, PastMessage
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.understanding.questions import questions_in
from tests.unit.agents.matters import passage

PLANS = """| | Basic | Plus | Pro |
|---|---|---|---|
| Price per month | $4.99 | $9.99 | $19.99 |
| Price per year | $49.90 | $99.90 | $199.90 |
| Devices | 10 | 40 | 150 |"""
CODES = """| Code | Meaning | What to do |
|---|---|---|
| E10 | Took too long | Try again |
| E12 | Only 5 GHz was found | Connect to the 2.4 GHz band |"""
STEPS = "1. Open your orders.\n2. Print the label.\n3. Drop the parcel off."


def text_of(question: str, *found: Evidence, whole: bool = False) -> str:
    answer = extract(question, found, whole=whole)
    assert answer is not None
    return answer.text


def test_nothing_likely_gives_no_answer() -> None:
    assert extract("do you sell bicycles", [passage("Spare parts", "Pegs.", 0.2)]) is None


def test_a_table_that_compares_tells_only_the_column_and_row_asked_for() -> None:
    answer = text_of("how much is Pro per year", passage("Compare the plans", PLANS))
    assert answer == "Price per year: Pro $199.90."


def test_a_table_is_told_whole_when_the_question_names_no_part_of_it() -> None:
    answer = text_of("what do you offer", passage("Compare the plans", PLANS))
    assert "- Devices: Basic 10, Plus 40, Pro 150" in answer
    assert "|" not in answer


def test_of_a_table_of_codes_only_the_code_asked_for_is_told() -> None:
    answer = text_of("what does error E12 mean", passage("Pairing errors", CODES))
    assert "Only 5 GHz was found" in answer
    assert "Took too long" not in answer


def test_steps_are_never_cut_apart() -> None:
    answer = text_of("how do I return an item", passage("Returns", f"Do this:\n\n{STEPS}"))
    assert STEPS in answer


def test_each_part_of_a_question_is_answered_in_order() -> None:
    question = "how long can I return it and who pays for the label?"
    label = passage("Costs", "The label costs $6.95.", 0.9, "who pays for the label?")
    window = passage("Window", "You have 30 days.", 0.8, "how long can I return it")
    answer = extract(question, [label, window])
    assert answer is not None
    assert answer.text == "You have 30 days.\n\nThe label costs $6.95."
    assert answer.cited == ("passage:Window", "passage:Costs")
    assert answer.confidence == 0.8


def test_a_sentence_that_answers_outright_stands_alone() -> None:
    text = "Open the page to check a balance. Gift cards never expire."
    found = passage("Gift cards", text)
    assert found.passage is not None
    near = (("Open the page to check a balance.", 0.4), ("Gift cards never expire.", 0.8))
    measured = replace(found, passage=replace(found.passage, nearness=near))
    assert text_of("do gift cards expire?", measured) == "Gift cards never expire."
    assert text_of("do gift cards expire?", measured, whole=True) == text


def test_a_sentence_that_points_back_brings_what_it_points_to() -> None:
    text = "Recordings stay for 14 days. Then they are erased for good. The app is free."
    found = passage("Recordings", text)
    assert found.passage is not None
    near = (
        ("Recordings stay for 14 days.", 0.3),
        ("Then they are erased for good.", 0.9),
        ("The app is free.", 0.1),
    )
    measured = replace(found, passage=replace(found.passage, nearness=near))
    answer = text_of("when are clips erased for good", measured)
    assert answer == "Recordings stay for 14 days. Then they are erased for good."


def test_an_answer_of_a_long_passage_stays_short() -> None:
    text = " ".join(f"Sentence number {n} tells of something else entirely." for n in range(60))
    assert len(text_of("something", passage("Long", text), whole=True).split()) <= 120


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("do you take paypal and can i pay by bank transfer?", 2),
        ("How long do I have to return it?", 1),
        ("I lost my phone and can't get the code", 1),
        ("Do you ship to Canada? What is the warranty on tents?", 2),
    ],
)
def test_two_questions_are_told_apart(message: str, parts: int) -> None:
    assert len(questions_in(message)) == parts


def test_a_question_that_points_back_takes_the_one_before_along() -> None:
    first, second = questions_in("do you ship to Germany and how long does it take?")
    assert first == "do you ship to Germany"
    assert "Germany" in second


def test_a_short_answer_to_which_order_is_read_with_what_was_wanted() -> None:
    said = (PastMessage("customer", "cancel my order"), PastMessage("assistant", WHICH_ORDER))
    assert with_the_question("the lamp", Past(messages=said)) == "cancel my order the lamp"
    assert with_the_question("the lamp", Past()) == "the lamp"
