"""What a message names is found and written in one form."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskhand.assistant.understanding.entities import find_entities
from deskhand.infra import clock

_SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "orders"),
    [
        ("Where is my order ORD123?", ("ORD123",)),
        ("ord 123 please", ("ORD123",)),
        ("I need a refund for order #12345", ("12345",)),
        ("order no. 12345 is late", ("12345",)),
        ("my order number is 99871", ("99871",)),
        ("order id: abc-9921", ("ABC-9921",)),
        ("#A-1001 and #A-1002", ("A-1001", "A-1002")),
        ("orders ORD123, ORD124 and 125", ("ORD123", "ORD124", "ORD125")),
        ("12345", ("12345",)),
        ("ORD123 ord123 Ord-123", ("ORD123",)),
        ("order\x00ORD777\u200b", ("ORD777",)),
    ],
)
def test_order_numbers_are_found_however_they_are_written(
    message: str, orders: tuple[str, ...]
) -> None:
    assert find_entities(message).order_numbers == orders


@pytest.mark.parametrize(
    "message",
    [
        "order 2 items",
        "I paid $12345 yesterday",
        "call me at +1 415 555 0132 or 415-555-0132",
        "my order arrived 3 days ago",
        "Order from 2026-11-01 has not come",
        "order 5 days late",
        "order before 10:30 am",
        "you are my #1 shop",
        "see https://shop.example/order/12345",
        "may I ask about my order?",
    ],
)
def test_amounts_dates_and_telephone_numbers_are_no_orders(message: str) -> None:
    assert find_entities(message).order_numbers == ()


def test_invoices_and_tickets_are_told_apart_from_orders() -> None:
    found = find_entities("INV-2024-001 and invoice 20031, ticket TCK-12 and ticket #45, ORD9")
    assert found.invoice_numbers == ("INV-2024-001", "INV-20031")
    assert found.ticket_numbers == ("TCK-12", "TCK-45")
    assert found.order_numbers == ("ORD9",)


def test_emails_are_lower_cased_and_amounts_stay_as_written() -> None:
    found = find_entities(
        "I am Ana.Lopez@Example.com. You took €1,299.00, then 12,50 € and 5 dollars"
    )
    assert found.emails == ("ana.lopez@example.com",)
    assert found.amounts == ("€1,299.00", "12,50 €", "5 dollars")


@pytest.mark.parametrize(
    ("message", "dates"),
    [
        ("ordered on 2026-11-01", ("2026-11-01",)),
        ("it came yesterday", ("2026-11-20",)),
        ("deliver tomorrow, not today", ("2026-11-22", "2026-11-21")),
        ("last monday", ("2026-11-16",)),
        ("last saturday", ("2026-11-14",)),
        ("on monday", ("2026-11-23",)),
        ("I ordered two weeks ago", ("2026-11-07",)),
        ("paid 3/4/2026", ("2026-03-04",)),
        ("paid 31.12.2025", ("2025-12-31",)),
        ("on 12 October", ("2026-10-12",)),
        ("January 3rd", ("2027-01-03",)),
        ("31 February", ()),
    ],
)
def test_dates_become_iso_seen_from_today(message: str, dates: tuple[str, ...]) -> None:
    with clock.frozen(_SATURDAY):
        assert find_entities(message).dates == dates


def test_products_are_matched_loosely_but_only_as_whole_words() -> None:
    names = ("Aurora Desk Lamp", "Cube", "Wi-Fi Hub")
    found = find_entities("my aurora desk lamps and the wi fi hub, not the cubed one", names)
    assert found.products == ("Aurora Desk Lamp", "Wi-Fi Hub")
