"""Near sections are told apart by their titles, by pairs of words, and by what they offer."""

from __future__ import annotations

from deskhand.assistant.agents import sections
from deskhand.assistant.answering.judgement import ANSWERS, Judged
from deskhand.assistant.evidence import Evidence, Passage


def judged(title: str, text: str, probability: float, *sentences: int) -> Judged:
    passage = Passage("1", "Help", (title,), text, probability)
    found = Evidence(f"passage:{title}", "passage", "passage", text, passage=passage)
    return Judged(found, probability, sentences or (0,))


GIFT = judged("My gift card code does not work", "Codes never contain the letter O.", 0.59)
PROMO = judged("Why a promo code is refused", "A code is refused when it has expired.", 0.43)
HEATER = judged(
    "The thermostat shows the wrong temperature", "After a restart it is a fault.", 0.69
)
WARRANTY = judged("How long the warranty lasts", "Electronics have 24 months of warranty.", 0.09)
HOME = judged(
    "Does someone have to be at home?",
    "Most parcels need no signature. Locks need one. If nobody is at home, it comes again.",
    0.75,
)


def test_two_words_that_stand_together_name_another_thing_than_one_of_them() -> None:
    named = sections.naming_the_thing("promo code says invalid", [GIFT, PROMO], "en")
    assert named == PROMO
    assert sections.naming_the_thing("the gift card code fails", [GIFT, PROMO], "en") is None
    assert sections.naming_the_thing("my code fails", [GIFT, PROMO], "en") is None


def test_a_section_far_behind_is_not_chosen_for_its_words() -> None:
    far = judged("Why a promo code is refused", "A code has expired.", 0.2)
    assert sections.naming_the_thing("promo code says invalid", [GIFT, far], "en") is None


def test_a_title_that_asks_the_same_is_sure() -> None:
    plans = judged("Compare the plans Basic, Plus and Pro", "Basic costs less.", 0.48)
    asked = "What is the difference between the Basic, Plus and Pro plans?"
    found = sections.titled(asked, [plans], "en")
    assert found is not None
    assert found.probability == ANSWERS
    assert sections.titled("Which plans are there?", [plans], "en") is None


def test_a_length_of_time_is_answered_by_a_section_that_has_one() -> None:
    asked = "How long is the warranty on my thermostat?"
    assert sections.offering(asked, [HEATER, WARRANTY], HEATER, "en") == WARRANTY
    alone = sections.offering(asked, [HEATER], HEATER, "en")
    assert alone.evidence == HEATER.evidence
    assert alone.probability < ANSWERS
    other = "Why is the thermostat wrong?"
    assert sections.offering(other, [HEATER, WARRANTY], HEATER, "en") == HEATER


def test_of_several_titles_the_one_in_the_same_words_stands_alone() -> None:
    lasts = judged("How long the warranty lasts", "Electronics have 24 months.", 0.4)
    covers = judged("What the warranty covers", "It covers faults in material.", 0.38)
    found = sections.near("How long is the warranty?", [covers, lasts], covers, 0.7)
    assert found == (lasts,)
    both = (judged("Warranty on tents", "…", 0.3), judged("Warranty on lamps", "…", 0.29))
    assert sections.near("warranty?", both, both[0], 0.7) == both


def test_a_case_is_answered_by_the_sentence_that_begins_with_it() -> None:
    every = (0, 1, 2)
    assert sections.on_condition("and if I'm not?", HOME, every, ("en", "en")) == (2,)
    assert sections.on_condition("and if it rains?", HOME, every, ("en", "en")) == ()
    assert sections.on_condition("and if I'm not?", HOME, every, ("en", "zh")) == ()
