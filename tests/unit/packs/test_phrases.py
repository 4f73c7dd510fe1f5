"""How people talk is read from data: a yes, a why, "the second one", "no, I meant …"."""

from __future__ import annotations

from datetime import date

import pytest

from deskhand.packs.loader import built_in, phrases
from deskhand.packs.phrases import folded

ENGLISH = phrases("en")


def test_case_accents_and_apostrophes_make_no_difference() -> None:
    assert folded("Où EST ma Commande ?") == "ou est ma commande ?"
    assert folded("I’m") == folded("i'm")
    assert folded("straße") == folded("STRASSE")


@pytest.mark.parametrize(
    "message",
    ["yes", "Yes please!", "yes, cancel it", "OK", "please do", "sure, go ahead", "That's right."],
)
def test_a_plain_yes_confirms(message: str) -> None:
    assert ENGLISH.is_only("confirm", message)


@pytest.mark.parametrize(
    "message",
    [
        "Yes, but to my other card",
        "yes if it is free",
        "yes do not",
        "Okay, not that one",
        "yes, what happens then",
        "yes cancel order ORD124 instead",
        "no",
        "",
        "🙂",
    ],
)
def test_nothing_is_confirmed_by_a_doubtful_yes(message: str) -> None:
    assert not ENGLISH.is_only("confirm", message)


@pytest.mark.parametrize("message", ["no", "No thanks", "never mind", "I changed my mind", "nope!"])
def test_a_no_declines_and_never_confirms(message: str) -> None:
    assert ENGLISH.is_only("decline", message)
    assert not ENGLISH.is_only("confirm", message)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("why?", "why"),
        ("and why is that?", "why"),
        ("When exactly?", "when"),
        ("how much?", "how_much"),
        ("how long does that take", "how_long"),
        ("Why is my order late?", None),
        ("when will ORD123 arrive", None),
        ("", None),
    ],
)
def test_a_bare_question_word_is_told_from_a_whole_question(message: str, kind: str | None) -> None:
    assert ENGLISH.ellipsis(message) == kind


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("the second one please", 2),
        ("1st", 1),
        ("The last one", -1),
        ("number three", 3),
        ("the secondary school", None),
        ("ORD123", None),
    ],
)
def test_a_place_in_a_list_is_understood(message: str, place: int | None) -> None:
    assert ENGLISH.place(message) == place


def test_a_correction_leaves_what_is_meant() -> None:
    assert ENGLISH.says("correct", "Sorry, I meant ORD124")
    assert ENGLISH.without("correct", "Sorry, I meant ORD124") == "ord124"
    assert not ENGLISH.says("correct", "Where is ORD124?")


def test_the_wish_for_a_person_is_told_from_speaking_of_people() -> None:
    assert ENGLISH.says("person", "Can I speak to a human?")
    spoken = "I spoke to an agent yesterday"
    assert not ENGLISH.says("person", spoken) or ENGLISH.says("not_person", spoken)


def test_pointing_words_carry_no_meaning_of_their_own() -> None:
    assert ENGLISH.content(ENGLISH.unpointed("and the other one?")) == ()
    assert "camera" in ENGLISH.content(ENGLISH.unpointed("what about the camera?"))


@pytest.mark.parametrize("language", built_in("shop").about.languages)
def test_every_language_of_the_shop_tells_yes_from_no(language: str) -> None:
    speech, wording = phrases(language), built_in("shop").wording(language)
    yes, no = (wording.say(word, {}, today=date(2026, 11, 21)).text for word in ("yes", "no"))
    assert speech.is_only("confirm", yes), yes
    assert speech.is_only("decline", no), no
    assert not speech.is_only("confirm", no)
    assert not speech.is_only("decline", yes)


@pytest.mark.parametrize(
    ("clause", "beside", "words"),
    [
        ("which card was that?", (), 2),
        ("and which card for the hub", ("hub",), 2),
        ("which card do you accept", (), 0),
        ("was that", (), 0),
        ("which payment card", (), 0),
    ],
)
def test_a_field_is_asked_for_by_its_words_and_nothing_else(
    clause: str, beside: tuple[str, ...], words: int
) -> None:
    assert phrases("en").core(clause, ("which card", "how did i pay"), beside) == words


@pytest.mark.parametrize(
    ("language", "short", "written"),
    [
        ("en", "did u get it, w/o a card?", "did you get it, without a card?"),
        ("de", "muss da jmd hin", "muss da jemand hin"),
        ("fr", "mon sac arrive qd ?", "mon sac arrive quand ?"),
        ("es", "dice q no", "dice que no"),
        ("pt", "vc já enviou?", "você já enviou?"),
        ("it", "xké nn va", "perché non va"),
    ],
)
def test_shorthand_of_chats_is_written_out(language: str, short: str, written: str) -> None:
    assert phrases(language).written_out(short) == written


def test_a_number_that_holds_a_short_word_stays_as_it_is() -> None:
    assert ENGLISH.written_out("ORD-u12 r2") == "ORD-u12 r2"


def test_a_field_is_asked_for_with_its_record_named_in_between() -> None:
    asked = ("did you get my payment",)
    assert ENGLISH.core("did you get my camera payment", asked, ("camera",)) == 5
    assert ENGLISH.core("did you get my blue payment", asked, ("camera",)) == 0
