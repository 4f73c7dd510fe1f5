"""Actions: what was done stands in the ledger, and nothing else is promised."""

# A sentence is easier to read on one line.
# ruff: noqa: E501
from __future__ import annotations

import pytest

from tests.unit.guardrails.desk import RETURNS, SHIPPING, TRANSIT, broken, ledger, passage

RULE = "no_unbacked_action"


@pytest.mark.parametrize(
    "text",
    [
        "I've refunded your order.",
        "I have just cancelled your order.",
        "Your order has been cancelled.",
        "A ticket has been created.",
        "I've escalated this to our team.",
        "I've updated your shipping address.",
        "We sent you a replacement.",
        "I'll refund you.",
        "You will receive a refund.",
        "We will cancel your order.",
        "I'm going to change your address.",
        "A colleague will contact you.",
        "Someone from our team will get back to you.",
        "Let me cancel that for you.",
        "I'm processing your refund.",
        "Your replacement will be shipped.",
        "I have sent you an email with the label.",
        "We'll keep you updated.",
        "I've unlocked your account.",
        "I applied a discount to your order.",
        "Consider it done!",
        "I've forwarded your case to a specialist.",
        "Ich habe Ihre Bestellung storniert.",
        "J'ai annulé votre commande.",
        "You will get a call from our team.",
        "A replacement is on its way.",
        "I've let the warehouse know.",
        "We have noted your complaint and opened an investigation.",
        "Our team is looking into it.",
    ],
)
def test_an_unbacked_action_is_found(text: str) -> None:
    assert RULE in broken(text, TRANSIT, RETURNS, SHIPPING)


@pytest.mark.parametrize(
    "text",
    [
        "I can't cancel this order, because it has shipped.",
        "I haven't cancelled anything.",
        "No refund has been issued.",
        "Would you like me to cancel your order?",
        "Shall I create a ticket for you?",
        "If you like, I'll create a ticket.",
        "Reply “yes” and I'll cancel the order.",
        "I can hand you over to a colleague.",
        "You can cancel it in your account.",
        "I've looked up your order ORD123.",
        "I'll be happy to help.",
        "Orders can be cancelled until they ship.",
        "Refunds are issued to the original payment method within 5 business days after we receive the item.",
        "You asked whether we cancelled it.",
        "Please let me know your order number.",
        "To change your address, open the account page.",
    ],
)
def test_an_offer_a_denial_or_a_policy_passes(text: str) -> None:
    assert RULE not in broken(text, TRANSIT, RETURNS, SHIPPING)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("I've created ticket TCK-60 for you.", "ticket_created", "TCK-60"),
        ("A ticket has been created: TCK-60.", "ticket_created", "TCK-60"),
        ("A colleague will contact you about it.", "handed_over", True),
        ("I've handed this over: our team will get back to you.", "handed_over", True),
        ("I've escalated this to a person.", "handed_over", True),
        ("I have cancelled order ORD123.", "order_cancelled", "ORD123"),
        ("Your address has been changed.", "address_updated", True),
    ],
)
def test_an_action_of_the_ledger_may_be_told(text: str, name: str, value: str | bool) -> None:
    assert broken(text, TRANSIT, ledger(name, value)) == set()


def test_an_action_on_one_order_does_not_back_another() -> None:
    done = ledger("order_cancelled", "ORD123")
    assert RULE in broken("I have cancelled order ORD555.", TRANSIT, done, message="cancel ORD555")


def test_a_promise_under_the_passage_s_own_condition_passes() -> None:
    policy = passage(
        "Once we receive the item, we will refund you to the original card.", "Returns"
    )
    assert RULE not in broken("Once we receive the item, we'll refund you.", TRANSIT, policy)
    assert RULE in broken("We'll refund you.", TRANSIT, policy)
