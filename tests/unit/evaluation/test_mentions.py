"""Dates, amounts and identifiers are found in every usual spelling."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from babel.numbers import format_currency

from deskhand.evaluation.facts import read_reply, states_amount, states_day, states_number
from deskhand.evaluation.mentions import find_mentions
from deskhand.infra.money import Money

TODAY = date(2026, 11, 18)
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
FORMATS = ("short", "medium", "long", "full", "d MMMM", "EEEE d MMMM", "d MMM y", "yyyy-MM-dd")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", FORMATS)
def test_each_day_of_a_year_is_read_as_babel_writes_it(language: str, style: str) -> None:
    for ahead in range(0, 365, 9):
        when = TODAY + timedelta(days=ahead)
        written = format_date(when, style, locale=language)
        said = read_reply(f"ORD123 - {written} - 12", language, TODAY)
        assert states_day(said, when), written
        assert not said.mentions.has_day(when + timedelta(days=1)), written
        assert said.mentions.identifiers == ("ORD123",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("minor", [5, 999, 4900, 18700, 123456, 500000])
def test_money_is_read_as_babel_writes_it(language: str, minor: int) -> None:
    money = Money(minor, "EUR")
    written = format_currency(minor / 100, "EUR", locale=language)
    assert states_amount(read_reply(f"({written})", language, TODAY), money), written
    assert not states_amount(read_reply(written, language, TODAY), Money(minor, "USD"))


@pytest.mark.parametrize(
    ("text", "language", "distance"),
    [
        ("It comes tomorrow.", "en", 1),
        ("It comes on Friday.", "en", 2),
        ("It comes in two days.", "en", 2),
        ("That was 3 days ago.", "en", -3),
        ("Es kommt übermorgen.", "de", 2),
        ("Es kommt am Freitag.", "de", 2),
        ("Elle arrive aujourd’hui.", "fr", 0),
        ("Llega pasado mañana.", "es", 2),
        ("Chega na sexta.", "pt", 2),
        ("Arriva tra 5 giorni.", "it", 5),
        ("2026年11月20日に届きます", "ja", 2),
    ],
)
def test_days_close_by_may_be_said_in_words(text: str, language: str, distance: int) -> None:
    said = read_reply(text, language, TODAY)
    assert states_day(said, TODAY + timedelta(days=distance))
    assert not states_day(said, TODAY + timedelta(days=distance + 3))


@pytest.mark.parametrize("text", ["$187", "$187.00", "187.00 USD", "US$ 187", "187 dollars", "187"])
def test_an_amount_needs_neither_cents_nor_sign(text: str) -> None:
    assert states_amount(read_reply(f"It was {text}.", "en", TODAY), Money(18700, "USD"))


def test_another_currency_is_another_amount() -> None:
    assert not states_amount(read_reply("It was €187.", "en", TODAY), Money(18700, "USD"))


def test_numbers_may_be_spelled_out() -> None:
    assert states_number(read_reply("You have three orders.", "en", TODAY), 3)
    assert states_number(read_reply("Sie haben drei Bestellungen.", "de", TODAY), 3)
    assert not states_number(read_reply("You have thirteen orders.", "en", TODAY), 3)


def test_every_digit_belongs_to_one_mention() -> None:
    found = find_mentions(
        "1. INV-2001 of 12 November, $9.99, TCK-1004: 3 of 40 at a@b.example", "en"
    )
    assert found.identifiers == ("INV-2001", "TCK-1004")
    assert [amount.minor for amount in found.amounts] == [999]
    assert len(found.days) == 1
    assert found.numbers == (frozenset({"3"}), frozenset({"40"}))


def test_digits_of_other_scripts_are_read() -> None:
    assert find_mentions("١٢٣٤٥", "ar").numbers == (frozenset({"12345"}),)
