"""Refund integrity: an order that may not be refunded is declined, in whatever words."""

# A sentence is easier to read on one line.
# ruff: noqa: E501
from __future__ import annotations

from datetime import date

import pytest

from deskhand.infra.money import Money
from tests.unit.guardrails.desk import (
    CANCELLED,
    FINAL_SALE,
    REFUND,
    RETURNS,
    TRANSIT,
    broken,
    ledger,
    record,
)

RULE = "refund_integrity"


@pytest.mark.parametrize(
    "text",
    [
        "We can refund you for order ORD300.",
        "You'll get your money back.",
        "Your refund has been processed.",
        "I've credited your account.",
        "Don't worry, we'll refund you.",
        "Not a problem, we can refund it.",
        "Would you like a refund?",
        "You are eligible for a full refund.",
        "We will reimburse you.",
        "A partial refund may be possible.",
        "I can offer store credit for it.",
        "Your refund hasn't been issued yet.",
        "It's final sale, but we can refund you this once.",
        "Wir erstatten Ihnen den Betrag.",
        "Le remboursement sera effectué.",
        "Podemos darle un reembolso.",
        "You won't have to wait for your refund.",
    ],
)
def test_no_refund_is_promised_offered_or_hinted_at(text: str) -> None:
    assert RULE in broken(text, FINAL_SALE, RETURNS)


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, order ORD300 is not eligible for a refund.",
        "Unfortunately we can't refund order ORD300, since it is outside the return window.",
        "Items marked final sale are not refundable.",
        "I understand that you would like a refund. Unfortunately this order cannot be refunded.",
        "You asked for a refund of ORD300. This order isn't eligible for one.",
        "Our refund policy does not cover this order.",
        "I can offer a replacement instead of a refund.",
        "A refund is not possible for this order, I'm sorry.",
        "Refunds are issued to the original payment method within 5 business days after we receive the item.",
        "Leider können wir ORD300 nicht erstatten.",
        "Malheureusement, nous ne pouvons pas rembourser cette commande.",
        "We are unable to offer a refund or a credit for this order.",
    ],
)
def test_a_polite_decline_passes(text: str) -> None:
    assert broken(text, FINAL_SALE, RETURNS, message="I want a refund for ORD300") == set()


def test_of_two_orders_only_the_ineligible_one_is_declined() -> None:
    assert RULE not in broken("ORD123 is eligible for a refund.", TRANSIT, FINAL_SALE)
    assert RULE in broken("ORD300 is eligible for a refund.", TRANSIT, FINAL_SALE)
    assert RULE not in broken(
        "We can't refund ORD300, but we can refund ORD123.", TRANSIT, FINAL_SALE
    )


def test_a_refund_that_was_made_may_be_told() -> None:
    told = "Your order ORD400 has been refunded: $9.99 on November 10, 2026."
    assert broken(told, CANCELLED, REFUND) == set()
    assert RULE in broken(told, CANCELLED)
    done = ledger("refund_issued", "ORD123", order_number="ORD123")
    assert broken("I've refunded order ORD123.", TRANSIT, done) == set()
    assert RULE in broken("I've refunded order ORD400.", TRANSIT, CANCELLED, done)


def test_a_refund_within_the_order_s_record_may_be_told() -> None:
    order = record(
        "order", number="ORD500", status="returned", placed_on=date(2026, 10, 1),
        delivery_date=date(2026, 10, 5), delivered_on=date(2026, 10, 5), total=Money(4000, "USD"),
        refund_eligible=False, refund_amount=Money(4000, "USD"), refund_status="refund_pending",
        refunded_on=date(2026, 11, 12),
    )  # fmt: skip
    assert broken("Order ORD500 was refunded $40.00 on November 12, 2026.", order) == set()
    assert broken("Your refund of $40.00 is pending.", order) == set()
    assert RULE in broken("We can refund ORD500 once more.", order)
    failed = record("order", number="ORD501", status="returned", delivery_date=date(2026, 10, 5), refund_eligible=True, refund_status="refund_failed")  # fmt: skip
    assert RULE in broken("Your refund has been issued.", failed)
