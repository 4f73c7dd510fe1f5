"""Dates and time frames: the recorded ones pass, invented ones do not."""

# A sentence is easier to read on one line.
# ruff: noqa: E501
from __future__ import annotations

import pytest

from tests.unit.guardrails.desk import (
    CANCELLED,
    FINAL_SALE,
    PLAN,
    RETURNS,
    SHIPPING,
    SUPPORT,
    TRANSIT,
    UNDATED,
    broken,
)

RULE = "no_invented_dates"


@pytest.mark.parametrize(
    "text",
    [
        "Your order ORD123 should arrive on 2026-11-24.",
        "Order ORD123 is expected on 24 November 2026.",
        "It should arrive on Nov 24th.",
        "Estimated delivery: 11/24/2026.",
        "Estimated delivery: 24.11.2026.",
        "It will arrive on Tuesday, November 24.",
        "It will arrive on Tuesday.",
        "It arrives in 3 days.",
        "It arrives next week.",
        "It was placed on November 16 and shipped on November 18; delivery is expected on November 24.",
        "Ihre Bestellung kommt am 24. November 2026 an.",
        "Su pedido llegará el 24 de noviembre.",
        "Votre commande arrivera le 24 novembre 2026.",
        "You placed the order 5 days ago.",
        "How can I help you today?",
        "Thank you for contacting us today.",
        "As of today, your order is in transit.",
        "I can't promise that it arrives by Sunday.",
        "I'm afraid I cannot confirm delivery tomorrow.",
        "Standard delivery takes 3-5 business days.",
        "Standard delivery takes three to five business days.",
        "Express delivery takes 1-2 business days.",
        "You can return an item within 30 days of delivery.",
        "You have 30 days to return it.",
        "The refund is issued within 5 business days after we receive the item.",
        "Our support team answers Monday to Friday, 9:00 to 17:00.",
        "We answer from 9 am to 5 pm.",
        "The link is valid for 2 hours.",
        "Have you waited longer than a day?",
    ],
)
def test_a_recorded_or_cited_date_passes(text: str) -> None:
    assert RULE not in broken(text, TRANSIT, SHIPPING, RETURNS, SUPPORT)


@pytest.mark.parametrize(
    "text",
    [
        "Your order ORD123 should arrive on 2026-11-25.",
        "It will arrive on 24 December.",
        "It will arrive on 24 November 2027.",
        "It will arrive on Wednesday, November 24.",
        "It should be with you tomorrow.",
        "It will be there tonight.",
        "It arrives by Friday.",
        "It arrives in 2 days.",
        "It will arrive in a couple of days.",
        "It arrives this weekend.",
        "It should arrive by the end of the month at 10 am.",
        "It was shipped on November 16.",
        "Delivery is expected on November 18.",
        "Standard delivery takes 2-3 business days.",
        "Standard delivery takes 3-5 days.",
        "Standard delivery takes 1-2 business days.",
        "Refunds are issued within 3-5 business days.",
        "You can return an item within 60 days of delivery.",
        "The link is valid for 24 hours.",
        "We answer from 8 am to 5 pm.",
        "We are there 24/7.",
        "Llegará el 25 de noviembre.",
        "Sie kommt am 25.11.2026 an.",
        "Would you like it delivered on Friday?",
    ],
)
def test_an_invented_date_is_found(text: str) -> None:
    assert RULE in broken(text, TRANSIT, SHIPPING, RETURNS, SUPPORT)


@pytest.mark.parametrize(
    "text",
    [
        "Standard delivery takes 3-5 business days.",
        "Order ORD200 should arrive within 3-5 business days.",
        "It usually takes 3-5 business days.",
        "Please allow 3-5 business days.",
        "You should have it in 3-5 business days.",
        "You'll receive it tomorrow.",
        "It will reach you soon, by Friday at the latest.",
        "Your order will arrive on November 19.",
    ],
)
def test_an_order_without_a_delivery_date_gets_no_time_frame(text: str) -> None:
    assert RULE in broken(text, UNDATED, SHIPPING, RETURNS)


@pytest.mark.parametrize(
    "text",
    [
        "Order ORD200 was placed on November 19, 2026 and has no delivery date yet.",
        "I don't have a delivery date for ORD200 yet.",
        "You can return an item within 30 days of delivery.",
        "Refunds are issued to the original payment method within 5 business days after we receive the item.",
        "Your order ORD200 is being processed. I can't give a delivery date yet.",
        "You ordered it 2 days ago.",
    ],
)
def test_an_order_without_a_delivery_date_may_be_spoken_of(text: str) -> None:
    assert broken(text, UNDATED, SHIPPING, RETURNS) == set()


def test_of_two_orders_the_dated_one_keeps_its_date_and_lends_it_to_no_other() -> None:
    assert RULE not in broken("ORD123 arrives on November 24.", TRANSIT, UNDATED)
    assert RULE in broken("ORD200 arrives on November 24.", TRANSIT, UNDATED)
    both = "- ORD123: in transit, expected November 24\n- ORD200: processing, no delivery date yet"
    assert broken(both, TRANSIT, UNDATED) == set()


def test_a_subscription_s_own_dates_pass_and_swapped_ones_do_not() -> None:
    assert RULE not in broken("Your plan renews on December 1, 2026.", PLAN)
    assert RULE not in broken("It renews in 10 days.", PLAN)
    assert RULE in broken("Your plan renews on December 2, 2026.", PLAN)


def test_a_date_of_the_customer_may_be_repeated_as_theirs_only() -> None:
    asked = "Will it arrive by Friday?"
    assert RULE not in broken("You asked whether it comes by Friday.", TRANSIT, message=asked)
    assert RULE in broken("It comes by Friday.", TRANSIT, message=asked)


def test_a_delivered_order_s_date_is_a_fact() -> None:
    assert RULE not in broken("It was delivered on September 5.", FINAL_SALE)
    assert RULE in broken("It was delivered on September 1.", FINAL_SALE)
    assert RULE not in broken("ORD400 was placed on 2 November.", CANCELLED)
