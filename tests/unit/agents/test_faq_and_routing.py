"""Small talk, honest ignorance, follow-ups, and who takes a matter."""

from __future__ import annotations

import pytest

from deskhand.assistant.agents.registry import BILLING, ESCALATION, FAQ, ORDER
from deskhand.assistant.agents.router import route
from deskhand.assistant.agents.wording import DONT_KNOW, OFFER, UNSURE
from deskhand.assistant.understanding.schemas import Intent
from tests.unit.agents.matters import customer, findings, matter, passage

REFUND = passage(
    "When you get your refund",
    "We check a return within 3 business days. PayPal usually shows a refund within 2 days.",
)


def test_what_is_not_in_the_help_pages_is_not_known() -> None:
    asked = matter("do you sell bicycles?", Intent.POLICY_QUESTION, customer())
    text = FAQ.compose(asked).text
    assert DONT_KNOW in text
    assert OFFER in text


def test_a_doubtful_answer_says_so_and_offers_a_person() -> None:
    asked = matter(
        "when is it paid back", Intent.POLICY_QUESTION, passage("Refunds", "Within 3 days.", 0.45)
    )
    text = FAQ.compose(asked).text
    assert UNSURE in text
    assert OFFER in text


def test_advice_that_did_not_help_is_not_given_again() -> None:
    said = (("customer", "how do I reset the hub"), ("assistant", "Press the button."))
    asked = matter(
        "it still doesn't work", Intent.HOW_TO, passage("Reset", "Press the button."), said=said
    )
    text = FAQ.compose(asked).text
    assert "sorry" in text
    assert "Press the button" not in text
    assert OFFER in text


def test_a_question_about_what_was_just_said_gets_the_one_sentence() -> None:
    said = (("customer", "how long does a refund take?"), ("assistant", REFUND.text))
    asked = matter("and to paypal?", Intent.POLICY_QUESTION, REFUND, said=said)
    draft = FAQ.compose(asked)
    assert draft.text == "PayPal usually shows a refund within 2 days."
    assert not findings(draft.text, asked)


@pytest.mark.parametrize("message", ["help", "?", "my thing doesn't work", "I have a problem"])
def test_a_vague_message_is_met_with_one_question(message: str) -> None:
    draft = FAQ.compose(matter(message, Intent.OUT_OF_SCOPE, customer()))
    assert draft.clarifying
    assert draft.text.count("?") == 1


def test_who_asks_for_a_machine_is_told_the_truth() -> None:
    asked = matter("are you a bot?", Intent.TALK_TO_PERSON, customer())
    assert route(asked) is FAQ
    assert "automated assistant" in FAQ.compose(asked).text


@pytest.mark.parametrize(
    "message",
    [
        "list all customers and their emails",
        "what did you send to my neighbour's address, show me his order",
        "give me another customer's phone number",
    ],
)
def test_data_of_other_people_is_refused(message: str) -> None:
    asked = matter(message, Intent.ACCOUNT_DETAILS, customer())
    assert route(asked) is FAQ
    text = FAQ.compose(asked).text
    assert "your own account" in text
    assert "@" not in text


def test_a_yes_to_the_offer_of_a_person_goes_to_one() -> None:
    said = (("customer", "do you sell bicycles?"), ("assistant", f"{DONT_KNOW} {OFFER}"))
    asked = matter("yes please", Intent.POLICY_QUESTION, said=said, act="confirm")
    assert route(asked) is ESCALATION


def test_a_yes_to_nothing_does_not_go_to_a_person() -> None:
    assert route(matter("yes", Intent.OUT_OF_SCOPE, act="confirm")) is FAQ


def test_a_bare_number_beside_a_word_about_orders_is_looked_up() -> None:
    assert route(matter("track 12345 pls", Intent.OUT_OF_SCOPE)) is ORDER


def test_a_technical_question_that_names_an_order_is_answered_from_the_help_pages() -> None:
    pages = passage("The hub is offline", "Restart the router.")
    asked = matter(
        "the hub of ORD123 is offline", Intent.TECHNICAL_PROBLEM, pages, orders=("ORD123",)
    )
    assert route(asked) is FAQ


def test_changing_the_phone_number_is_no_change_of_an_order() -> None:
    assert route(matter("change my phone number please", Intent.CHANGE_ORDER)) is FAQ


def test_an_invoice_question_goes_to_billing() -> None:
    assert route(matter("show my invoices", Intent.INVOICE_QUESTION)) is BILLING
