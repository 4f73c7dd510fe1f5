"""The sample tenants tell a whole, consistent story, and nobody real is in them."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import ValidationError

from deskhand.domain.knowledge.readers.port import ParsedDocument
from deskhand.domain.knowledge.readers.registry import read_document
from deskhand.packs.loader import BUILT_IN, built_in
from deskhand.samples.schemas import (
    CATEGORY_BY_FILE,
    SHOPS,
    DayData,
    OrderData,
    OrderStatus,
    SampleShopUnknown,
    ShopData,
    document_files,
    load_shop,
)

QUESTIONS = Path(__file__).parent.parent / "data" / "fernway_questions.yaml"
_MAIL = re.compile(r"[\w.+-]+@([\w.-]+\w)")
_CARD = re.compile(r"\b(?:\d[ -]?){13,19}\b")


def _parsed(file: Traversable) -> ParsedDocument:
    return read_document(file.read_bytes(), file.name)


def _orders() -> dict[str, OrderData]:
    return {order.number: order for order in load_shop("fernway").orders}


@pytest.mark.parametrize("name", SHOPS)
def test_every_number_is_used_once_within_a_shop(name: str) -> None:
    shop = load_shop(name)
    for keys in (
        [row.number for row in shop.customers],
        [row.email for row in shop.customers],
        [row.email for row in shop.users],
        [row.number for row in shop.orders],
        [row.number for row in shop.subscriptions],
        [row.number for row in shop.invoices],
        [row.number for row in shop.tickets],
        [(row.noun, row.number) for row in shop.records],
        [payment.reference for row in shop.invoices for payment in row.payments],
    ):
        assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_an_address_belongs_to_one_shop_only() -> None:
    # A person logs in with an address and a password and names no shop.
    emails = [user.email for name in SHOPS for user in load_shop(name).users]
    assert len(emails) == len(set(emails))


def test_a_user_has_the_address_of_its_customer() -> None:
    for shop in map(load_shop, SHOPS):
        emails = {row.number: row.email for row in shop.customers}
        for user in shop.users:
            assert user.customer is None or emails[user.customer] == user.email


def test_the_first_shop_has_orders_in_every_state_and_tickets_of_every_category() -> None:
    shop = load_shop("fernway")
    assert len(shop.customers) == 12
    assert len(shop.orders) >= 30
    states = set(built_in("shop").nouns["order"].states)
    assert set(get_args(OrderStatus)) == states
    assert {order.status for order in shop.orders} == states
    assert {customer.tier for customer in shop.customers} == {"basic", "plus", "vip"}
    assert {user.role for user in shop.users} == {"owner", "admin", "agent", "customer"}
    assert {ticket.category for ticket in shop.tickets} == _categories(shop)
    assert {ticket.status for ticket in shop.tickets} == {"open", "pending", "solved", "closed"}
    plans = {subscription.status for subscription in shop.subscriptions}
    assert plans == {"active", "trialing", "past_due", "cancelled"}


@pytest.mark.parametrize("name", SHOPS)
def test_ticket_categories_are_those_of_the_pack(name: str) -> None:
    shop = load_shop(name)
    assert {ticket.category for ticket in shop.tickets} <= _categories(shop)


def _categories(shop: ShopData) -> set[str]:
    """The categories that the intents of the shop's pack have."""
    pack = built_in(shop.tenant.pack or BUILT_IN[0])
    return {intent.category for intent in pack.intents.values()}


def test_the_orders_that_the_documentation_names_are_as_it_says() -> None:
    orders = _orders()
    assert {orders[number].customer for number in ("ORD123", "ORD124", "ORD125", "12345")} == {1}
    assert orders["ORD123"].status == "in_transit"
    assert (orders["ORD123"].delivery or 0) > 0
    assert orders["ORD124"].delivery is None
    assert orders["ORD125"].status == "delivered"
    assert not orders["ORD125"].refund_eligible
    assert orders["12345"].status == "delivered"
    assert orders["12345"].refund_eligible


def test_what_was_delivered_within_the_window_can_be_refunded() -> None:
    for name, window in (("fernway", 30), ("harbour", 14)):
        for order in load_shop(name).orders:
            if order.status == "delivered" and order.delivered is not None:
                too_late = -order.delivered > window
                excepted = "cannot be returned" in (order.refund_reason or "")
                assert order.refund_eligible is not (too_late or excepted), order.number


def test_the_same_order_number_means_another_order_in_the_other_shop() -> None:
    other = {order.number: order for order in load_shop("harbour").orders}
    for number in ("ORD123", "ORD124", "12345"):
        assert other[number].items != _orders()[number].items


def test_one_invoice_of_the_main_customer_was_paid_twice() -> None:
    doubled = [
        invoice
        for invoice in load_shop("fernway").invoices
        if len(invoice.payments) > len({(p.amount_minor, p.paid) for p in invoice.payments})
    ]
    assert [(invoice.number, invoice.customer) for invoice in doubled] == [("INV-2001", 1)]
    assert all(payment.amount_minor == doubled[0].amount_minor for payment in doubled[0].payments)


def test_invoices_and_refunds_agree_with_the_orders() -> None:
    for shop in map(load_shop, SHOPS):
        orders = {order.number: order for order in shop.orders}
        for invoice in shop.invoices:
            paid = bool(invoice.payments)
            assert paid == (invoice.status == "paid"), invoice.number
            if invoice.description.startswith("Order "):
                order = orders[invoice.description.removeprefix("Order ")]
                owed = (invoice.customer, invoice.amount_minor, invoice.currency)
                assert owed == (order.customer, order.total_minor, order.currency), order.number
            elif not shop.records:
                assert invoice.subscription is not None
        for refund in shop.refunds:
            assert refund.amount_minor <= orders[refund.order].total_minor
        repaid = {refund.order for refund in shop.refunds}
        assert {order.number for order in shop.orders if order.status == "refunded"} == repaid


def test_what_the_hotel_bills_and_grants_agrees_with_its_reservations() -> None:
    hotel = load_shop("marram")
    stays = {row.number: row for row in hotel.records}
    for stay in hotel.records:
        fields: dict[str, Any] = {
            name: value.days if isinstance(value, DayData) else value
            for name, value in stay.fields.items()
        }
        assert fields["departs_on"] - fields["arrives_on"] == fields["nights"], stay.number
        assert fields["first_night"].minor * fields["nights"] == fields["price"].minor, stay.number
        flexible = fields["rate"] == "flexible"
        assert flexible == ("free_until" in fields) == fields["breakfast"], stay.number
        # The house rules grant a free cancellation up to two days before the arrival.
        assert not flexible or fields["free_until"] == fields["arrives_on"] - 2, stay.number
    for invoice in hotel.invoices:
        assert stays[invoice.description].customer == invoice.customer, invoice.number


def test_one_customer_has_reached_the_refund_limit_of_this_month() -> None:
    owner = {order.number: order.customer for order in load_shop("fernway").orders}
    today = Counter(owner[row.order] for row in load_shop("fernway").refunds if row.created == 0)
    assert today == {5: 2}


def test_no_amount_is_nothing_or_less() -> None:
    shop = load_shop("harbour")
    broken = shop.model_dump()
    broken["invoices"][0]["amount_minor"] = 0
    with pytest.raises(ValidationError, match="greater than 0"):
        ShopData.model_validate(broken)


def test_a_row_that_points_nowhere_is_refused() -> None:
    broken = load_shop("harbour").model_dump()
    broken["orders"][0]["customer"] = 99
    with pytest.raises(ValidationError, match="unknown customer: 99"):
        ShopData.model_validate(broken)


def test_a_record_of_an_unknown_customer_is_refused_and_one_of_nobody_is_not() -> None:
    broken = load_shop("marram").model_dump()
    assert ShopData.model_validate(broken).records[-1].customer is None
    broken["records"][0]["customer"] = 99
    with pytest.raises(ValidationError, match="unknown customer: 99"):
        ShopData.model_validate(broken)


def test_a_field_that_nobody_reads_is_refused() -> None:
    broken = load_shop("harbour").model_dump()
    broken["tenant"]["colour"] = "blue"
    with pytest.raises(ValidationError, match="Extra inputs"):
        ShopData.model_validate(broken)


def test_an_unknown_shop_is_said_to_be_unknown() -> None:
    with pytest.raises(SampleShopUnknown, match="fernway, harbour, marram"):
        load_shop("../fernway")


@pytest.mark.parametrize("name", SHOPS)
def test_only_sample_addresses_and_no_card_numbers_are_in_the_files(name: str) -> None:
    shop = yaml.safe_dump(load_shop(name).model_dump())
    for text in (shop, *(file.read_text(encoding="utf-8") for file in document_files(name))):
        domains = {domain.lower() for domain in _MAIL.findall(text)}
        assert domains <= {"example.com", "example.net", "example.org"}
        assert not _CARD.search(text)


@pytest.mark.parametrize("name", SHOPS)
def test_every_document_has_a_title_and_a_category(name: str) -> None:
    for file in document_files(name):
        document = _parsed(file)
        assert document.title != file.name
        assert (document.category is None) == (file.name in CATEGORY_BY_FILE), file.name


def test_the_first_shop_has_documents_of_every_format_and_subject() -> None:
    documents = document_files("fernway")
    assert Counter(file.name.rsplit(".", 1)[-1] for file in documents).keys() == {
        "md",
        "html",
        "txt",
    }
    assert {document.category for document in map(_parsed, documents)} >= {
        "account",
        "billing",
        "technical support",
        "features",
        "troubleshooting",
        "security",
        "shipping",
        "returns",
        "orders",
    }
    assert sum(len(document.sections) for document in map(_parsed, documents)) >= 150


@pytest.mark.parametrize("name", SHOPS)
def test_no_two_sections_of_a_document_share_a_heading(name: str) -> None:
    for file in document_files(name):
        paths = [section.heading_path for section in _parsed(file).sections]
        assert len(paths) == len(set(paths)), file.name


def test_the_questions_name_sections_that_exist() -> None:
    questions: list[dict[str, Any]] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    headings = {
        (file.name, section.heading_path[-1] if section.heading_path else None)
        for file in document_files("fernway")
        for section in _parsed(file).sections
    }
    expected = [row["expected"] for row in questions]
    assert sum(answer is None for answer in expected) == 15
    assert sum(answer is not None for answer in expected) >= 60
    wanted = {
        (place["document"], place["heading"]) for answer in expected for place in answer or ()
    }
    assert wanted <= headings
