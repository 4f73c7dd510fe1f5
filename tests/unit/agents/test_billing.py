"""Invoices, plans, and when the customer's own data is told."""

from __future__ import annotations

import pytest

from deskhand.assistant.agents.registry import BILLING
from deskhand.assistant.understanding.schemas import Intent
from tests.unit.agents.matters import customer, findings, invoice, matter, passage

SELLING = passage("Who can see my data", "We never sell personal data.")
WHERE = passage("Where to find your invoices", "All invoices are under Account, then Billing.")


@pytest.mark.parametrize(
    ("message", "told", "kept"),
    [
        ("what is my email address on file?", "maya@example.com", "555"),
        ("which phone number do you have for me", "+1 555 0101", "@"),
    ],
)
def test_only_what_was_asked_for_is_told(message: str, told: str, kept: str) -> None:
    asked = matter(message, Intent.ACCOUNT_DETAILS, customer(), SELLING)
    draft = BILLING.compose(asked)
    assert told in draft.text
    assert kept not in draft.text
    assert not findings(draft.text, asked)


@pytest.mark.parametrize(
    "message",
    [
        "is my data sold to anyone?",
        "how do I change my email address",
        "what data do you store about me",
        "delete my account",
    ],
)
def test_a_question_about_data_does_not_print_it(message: str) -> None:
    text = BILLING.compose(matter(message, Intent.ACCOUNT_DETAILS, customer(), SELLING)).text
    assert "maya" not in text.lower()
    assert "555" not in text


def test_invoices_are_listed_without_a_finding() -> None:
    asked = matter(
        "show me my invoices",
        Intent.INVOICE_QUESTION,
        customer(),
        invoice("INV-2001", "PAY-1"),
        invoice("INV-2002", "PAY-2"),
        WHERE,
    )
    draft = BILLING.compose(asked)
    assert "INV-2001" in draft.text
    assert "is paid" in draft.text
    assert not findings(draft.text, asked)


def test_where_invoices_are_is_answered_from_the_help_pages() -> None:
    asked = matter(
        "where can I find my invoices?", Intent.INVOICE_QUESTION, invoice("INV-2001", "P"), WHERE
    )
    assert BILLING.compose(asked).text == WHERE.text


def test_two_equal_payments_go_to_a_person_with_both_references() -> None:
    asked = matter(
        "charged twice", Intent.DOUBLE_CHARGE, customer(), invoice("INV-2001", "PAY-A", "PAY-B")
    )
    draft = BILLING.compose(asked)
    assert draft.needs_person
    assert "PAY-A and PAY-B" in draft.text


def test_no_double_payment_is_admitted_where_none_is_on_record() -> None:
    asked = matter("charged twice", Intent.DOUBLE_CHARGE, customer(), invoice("INV-1", "PAY-A"))
    assert "no more than one payment" in BILLING.compose(asked).text
