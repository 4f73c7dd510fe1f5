"""Whole replies, as a good agent writes them, pass; those of a careless one do not."""

# A reply is easier to read on one line.
# ruff: noqa: E501
from __future__ import annotations

from datetime import date

import pytest

from deskhand.assistant.evidence import Evidence
from deskhand.infra.money import Money
from tests.unit.guardrails.desk import (
    BILL,
    CANCELLED,
    ME,
    PLAN,
    REFUND,
    RETURNS,
    SHIPPING,
    SUPPORT,
    TICKET,
    TRANSIT,
    UNDATED,
    broken,
    ledger,
    passage,
    record,
)

SECOND_BILL = record("invoice", number="INV-2026-015", status="paid", amount=Money(2900, "USD"), issued_on=date(2026, 11, 1), due_on=date(2026, 11, 15), paid_on=date(2026, 11, 10))  # fmt: skip
ALL = (TRANSIT, ME, PLAN, BILL, TICKET, SHIPPING, RETURNS, SUPPORT)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Hi Anna,\n\nYour order **ORD123** is in transit with DHL (tracking number 1Z999AA10123456784) and is expected on Tuesday, November 24.\n\nIs there anything else I can help you with?", ALL),
        ("Here is what I found:\n- Order ORD123: in transit, placed on November 16, 2026, total $49.00, delivery expected November 24, 2026\n- Order ORD400: cancelled, placed on November 2, 2026, total $9.99", (TRANSIT, CANCELLED)),
        ("I'm sorry, I don't know that yet. Would you like me to hand you over to a person?", ()),
        ("I have handed this over to our support team and created ticket TCK-60. Someone will get back to you.", (ledger("handed_over"), ledger("ticket_created", "TCK-60"))),
        ("Your Pro plan (SUB-77) is active. It costs $29.00 and renews on December 1, 2026.", ALL),
        ("Invoice INV-2026-014 for $29.00 was issued on November 1, 2026, was due on November 15, 2026 and is overdue.", ALL),
        ("Your order ORD200 is being processed. There is no delivery date yet; as soon as it ships you can follow it under Orders.", (UNDATED, SHIPPING)),
        ("I understand how frustrating it is to wait. Your parcel left our warehouse on November 18 and should reach you by November 24.", ALL),
        ("According to our shipping policy, standard delivery takes 3-5 business days.", ALL),
        ("To reset your password, open the sign-in page and choose Forgot password. The link is valid for 2 hours.", ALL),
        ("Thanks for confirming. If it doesn't arrive by November 24, write to us again.", ALL),
        ("I checked your account: order ORD123 has shipped but has not been delivered yet.", ALL),
        ("Your order has not shipped yet, so it can still be cancelled.", (UNDATED,)),
        ("The refund of $9.99 for order ORD400 was created on November 10, 2026 and is done.", (CANCELLED, REFUND)),
        ("Two invoices show the same amount of $29.00: INV-2026-014 and INV-2026-015.", (BILL, SECOND_BILL)),
        ("You are on the Pro plan. You can cancel at any time; it stays active until the end of the period.", (PLAN, passage("You can cancel at any time. Your plan stays active until the end of the period.", "Billing"))),
    ],
)  # fmt: skip
def test_an_honest_reply_passes(text: str, evidence: tuple[Evidence, ...]) -> None:
    assert broken(text, *evidence, message="It broke, what now?") == set()


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Great news! Your refund is on its way.", (TRANSIT,)),
        ("Expect it early next week.", (UNDATED,)),
        ("ETA: 2 days", (UNDATED, SHIPPING)),
        ("We've gone ahead and cancelled ORD123 for you.", (TRANSIT,)),
        ("All done - your subscription is now cancelled.", (PLAN,)),
        ("Your account has been upgraded to Premium.", (PLAN,)),
        ("Your order will be delivered between 24 and 26 November.", (TRANSIT,)),
        ("It has already been handed to the carrier.", (UNDATED,)),
        ("Your case number is 482913.", ()),
        ("Call us at 0800 123 4567.", ()),
        ("It's been dispatched this morning.", (UNDATED,)),
        ("Your invoice has been settled.", (BILL,)),
        ("The parcel was left with your neighbour and is marked as delivered.", (TRANSIT,)),
    ],
)
def test_a_careless_reply_is_found(text: str, evidence: tuple[Evidence, ...]) -> None:
    assert broken(text, *evidence)
