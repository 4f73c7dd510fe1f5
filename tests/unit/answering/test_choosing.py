"""Which units of a passage are quoted."""

from __future__ import annotations

from deskhand.assistant.answering.choosing import FACT_WORDS, STEP_WORDS, choose
from deskhand.assistant.answering.questions import Focus
from deskhand.assistant.answering.sentences import units_of

WARRANTY = units_of(
    "Electronics have a warranty of 24 months. Tents have 12 months. "
    "Batteries have 12 months. Your legal rights stay as they are."
)
STEPS = units_of("Do this:\n\n1. Open it.\n2. Print it.\n3. Send it.\n\nYou get an e-mail.")


def test_a_fact_is_told_in_the_one_sentence_that_says_it() -> None:
    assert choose(WARRANTY, (0.9, 0.2, 0.1, 0.1), Focus.HOW_LONG) == (0,)


def test_two_sentences_that_both_answer_are_told_in_their_order() -> None:
    assert choose(WARRANTY, (0.7, 0.1, 0.9, 0.1), Focus.HOW_LONG) == (0, 2)


def test_the_sentence_that_it_points_back_to_is_told_before_it() -> None:
    units = units_of("The warranty covers faults. It does not cover water.")
    assert choose(units, (0.1, 0.9), Focus.YES_NO) == (0, 1)


def test_steps_are_told_whole_with_their_lead_in() -> None:
    assert choose(STEPS, (0.1, 0.1, 0.8, 0.1, 0.1), Focus.HOW) == (0, 1, 2, 3)


def test_instructions_without_a_list_begin_at_their_beginning() -> None:
    units = units_of("Take the battery out. Hold the button. Put the battery back.")
    assert choose(units, (0.1, 0.1, 0.9), Focus.HOW) == (0, 1, 2)


def test_rows_about_as_likely_are_told_together_and_no_others() -> None:
    units = units_of(
        "| To | How | Cost |\n|---|---|---|\n| Canada | slow | $5 |\n| Canada | fast | $9 |"
        "\n| Norway | slow | $7 |"
    )
    assert choose(units, (0.6, 0.55, 0.1), Focus.HOW_MUCH) == (0, 1)


def test_a_fact_and_instructions_stay_within_their_length() -> None:
    long = units_of(" ".join(f"Sentence number {n} has just a few words more." for n in range(60)))
    assert len(long) == 60
    for focus, most in ((Focus.WHEN, FACT_WORDS), (Focus.HOW, STEP_WORDS)):
        told = choose(long, [0.9] * 60, focus)
        assert sum(len(long[place].text.split()) for place in told) <= most


def test_an_empty_passage_is_quoted_with_nothing() -> None:
    assert choose((), (), Focus.OTHER) == ()
