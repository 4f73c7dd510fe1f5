"""Statuses: what the reply says of a record is what the record says."""

from __future__ import annotations

import pytest

from tests.unit.guardrails.desk import (
    BILL,
    CANCELLED,
    FINAL_SALE,
    FOREIGN,
    PLAN,
    SHIPPING,
    TICKET,
    TRANSIT,
    UNDATED,
    broken,
)

RULE = "status_evidence"
ALL = (TRANSIT, UNDATED, FINAL_SALE, CANCELLED, PLAN, BILL, TICKET, SHIPPING)


@pytest.mark.parametrize(
    "text",
    [
        "Your order ORD123 is in transit.",
        "ORD123 is on its way.",
        "ORD123 has shipped.",
        "Order ORD200 is being processed.",
        "ORD200 has not shipped yet.",
        "Order ORD300 was delivered.",
        "ORD300: delivered",
        "Order ORD400 has been cancelled.",
        "Your subscription SUB-77 is active.",
        "Invoice INV-2026-014 is overdue.",
        "Invoice INV-2026-014 has not been paid yet.",
        "Ticket TCK-51 is open.",
        "The status of ORD123 is “in transit”.",
        "Status of ORD200: processing",
        "Was the package delivered to a neighbour?",
        "If it was delivered to a neighbour, please ask there.",
        "Once your order has shipped, it cannot be cancelled.",
        "Orders that have shipped cannot be cancelled.",
        "You said that ORD123 was delivered, but the record shows that ORD123 is in transit.",
        "ORD123 is in transit and ORD300 was delivered.",
    ],
)
def test_a_true_status_passes(text: str) -> None:
    assert RULE not in broken(text, *ALL)


@pytest.mark.parametrize(
    "text",
    [
        "Your order ORD123 was delivered.",
        "ORD123 is out for delivery.",
        "ORD123 has not shipped yet.",
        "Order ORD200 has shipped.",
        "ORD200 is in transit.",
        "ORD200 is on its way.",
        "Order ORD300 was returned.",
        "Order ORD123 has been cancelled.",
        "ORD123: delivered",
        "Status of ORD200: shipped",
        "Your subscription SUB-77 is past due.",
        "Your subscription has been cancelled.",
        "Invoice INV-2026-014 is paid.",
        "Invoice INV-2026-014 has been paid in full.",
        "Ticket TCK-51 has been closed.",
        "ORD123 is delayed.",
        "Your order ORD123 was lost.",
        "ORD123 was delivered and ORD300 is in transit.",
        "Your delivered order ORD123 can be returned.",
        "Good news: ORD200 has arrived!",
    ],
)
def test_a_wrong_status_is_found(text: str) -> None:
    assert RULE in broken(text, TRANSIT, UNDATED, PLAN, BILL, TICKET, FINAL_SALE, SHIPPING)


def test_without_a_record_no_status_may_be_stated() -> None:
    assert RULE in broken("Your order is on its way.")
    assert RULE in broken("Your order ORD999 has shipped.", TRANSIT, FOREIGN, message="ORD999?")
