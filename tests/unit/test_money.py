"""Amounts as people write them in a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskhand.infra.money import Money


@given(st.integers(-(10**12), 10**12), st.sampled_from(["USD", "EUR", "JPY"]))
def test_what_a_field_shows_is_read_back_as_it_was(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.written(money.plain, currency) == money


@pytest.mark.parametrize("text", ["", "x", "1,5", "NaN", "Infinity", "1.234", "--1", "$4"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|part"):
        Money.written(text, "USD")


def test_a_currency_without_small_parts_has_none() -> None:
    assert Money.written(" 1200 ", "JPY") == Money(1200, "JPY")
    with pytest.raises(ValueError, match="JPY"):
        Money.written("12.5", "JPY")
