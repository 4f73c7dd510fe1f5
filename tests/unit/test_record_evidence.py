"""Rows become evidence that names every field of their noun."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from deskhand.assistant.evidence import Evidence, FactKind
from deskhand.assistant.tools.find_records import record_evidence
from deskhand.assistant.tools.records import (
    customer_evidence,
    invoice_evidence,
    order_evidence,
    subscription_evidence,
    ticket_evidence,
)
from deskhand.assistant.tools.registry import READERS, TOOLS
from deskhand.domain.commerce.schemas import InvoiceView, PaymentView
from deskhand.domain.tables import Customer, Order, Record, Refund, Subscription, Ticket
from deskhand.infra.clock import frozen
from deskhand.infra.ids import new_id
from deskhand.infra.money import Money
from deskhand.packs.loader import BUILT_IN, built_in
from deskhand.packs.schema import Noun

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CABIN = Noun.model_validate(
    {
        "read": "find_records",
        "number": "code",
        "fields": {
            "code": {"kind": "identifier"},
            "stage": {"kind": "state"},
            "opens_on": {"kind": "date"},
            "deposit": {"kind": "money"},
            "beds": {"kind": "number"},
            "warm": {"kind": "flag"},
            "stove": {"kind": "text"},
            "keys": {"kind": "identifier"},
        },
        "told": "cabin-about",
        "listed": "cabin-line",
        "missing": "cabin-none",
    }
)


def _cabin(**fields: Any) -> Evidence:
    row = Record(id=new_id(), noun="cabin", number="C-1", customer_id=new_id(), fields=fields)
    return record_evidence(row, CABIN)


def _order(**values: Any) -> Order:
    usual: dict[str, Any] = {
        "id": new_id(),
        "number": "A-1",
        "customer_id": new_id(),
        "status": "delivered",
        "currency": "EUR",
        "total_minor": 5800,
        "items": [
            {"sku": "L", "name": "Lamp", "quantity": 1, "unit_minor": 3000},
            {"sku": "B", "name": "Bulb, 2-pack", "quantity": 2, "unit_minor": 1400},
        ],
        "placed_on": date(2026, 11, 1),
        "refund_eligible": True,
        "city": "Sampleton",
    }
    return Order(**(usual | values))


def _invoice(*amounts: int, due: int = 2000) -> InvoiceView:
    methods = ("Visa", "Cash", "Visa")
    payments = [
        PaymentView(reference=f"P-{day}", amount_minor=minor, paid_on=date(2026, 11, day), method=m)
        for day, (minor, m) in enumerate(zip(amounts, methods, strict=False), start=1)
    ]
    return InvoiceView(
        id=new_id(),
        number="I-1",
        customer_id=new_id(),
        subscription_id=None,
        description="Lamp",
        amount_minor=due,
        currency="EUR",
        status="paid",
        issued_on=date(2026, 11, 1),
        due_on=date(2026, 11, 1),
        payments=payments,
    )


def _refund(day: int, status: str, minor: int) -> Refund:
    return Refund(
        amount_minor=minor, currency="EUR", status=status, issued_at=NOON.replace(day=day)
    )


def _subscription(ends_on: date | None) -> Subscription:
    return Subscription(
        id=new_id(),
        number="S-1",
        customer_id=new_id(),
        plan="Plus",
        status="cancelled",
        price_minor=500,
        currency="EUR",
        billing_interval="month",
        started_on=date(2026, 1, 1),
        ends_on=ends_on,
    )


def _customer() -> Customer:
    return Customer(id=new_id(), number=7, email="a@example.com", name="Ada", tier="basic")


def _ticket() -> Ticket:
    return Ticket(number=1001, status="open", subject="Lamp", created_at=NOON, customer_id=new_id())


def test_each_value_of_a_record_is_a_fact_of_its_kind() -> None:
    cabin = _cabin(
        stage="built",
        opens_on="2026-12-01",
        deposit={"minor": 4900, "currency": "EUR"},
        beds=4,
        warm=False,
        stove="Wood",
        keys=["K-1", "K-2"],
    )
    assert {fact.name: (fact.kind, fact.value) for fact in cabin.facts} == {
        "code": (FactKind.IDENTIFIER, "C-1"),
        "stage": (FactKind.STATUS, "built"),
        "opens_on": (FactKind.DATE, date(2026, 12, 1)),
        "deposit": (FactKind.AMOUNT, Money(4900, "EUR")),
        "beds": (FactKind.NUMBER, 4),
        "warm": (FactKind.FLAG, False),
        "stove": (FactKind.TEXT, "Wood"),
        "keys": (FactKind.LIST, ("K-1", "K-2")),
    }
    assert (cabin.id, cabin.kind, cabin.subject) == ("cabin:C-1", "record", "cabin")
    assert "keys: K-1, K-2" in cabin.text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"opens_on": "soon", "deposit": {"minor": "49"}, "beds": True, "warm": "yes", "stove": ""},
        {"opens_on": 20261201, "deposit": 4900, "beds": "4", "warm": 1, "stove": 3, "stage": None},
    ],
)
def test_what_is_absent_or_of_another_kind_is_not_known(fields: dict[str, Any]) -> None:
    cabin = _cabin(**fields)
    assert {fact.name for fact in cabin.facts} == set(CABIN.fields)
    assert {fact.value for fact in cabin.facts if fact.name != "code"} == {None}


def test_an_order_tells_its_items_and_leaves_the_quantity_one_out() -> None:
    order = order_evidence(_order())
    assert order.fact("items") == ("Lamp", "2 × Bulb, 2-pack")
    assert [fact.value for fact in order.facts if fact.name == "quantity"] == [1, 2]
    assert order.fact("city") == "Sampleton"


def test_the_newest_refund_of_an_order_is_the_one_that_is_told() -> None:
    refunds = (_refund(9, "pending", 800), _refund(3, "failed", 500))
    order = order_evidence(_order(), refunds)
    assert order.fact("refund_amount") == Money(800, "EUR")
    assert order.fact("refund_status") == "pending"
    assert order.fact("refunded_on") == date(2026, 11, 9)
    assert order.fact("earlier_refund_status") == "failed"
    assert [fact.value for fact in order.facts if fact.name == "refund_status"] == ["pending"]
    without = order_evidence(_order())
    assert [without.fact(f"refund_{name}") for name in ("amount", "status")] == [None, None]


def test_the_latest_payment_of_an_invoice_is_the_one_that_is_told() -> None:
    invoice = invoice_evidence(_invoice(1500, 500))
    assert invoice.fact("payments") == 2
    assert invoice.fact("payment_references") == ("P-1", "P-2")
    assert invoice.fact("paid") == Money(2000, "EUR")
    assert (invoice.fact("paid_on"), invoice.fact("payment_method")) == (date(2026, 11, 2), "Cash")
    assert [fact.value for fact in invoice.facts if fact.name == "payment_method"] == ["Cash"]
    assert invoice.fact("earlier_payment_reference") == "P-1"


def test_an_invoice_without_a_payment_knows_no_day_of_payment() -> None:
    invoice = invoice_evidence(_invoice())
    assert invoice.fact("payments") == 0
    assert [invoice.fact(name) for name in ("paid", "paid_on", "payment_method")] == [None] * 3


@pytest.mark.parametrize(
    ("amounts", "due", "twice"),
    [
        ((2000, 2000), 2000, True),
        ((2000,), 2000, False),
        ((1000, 1000), 2000, False),  # Two equal parts of one amount.
        ((1500, 700), 2000, False),
    ],
)
def test_an_invoice_is_paid_twice_only_when_the_same_amount_came_in_again(
    amounts: tuple[int, ...], due: int, twice: bool
) -> None:
    assert invoice_evidence(_invoice(*amounts, due=due)).fact("paid_twice") is twice


@pytest.mark.parametrize(
    ("ends_on", "past"),
    [(None, None), (date(2026, 11, 20), True), (date(2026, 11, 21), False)],
)
def test_a_subscription_that_ends_today_has_not_ended(
    ends_on: date | None, past: bool | None
) -> None:
    with frozen(NOON):
        assert subscription_evidence(_subscription(ends_on)).fact("ends_past") is past


def test_evidence_holds_every_field_that_the_shop_names() -> None:
    made = {
        "order": order_evidence(_order()),
        "invoice": invoice_evidence(_invoice()),
        "subscription": subscription_evidence(_subscription(None)),
        "ticket": ticket_evidence(_ticket()),
        "customer": customer_evidence(_customer()),
    }
    nouns = built_in("shop").nouns
    assert set(made) == set(nouns)
    for name, evidence in made.items():
        assert set(nouns[name].fields) <= {fact.name for fact in evidence.facts}, name


def test_a_table_may_be_read_under_the_noun_of_another_trade() -> None:
    folio, guest = invoice_evidence(_invoice(), "folio"), customer_evidence(_customer(), "guest")
    assert (folio.subject, folio.id) == ("folio", "folio:I-1")
    assert (guest.subject, guest.id) == ("guest", "guest:7")


def test_every_noun_of_a_built_in_pack_can_be_read() -> None:
    assert set(READERS) <= set(TOOLS)
    for pack in map(built_in, BUILT_IN):
        assert {noun.read for noun in pack.nouns.values()} <= set(READERS), pack.name
        for agent in pack.about.agents:
            assert set(agent.tools) <= set(TOOLS), agent.name
