"""Amounts and days as files write them: read in the one way that they can mean, or refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deskhand.domain.commerce.importing.literals import (
    Style,
    amount_of,
    currency_in,
    day_of,
    minor_of,
    whole_of,
)
from deskhand.domain.commerce.importing.rows import state_of
from deskhand.domain.commerce.planned import FieldInvalid


@pytest.mark.parametrize(
    ("written", "decimal", "amount"),
    [
        ("49.90", None, "49.90"),
        ("49,90", None, "49.90"),
        ("1.234,56 €", None, "1234.56"),
        ("$1,234.56", None, "1234.56"),
        ("1 234,56", None, "1234.56"),
        ("1'234.50", None, "1234.50"),
        ("1.234.567", None, "1234567"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("0.500", None, "0.500"),
        ("-19,99", None, "-19.99"),
        (49.9, None, "49.9"),
        (12, None, "12"),
    ],
)
def test_an_amount_means_what_its_signs_say(
    written: object, decimal: str | None, amount: str
) -> None:
    assert amount_of(written, Style(decimal)) == Decimal(amount)


@pytest.mark.parametrize("written", ["1.234", "12,345", "", "free", "1.2.3", "12 or 13", True])
def test_an_amount_that_may_mean_two_things_or_none_is_refused(written: object) -> None:
    with pytest.raises(FieldInvalid):
        amount_of(written, Style())


def test_minor_units_are_those_of_the_currency() -> None:
    assert minor_of(Decimal("49.90"), "EUR") == 4990
    assert minor_of(Decimal("1200"), "JPY") == 1200
    with pytest.raises(FieldInvalid):
        minor_of(Decimal("1.5"), "JPY")


@pytest.mark.parametrize(
    ("written", "days_first", "day"),
    [
        ("2026-11-03", None, date(2026, 11, 3)),
        ("2026-11-03 14:05:11 +0100", None, date(2026, 11, 3)),
        ("2026-11-03T14:05:11Z", None, date(2026, 11, 3)),
        ("3.11.2026", None, date(2026, 11, 3)),
        ("03.11.26", None, date(2026, 11, 3)),
        ("25/12/2026", None, date(2026, 12, 25)),
        ("12/25/2026", None, date(2026, 12, 25)),
        ("03/11/2026", True, date(2026, 11, 3)),
        ("03/11/2026", False, date(2026, 3, 11)),
        ("3. März 2026", None, date(2026, 3, 3)),
        ("3 de marzo de 2026", None, date(2026, 3, 3)),
        ("March 3, 2026", None, date(2026, 3, 3)),
        ("3 mars 2026", None, date(2026, 3, 3)),
        ("20261103", None, date(2026, 11, 3)),
    ],
)
def test_a_day_is_read_as_it_is_written(written: str, days_first: bool | None, day: date) -> None:
    assert day_of(written, Style(days_first=days_first)) == day


@pytest.mark.parametrize("written", ["03/11/2026", "31.02.2026", "soon", "2026", "99/99/2026"])
def test_a_day_that_may_be_two_days_or_none_is_refused(written: str) -> None:
    with pytest.raises(FieldInvalid):
        day_of(written, Style())


def test_one_value_that_can_be_read_in_one_way_decides_for_the_others() -> None:
    style = Style()
    for cell in ("1.234", "12", "7,50"):
        style.learn_amount(cell)
    for cell in ("03/04/2026", "13/04/2026"):
        style.learn_day(cell)
    assert amount_of("1.234", style) == 1234
    assert day_of("03/04/2026", style) == date(2026, 4, 3)


def test_what_no_value_decides_the_language_of_the_names_does_but_not_for_english_days() -> None:
    german, english = Style(), Style()
    german.settle("de")
    english.settle("en")
    assert (german.decimal, german.days_first) == (",", True)
    assert (english.decimal, english.days_first) == (".", None)


def test_currencies_and_numbers_are_found_in_their_values() -> None:
    assert currency_in("49,90 €") == "EUR"
    assert currency_in("CHF 12.00") == "CHF"
    assert currency_in("12.00") is None
    assert whole_of("2.0") == 2
    with pytest.raises(FieldInvalid):
        whole_of("2.5")


def test_a_state_of_another_system_becomes_one_of_the_pack_or_stays_as_it_is() -> None:
    known = frozenset({"in_transit", "cancelled"})
    assert state_of("In Transit", known) == "in_transit"
    assert state_of("storniert", known) == "cancelled"
    assert state_of("geliefert", known) == "geliefert"
    assert state_of("Waiting at our kiln", known) == "Waiting at our kiln"
