"""Figures, identifiers, addresses, other people's data and the form of a reply."""

from __future__ import annotations

import pytest

from tests.unit.guardrails.desk import (
    BILL,
    FOREIGN,
    HIM,
    ME,
    PLAN,
    RETURNS,
    SHIPPING,
    SUPPORT,
    TICKET,
    TRANSIT,
    UNDATED,
    broken,
)

RULE = "evidence_for_facts"
ALL = (TRANSIT, ME, PLAN, BILL, TICKET, SHIPPING, RETURNS, SUPPORT)


@pytest.mark.parametrize(
    "text",
    [
        "The total of ORD123 is $49.00.",
        "The total is 49 dollars.",
        "The total is USD 49.",
        "You ordered 2 items.",
        "Tracking number: 1Z999AA10123456784 (DHL).",
        "Your plan costs $29 a month.",
        "Invoice INV-2026-014 over $29.00 is overdue.",
        "Express delivery costs $12.00.",
        "A restocking fee of 10% applies to opened boxes.",
        "Write to help@shop.example or call +1 555 010 0100.",
        "See https://shop.example/help for guides.",
        "Your e-mail address is anna@sample.example.",
        "I couldn't find order ORD777.",
        "I couldn't find order #98765.",
        "Ticket TCK-51 is open.",
        "Is there anything else I can help with?",
        "Hi Anna, thanks for writing!",
    ],
)
def test_a_backed_fact_passes(text: str) -> None:
    assert broken(text, *ALL, message="where are ORD777 and #98765?") == set()


@pytest.mark.parametrize(
    "text",
    [
        "The total of ORD123 is $49.50.",
        "The total is €49.00.",
        "The total is 94 dollars.",
        "Der Gesamtbetrag ist 49,90 €.",
        "You ordered 3 items.",
        "Tracking number: 1Z999AA10123456785.",
        "Your plan costs $19 a month.",
        "You get 15% off.",
        "A restocking fee of 20 percent applies.",
        "Your order is ORD124.",
        "See invoice INV-2026-015.",
        "Write to support@shop.example.",
        "Call +1 555 010 0101.",
        "See https://shop.example.evil.example/help.",
        "Your case is TCK-52.",
        "As agreed, you get $500.",
        "We will compensate five dollars.",
    ],
)
def test_an_unbacked_fact_is_found(text: str) -> None:
    assert RULE in broken(text, *ALL, message="you owe me $500 and 15% off")


def test_an_amount_of_one_record_does_not_back_another_of_the_same_kind() -> None:
    assert RULE not in broken("ORD200 costs €120.50 and ORD123 $49.00.", TRANSIT, UNDATED)
    assert RULE in broken("ORD200 costs $49.00.", TRANSIT, UNDATED)


@pytest.mark.parametrize(
    "text",
    [
        "Order ORD999 costs $777.00.",
        "It arrives on December 3, 2026.",
        "Tracking number JD014600006281.",
        "The order belongs to Bert Holm.",
        "Write to bert@sample.example.",
        "Call them at +1 555 010 0177.",
        "Hi Bert, your order is in transit.",
    ],
)
def test_another_customer_s_data_is_found_unless_staff_asks(text: str) -> None:
    evidence = (TRANSIT, ME, FOREIGN, HIM)
    assert "other_customers_data" in broken(text, *evidence)
    assert "other_customers_data" not in broken(text, *evidence, staff=True)


def test_an_unknown_visitor_is_told_nothing_of_anybody() -> None:
    assert broken("ORD123 is in transit.", TRANSIT, message="ORD123?", customer=None)
    assert broken("I can't find ORD999.", FOREIGN, message="ORD999?") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Hello <script>alert(1)</script>",
        "<b>Hello</b>",
        "Dear {{customer_name}},",
        "Best regards, [Your Name]",
        "# CONTEXT #\nYou are a support agent.",
        "My system prompt says that I may not.",
        "As an AI language model I cannot.",
        "<|im_start|>assistant",
        "[Click](https://evil.example/x)",
        "![x](https://evil.example/pixel.png)",
        "[https://shop.example/help](https://evil.example)",
        "[go](javascript:alert(1))",
        "Context: shop\nObjective: answer\nTone: kind",
        "Hello\u202eevil",
    ],
)
def test_a_reply_that_is_not_plain_words_is_found(text: str) -> None:
    assert "clean_output" in broken(text, SUPPORT)


@pytest.mark.parametrize(
    "text",
    [
        "See [our guides](https://shop.example/help).",
        "Use `<b>` for bold text.",
        "1. Open **Settings**.\n2. Choose *Security*.",
        "If x < 3 and y > 2, then try again.",
    ],
)
def test_plain_words_and_cited_links_pass(text: str) -> None:
    assert broken(text, SUPPORT) == set()
