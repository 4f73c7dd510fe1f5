"""The closed world: figures, dates, amounts, identifiers, addresses and names need a source."""

from __future__ import annotations

import pytest

from tests.unit.guardrails.desk import (
    ARRIVED,
    CONTACT,
    LATE,
    ME,
    MOVING,
    PLANS,
    RETURNS,
    WAITING,
    broken,
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ORD123 holds 7 lamps.", "figures"),
        ("ORD123 holds seven lamps.", "figures"),
        ("ORD123 holds ٧ lamps.", "figures"),
        ("ORD123 holds a dozen lamps.", "figures"),
        ("You can return most items within 30 weeks of delivery.", "figures"),
        ("We check a return within 3 days of its arrival.", "grounded"),
        ("A fee of 15% applies.", "figures"),
        ("ORD123 arrives on November 24.", "dates"),
        ("ORD123 arrives on 24/11/2026.", "dates"),
        ("ORD123 arrives tomorrow.", "dates"),
        ("ORD123 arrives on Friday.", "dates"),
        ("ORD123 arrives in a few hours.", "dates"),
        ("ORD123 arrives before the weekend.", "dates"),
        ("ORD123 arrives at 4 p.m.", "dates"),
        ("The total is $188.00.", "amounts"),
        ("The total is €187.00.", "amounts"),
        ("The total is one hundred dollars.", "amounts"),
        ("The tracking number is SP100000124.", "identifiers"),
        ("Your ticket is TCK-9.", "identifiers"),
        ("Write to other@sample.example.", "contacts"),
        ("Fill in the form at sample.example/claims.", "contacts"),
        ("Call +1 555 9999.", "contacts"),
        ("Your order is with Nimbus Freight.", "names"),
        ("I have asked Miss Marlow.", "names"),
    ],
)
def test_a_value_without_a_source_is_found(text: str, rule: str) -> None:
    assert rule in broken(text, ME, MOVING, RETURNS, CONTACT)


@pytest.mark.parametrize(
    "text",
    [
        "ORD123 arrives on Monday, November 23.",
        "ORD123 arrives on 23 Nov 2026.",
        "ORD123 arrives in two days.",
        "ORD123 was placed four days ago.",
        "The total is $187.",
        "The total is one hundred and eighty-seven dollars.",
        "The two desk lamps come to $58.00 together.",
        "The tracking number is SP100000123.",
        "The carrier is Sample Parcel.",
        "The phone line at +1 555 0142 is open from 9 a.m. to 6 p.m. Eastern Time.",
        "See https://sample.example/help for guides, or write to help@sample.example.",
    ],
)
def test_a_value_of_the_evidence_may_be_said_in_any_spelling(text: str) -> None:
    assert broken(text, ME, MOVING, RETURNS, CONTACT) == set()


def test_what_the_customer_wrote_may_be_named_but_is_no_proof() -> None:
    found = broken("Your order ORD777 is here.", MOVING, message="Where is ORD777?")
    assert found
    assert "identifiers" not in found


def test_a_distance_has_a_direction() -> None:
    assert broken("ORD123 was shipped three days ago.", MOVING) == set()
    assert broken("ORD123 will be with you in three days.", MOVING)


def test_a_past_day_is_not_told_of_what_is_to_come() -> None:
    assert broken("Delivery was on November 23.", MOVING)


@pytest.mark.parametrize(
    "text",
    [
        "ORD123 is expected on November 26.",
        "ORD126 costs $187.00.",
        "ORD126 has the tracking number SP100000123.",
    ],
)
def test_the_values_of_two_records_are_not_mixed(text: str) -> None:
    assert "one_record" in broken(text, MOVING, WAITING)


def test_each_record_keeps_its_own_values_in_one_sentence() -> None:
    right = "ORD123 is expected on November 23 and ORD126 on November 26."
    assert broken(right, MOVING, WAITING) == set()
    assert broken("ORD123 is in transit and ORD126 is processing.", MOVING, WAITING) == set()
    assert broken("ORD123 is processing and ORD126 is in transit.", MOVING, WAITING)
    assert broken("ORD123 and ORD126 are in transit.", MOVING, WAITING)


def test_a_cell_belongs_to_its_row_and_column() -> None:
    assert broken("Plus costs $9.99 per month.", PLANS) == set()
    assert broken("Plus costs $4.99 per month.", PLANS)
    assert broken("Plus costs $9.99 per year.", PLANS)


def test_a_date_belongs_to_the_field_that_is_named() -> None:
    assert broken("ORD123 was shipped on November 18.", MOVING) == set()
    assert broken("ORD123 was shipped on November 17.", MOVING)
    assert broken("ORD400 was delivered on November 2.", ARRIVED)


def test_a_field_that_is_empty_is_told_as_unknown_only() -> None:
    assert broken("There is no delivery date for ORD124.", LATE) == set()
    assert broken("There is no delivery date for ORD123.", MOVING)
    assert "statuses" in broken("ORD124 has a delivery date.", LATE)


@pytest.mark.parametrize(
    "text",
    [
        "ORD123 arrives on or before November 23.",
        "The carrier is Desk.",
        "Your order number is SP100000123.",
        "The tracking number is ORD123.",
        "ORD123 holds three desk lamps.",
    ],
)
def test_a_value_stands_by_its_own_field_and_is_no_bound(text: str) -> None:
    assert broken(text, MOVING)
