"""Any record: told exactly it passes, and with one digit changed it does not."""

# A sentence is easier to read on one line.
from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskhand.infra.money import Money
from tests.unit.guardrails.desk import TODAY, broken, record

STATUSES = st.sampled_from(
    [
        "pending",
        "processing",
        "in_transit",
        "out_for_delivery",
        "delivered",
        "delayed",
        "cancelled",
        "returned",
        "lost",
    ]
)
DAYS = st.integers(-90, 60).map(lambda days: TODAY + timedelta(days=days))
WAYS = st.sampled_from(["%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%d.%m.%Y", "%A, %B %d", "%b %d"])
TOTALS = st.builds(
    Money, st.integers(1, 9_999_999), st.sampled_from(["USD", "EUR", "GBP", "JPY", "CHF"])
)
NUMBERS = st.integers(100, 99_999_999).map("ORD{}".format)
TRACKING = st.from_regex(r"1Z[0-9]{6}[A-Z0-9]{4}[0-9]{6}", fullmatch=True)


@given(NUMBERS, STATUSES, DAYS, DAYS, TOTALS, TRACKING, WAYS)
def test_a_record_told_exactly_passes(
    number: str, status: str, placed: date, arrives: date, total: Money, tracking: str, way: str
) -> None:
    order = record(
        "order", number=number, status=status, placed_on=placed, delivery_date=arrives, total=total,
        tracking_number=tracking, refund_eligible=True,
    )  # fmt: skip
    told = (
        f"Your order {number} was placed on {placed.strftime(way)}. Its status is "
        f"{status.replace('_', ' ')}. The delivery date is {arrives.strftime(way)}. The total is "
        f"{total} and the tracking number is {tracking}."
    )
    assert broken(told, order) == set()


def _changed(text: str, place: int, by: int) -> str:
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    at = places[place % len(places)]
    digit = (int(text[at]) + by) % 10
    return text[:at] + str(digit) + text[at + 1 :]


@given(TOTALS, st.integers(0, 20), st.integers(1, 9))
def test_an_amount_with_one_digit_changed_is_found(total: Money, place: int, by: int) -> None:
    order = record("order", number="ORDER", status="shipped", total=total, delivery_date=TODAY)
    told = _changed(str(total), place, by)
    assert "evidence_for_facts" in broken(f"The total is {told}.", order)


@given(NUMBERS, st.integers(0, 20), st.integers(1, 9))
def test_an_identifier_with_one_digit_changed_is_found(number: str, place: int, by: int) -> None:
    order = record("order", number=number, status="shipped", delivery_date=TODAY)
    assert "evidence_for_facts" in broken(f"I found order {_changed(number, place, by)}.", order)


@given(DAYS, DAYS, WAYS)
def test_another_day_is_found(recorded: date, told: date, way: str) -> None:
    order = record("order", number="ORD1", status="shipped", delivery_date=recorded)
    found = broken(f"It arrives on {told.strftime(way)}.", order)
    assert ("no_invented_dates" in found) == (recorded != told)


@given(STATUSES, STATUSES)
def test_another_status_is_found(recorded: str, told: str) -> None:
    order = record("order", number="ORD1", status=recorded, delivery_date=TODAY)
    found = broken(f"The status of your order is {told.replace('_', ' ')}.", order)
    assert ("status_evidence" in found) == (recorded != told)


@given(st.text(max_size=300))
def test_any_text_can_be_checked(text: str) -> None:
    broken(text)
