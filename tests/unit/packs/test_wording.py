"""Ids and values become sentences, each language in its own spelling."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import deskhand
from deskhand.infra.money import Money
from deskhand.packs.loader import built_in
from deskhand.packs.wording import Value, Wording, WordingUnusable

TODAY = date(2026, 11, 21)
TEXT = """\
due = It is due on { $day }.
owed = You owe { $amount }.
    .missing = Nothing is owed.
hello = Hello{ $name ->
    [none] {""}
   *[other] , { $name }
 }!
    .again = Hello again!
stands = { $status ->
    [open] It is open.
   *[other] It is "{ $status }".
 }
date-today = today, { $date }
date-tomorrow = tomorrow, { $date }
"""
SOURCE = Path(deskhand.__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "pt", "it")
ENGLISH = Wording("en", [("wording.ftl", TEXT)])


def said(wording: str, **values: Value) -> str:
    return ENGLISH.say(wording, values, today=TODAY).text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today, Saturday, November 21"),
        (date(2026, 11, 22), "tomorrow, Sunday, November 22"),
        (date(2026, 11, 26), "Thursday, November 26"),
        (date(2025, 3, 4), "March 4, 2025"),
    ],
)
def test_near_days_are_named_and_far_ones_have_their_year(day: date, words: str) -> None:
    assert said("due", day=day) == f"It is due on {words}."


def test_each_language_spells_dates_and_money_its_own_way() -> None:
    shop = built_in("shop")
    spelled = {
        language: shop.wording(language).money(Money(123450, "EUR")).replace("\xa0", " ")
        for language in ("en", "de")
    }
    assert spelled == {"en": "€1,234.50", "de": "1.234,50 €"}
    german = shop.wording("de").spell(date(2026, 11, 26), today=TODAY)
    assert german == "Donnerstag, 26. November"


def test_cents_are_kept_exactly() -> None:
    assert said("owed", amount=Money(1, "USD")) == "You owe $0.01."
    assert said("owed", amount=Money(10_000_000_019, "USD")) == "You owe $100,000,000.19."


def test_a_value_that_is_not_known_leads_to_the_sentence_that_says_so() -> None:
    told = ENGLISH.say("owed", {"amount": None}, today=TODAY)
    assert (told.text, told.missing) == ("Nothing is owed.", True)


def test_the_word_none_in_a_text_of_the_customer_is_no_missing_value() -> None:
    quoted = built_in("shop").wording("en").say("your-words", {"text": "None came"}, today=TODAY)
    assert "None came" in quoted.text
    assert not quoted.missing


def test_a_sentence_reads_well_without_a_value_that_it_does_not_need() -> None:
    assert said("hello", name=None) == "Hello!"
    assert said("hello", name="Maya") == "Hello, Maya!"


def test_a_variant_is_said_where_there_is_one_and_the_sentence_itself_elsewhere() -> None:
    assert said("hello.again", name=None) == "Hello again!"
    assert said("owed.again", amount=Money(100, "USD")) == "You owe $1.00."
    assert ENGLISH.variants("hello") == ("again",)
    assert ENGLISH.variants("owed") == ()


def test_a_state_that_the_wording_does_not_know_is_told_as_it_is() -> None:
    assert said("stands", status="open") == "It is open."
    assert said("stands", status="on_the_moon") == 'It is "on_the_moon".'


def test_a_sentence_that_does_not_exist_cannot_be_said() -> None:
    with pytest.raises(WordingUnusable, match="no wording `nothing`"):
        said("nothing")
    with pytest.raises(WordingUnusable, match="due"):
        said("due")


def test_a_file_that_is_no_fluent_is_refused_with_its_line() -> None:
    with pytest.raises(WordingUnusable, match=r"odd\.ftl, line 2"):
        Wording("en", [("odd.ftl", "fine = Fine.\nno message here\n")])


def test_the_trade_has_the_last_word_over_any_trade() -> None:
    both = Wording("en", [("any.ftl", "bye = Goodbye."), ("shop.ftl", "bye = See you soon.")])
    assert both.say("bye", {}, today=TODAY).text == "See you soon."


def test_every_sentence_of_a_language_is_said_somewhere() -> None:
    """A sentence that nothing says promises what is not built."""
    said = "\n".join(
        file.read_text("utf-8")
        for kind in ("*.py", "*.yaml")
        for file in SOURCE.rglob(kind)
        if file.parent.name not in LANGUAGES
    )
    spoken = set(re.findall(r"[a-z]+(?:-[a-z_]+)*-?", said))
    begun = {word for word in spoken if word.endswith("-")}
    file = SOURCE / "packs" / "languages" / "en" / "wording.ftl"
    named = re.findall(r"^([a-z][a-z-]*) =", file.read_text("utf-8"), re.MULTILINE)
    assert named
    never = [
        name
        for name in named
        if name not in spoken and not any(name.startswith(begin) for begin in begun)
    ]
    assert never == []
