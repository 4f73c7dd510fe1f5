"""What the order agent says, and which order it takes a message to be about."""

from __future__ import annotations

from datetime import date

from deskhand.assistant.agents.order.choice import meant
from deskhand.assistant.agents.registry import ORDER
from deskhand.assistant.agents.wording import OFFER
from deskhand.assistant.understanding.schemas import Intent
from tests.unit.agents.matters import customer, findings, matter, order, passage

HUB = order("ORD123", "in_transit", "Fern Hub 3", delivery_date=date(2026, 11, 23))
LAMP = order("ORD126", "processing", "Trail Headlamp")
TENT = order(
    "ORD125",
    "delivered",
    "Ridge Tent 2P",
    delivered_on=date(2026, 9, 6),
    refund_reason="The return window of 30 days after delivery has passed.",
)
CAMERA = order(
    "12345", "delivered", "Fern Cam", delivered_on=date(2026, 11, 14), refund_eligible=True
)
ALL = (LAMP, HUB, CAMERA, TENT)


def chosen(message: str, intent: Intent, **more: object) -> list[str]:
    asked = matter(message, intent, *ALL, **more)  # type: ignore[arg-type]  # as named there
    return [str(found.fact("number")) for found in meant(asked, ALL)]


def test_an_order_is_known_by_what_was_ordered() -> None:
    assert chosen("my tent has a hole, I want my money", Intent.REFUND_REQUEST) == ["ORD125"]


def test_it_is_the_order_that_was_spoken_of_last() -> None:
    said = (("customer", "and ORD126?"), ("assistant", "Your order ORD126 is being processed."))
    assert chosen("cancel it", Intent.CANCEL_ORDER, said=said) == ["ORD126"]


def test_the_other_one_is_the_order_on_its_way_that_was_not_spoken_of() -> None:
    said = (("customer", "where is ORD123"), ("assistant", "Your order ORD123 is in transit."))
    assert chosen("and the other one?", Intent.ORDER_STATUS, said=said) == ["ORD126"]


def test_the_second_one_is_taken_from_the_list_that_was_shown() -> None:
    shown = "Which order do you mean?\n\n- ORD126 (Trail Headlamp)\n- ORD125 (Ridge Tent 2P)"
    said = (("customer", "refund"), ("assistant", shown))
    assert chosen("the second one", Intent.REFUND_REQUEST, said=said) == ["ORD125"]


def test_a_cancellation_can_only_mean_the_order_that_has_not_left() -> None:
    assert chosen("please cancel my order", Intent.CANCEL_ORDER) == ["ORD126"]


def test_nobody_guesses_which_of_several_orders_is_to_be_refunded() -> None:
    asked = matter("I want a refund", Intent.REFUND_REQUEST, customer(), *ALL)
    draft = ORDER.compose(asked)
    assert draft.clarifying
    assert "ORD125" in draft.text


def test_all_orders_under_way_are_told_when_none_is_named() -> None:
    asked = matter("where is my stuff", Intent.ORDER_STATUS, customer(), *ALL)
    draft = ORDER.compose(asked)
    assert "ORD126" in draft.text
    assert "ORD123" in draft.text
    assert "ORD125" not in draft.text
    assert not findings(draft.text, asked)


def test_several_named_orders_are_all_answered_and_the_unknown_one_is_mentioned() -> None:
    named = ("ORD123", "ORD126", "ORD999")
    asked = matter("where are they", Intent.ORDER_STATUS, customer(), HUB, LAMP, orders=named)
    text = ORDER.compose(asked).text
    assert "in transit" in text
    assert "being processed" in text
    assert "could not find an order with the number ORD999" in text


def test_a_refund_is_declined_with_the_reason_and_the_policy_that_speaks_of_it() -> None:
    declined = passage(
        "Why a refund may be declined",
        "We decline a refund when the return window of 30 days after delivery has passed.",
    )
    gift = passage("Returning a gift", "The value of a gift comes back as a gift card.", 0.95)
    asked = matter(
        "refund ORD125", Intent.REFUND_REQUEST, customer(), TENT, gift, declined, orders=("ORD125",)
    )
    draft = ORDER.compose(asked)
    assert "not eligible for a refund" in draft.text
    assert "The reason on record: The return window" in draft.text
    assert "We decline a refund" in draft.text
    assert "gift" not in draft.text
    assert not draft.needs_person
    assert not findings(draft.text, asked)


def test_an_eligible_refund_goes_to_a_person() -> None:
    asked = matter("refund 12345", Intent.REFUND_REQUEST, customer(), CAMERA, orders=("12345",))
    assert ORDER.compose(asked).needs_person


def test_an_order_on_its_way_is_not_cancelled() -> None:
    rule = passage("Cancelling an order", "Once it is shipped, it can no longer be stopped.")
    asked = matter("cancel ORD123", Intent.CANCEL_ORDER, customer(), HUB, rule, orders=("ORD123",))
    draft = ORDER.compose(asked)
    assert "can no longer be stopped" in draft.text
    assert OFFER in draft.text
    assert not draft.needs_person


def test_a_visitor_is_asked_to_sign_in_and_learns_nothing() -> None:
    asked = matter("where is ORD123", Intent.ORDER_STATUS, orders=("ORD123",))
    text = ORDER.compose(asked).text
    assert "sign in" in text
    assert "ORD123" not in text


def test_staff_are_asked_for_the_number() -> None:
    asked = matter("where is the order", Intent.ORDER_STATUS, staff=True)
    assert "number" in ORDER.compose(asked).text


def test_a_customer_without_orders_is_told_so() -> None:
    asked = matter("where is my order", Intent.ORDER_STATUS, customer())
    assert "no order on record" in ORDER.compose(asked).text
