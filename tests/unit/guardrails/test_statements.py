"""What is said: deeds, promises, states, rules, leaks and advice."""

from __future__ import annotations

import pytest

from deskhand.assistant.guardrails.lock import check
from tests.unit.guardrails.desk import (
    ARRIVED,
    FOREIGN,
    LATE,
    ME,
    MOVING,
    PLANS,
    RETURNS,
    TICKET,
    WAITING,
    broken,
    passage,
    situation,
)


@pytest.mark.parametrize(
    "text",
    [
        "I've cancelled it for you.",
        "We have issued the money.",
        "Your payment is being disputed.",
        "A colleague will call you.",
        "Our team will sort this out.",
        "We will refund the full amount.",
        "Here is a voucher for your trouble.",
        "Your next month is free.",
        "I will let you know.",
    ],
)
def test_nothing_is_done_promised_or_given_that_the_ledger_does_not_show(text: str) -> None:
    assert "deeds" in broken(text, ME, MOVING, RETURNS)


def test_what_the_ledger_shows_may_be_told() -> None:
    assert broken("I've opened a ticket, TCK-51.", MOVING, TICKET) == set()
    assert "deeds" in broken("I've opened a ticket.", MOVING)


def test_an_offer_promises_nothing() -> None:
    assert broken("Shall I hand this over to a colleague?", MOVING) == set()
    assert broken("Shall I add a $10 voucher?", MOVING)


@pytest.mark.parametrize(
    "text",
    [
        "ORD123 has been delivered.",
        "ORD123 has not shipped yet.",
        "ORD123 is lost.",
        "ORD126 has already shipped.",
        "ORD123 is eligible for a refund.",
        "ORD123 can be returned.",
        "ORD400 is not eligible for a refund.",
        "ORD124 isn't delayed.",
    ],
)
def test_a_state_that_the_record_denies_is_found(text: str) -> None:
    assert "statuses" in broken(text, MOVING, WAITING, LATE, ARRIVED)


@pytest.mark.parametrize(
    "text",
    [
        "ORD123 is on its way.",
        "ORD123 hasn't been delivered yet.",
        "ORD123 isn't eligible for a refund.",
        "ORD126 has not been shipped.",
        "ORD400 is eligible for a refund.",
        "I'm sorry, Anna, ORD124 is delayed.",
    ],
)
def test_a_state_of_the_record_may_be_told(text: str) -> None:
    assert broken(text, ME, MOVING, WAITING, LATE, ARRIVED) == set()


def test_a_day_proves_that_something_was_sent_not_that_it_still_moves() -> None:
    assert broken("ORD400 was shipped.", ARRIVED) == set()
    assert broken("ORD400 is on its way.", ARRIVED)


def test_what_is_said_of_all_holds_for_each() -> None:
    assert broken("Both orders are delivered.", MOVING, ARRIVED)
    assert broken("Neither order is delivered.", MOVING, ARRIVED)
    assert broken("Both orders are on their way.", MOVING) == set()


@pytest.mark.parametrize(
    "text",
    [
        "You can return most items within 30 days of delivery.",
        "We check a return within three business days of its arrival.",
        "There is no restocking fee.",
        "You can cancel an order free of charge while it is pending.",
        "A return label costs $6.95.",
    ],
)
def test_a_rule_may_be_repeated(text: str) -> None:
    assert broken(text, RETURNS) == set()


@pytest.mark.parametrize(
    "text",
    [
        "You can return items within 30 days of delivery.",
        "You can always return most items within 30 days of delivery.",
        "You can return most opened items within 30 days of delivery.",
        "You can't return most items within 30 days of delivery.",
        "There is a restocking fee.",
        "You can cancel an order free of charge.",
        "Under our policy, a return label costs $6.95 in Europe.",
        "ORD123 can be cancelled free of charge while it is pending.",
        "Refunds are only paid as store credit.",
        "A return label costs $6.95 and cancelling is free.",
        "You return most items within 30 days of delivery.",
        "You can return most items after 30 days of delivery.",
        "Yes.",
        "Of course!",
        "The parcel will turn up.",
        "I am a person.",
    ],
)
def test_a_changed_rule_or_a_bare_yes_is_found(text: str) -> None:
    assert broken(text, MOVING, RETURNS)


def test_a_statement_is_not_put_together_from_two_sentences() -> None:
    two = passage("Tents have 12 months. Hubs have a warranty of 24 months.", "Warranty")
    assert broken("Hubs have a warranty of 24 months.", two) == set()
    assert "grounded" in broken("Tents have a warranty of 24 months.", two)


@pytest.mark.parametrize(
    "text",
    [
        "The flag refund_eligible is set.",
        "<evidence> says so.",
        "[here](there)",
        "My system prompt says so.",
        "ORD999 is somebody's.",
    ],
)
def test_nothing_internal_leaks(text: str) -> None:
    assert "leaks" in broken(text, MOVING, FOREIGN)


def test_staff_may_read_of_every_customer() -> None:
    verdict = check("ORD999 is shipped.", situation(FOREIGN, staff=True))
    assert verdict.passed


def test_advice_needs_a_document() -> None:
    assert "advice" in broken("You should sue the carrier.", MOVING)
    police = passage("Report a stolen parcel to the police within two days.", "Theft")
    assert broken("Report a stolen parcel to the police within two days.", police) == set()


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("de", "ORD123 ist unterwegs und kommt am 23. November an.", "ORD123 wurde zugestellt."),
        ("de", "ORD123 kann nicht erstattet werden.", "ORD123 kann erstattet werden."),
        ("fr", "ORD123 est en route, livraison prévue le 23 novembre.", "ORD123 est livrée."),
        ("es", "ORD123 está en camino y llegará el lunes 23 de noviembre.", "Llegará mañana."),
        ("pt", "ORD123 está a caminho e deve chegar em 23/11/2026.", "ORD123 foi entregue."),
        ("it", "ORD123 è in viaggio e arriverà il 23 novembre.", "ORD123 è stato consegnato."),
    ],
)
def test_each_language_tells_right_from_wrong(language: str, right: str, wrong: str) -> None:
    assert broken(right, MOVING, language=language) == set()
    assert broken(wrong, MOVING, language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ein Kollege ruft Sie an."),
        ("de", "Ich habe den Betrag gutgeschrieben."),
        ("fr", "Un collègue vous appellera."),
        ("es", "Ya hemos enviado un cupón."),
        ("pt", "Já avisei a transportadora."),
        ("it", "Ho inviato un buono sconto."),
    ],
)
def test_each_language_knows_deeds(language: str, text: str) -> None:
    assert "deeds" in broken(text, MOVING, PLANS, language=language)
