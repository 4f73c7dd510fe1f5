"""A tenant's own records through the API: made, changed, sent again, refused by row."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from deskhand.domain.tables import AuditEntry, Customer, Order, Payment
from deskhand.infra.runtime import Runtime
from tests.support.desk import MakeTenant, Tenant

ORDER: dict[str, Any] = {
    "number": "A-1001",
    "customer_email": "New.Buyer@example.com",
    "customer_name": "Nell Buyer",
    "status": "processing",
    "currency": "EUR",
    "placed_on": "2026-11-01",
    "items": [{"sku": "T-1", "name": "Tent", "quantity": 2, "unit_minor": 9900}],
    "payments": [
        {"reference": "PAY-A1", "amount_minor": 19800, "paid_on": "2026-11-01", "method": "Visa"}
    ],
    "shipments": [
        {"number": "P-1", "carrier": "Sample Parcel", "shipped_on": "2026-11-02"},
        {"number": "P-2", "carrier": "Sample Express", "shipped_on": "2026-11-03"},
    ],
}


async def put_order(tenant: Tenant, body: dict[str, Any], number: str = "A-1001") -> httpx.Response:
    path = f"/api/v1/orders/by-number/{number}"
    return await tenant.client.put(path, json=body, headers=await tenant.as_("agent"))


async def batch(tenant: Tenant, kind: str, rows: list[Any], **options: Any) -> dict[str, Any]:
    answer = await tenant.client.post(
        f"/api/v1/{kind}/batch", json={"rows": rows, **options}, headers=await tenant.as_("agent")
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def outcomes(found: dict[str, Any]) -> list[str]:
    return [row["outcome"] for row in found["rows"]]


async def test_an_order_comes_with_its_customer_items_payments_and_shipments(
    tenant: Tenant,
) -> None:
    made = await put_order(tenant, ORDER)
    assert made.status_code == 201, made.text
    order = made.json()
    assert (order["total_minor"], order["carrier"]) == (19800, "Sample Express")
    assert [one["reference"] for one in order["payments"]] == ["PAY-A1"]
    assert [one["number"] for one in order["shipments"]] == ["P-1", "P-2"]
    headers = await tenant.as_("agent")
    customer = await tenant.client.get(f"/api/v1/customers/{order['customer_id']}", headers=headers)
    assert customer.json()["email"] == "new.buyer@example.com"
    assert customer.json()["name"] == "Nell Buyer"


async def test_the_same_again_changes_nothing_and_another_value_changes_that_alone(
    tenant: Tenant, runtime: Runtime
) -> None:
    first = (await put_order(tenant, ORDER)).json()
    again = await put_order(tenant, ORDER)
    assert again.status_code == 200
    assert again.json() == first
    changed = await put_order(tenant, {"status": "in our own words"})
    assert changed.json() == {**first, "status": "in our own words"}
    async with runtime.database.transaction(tenant.id) as session:
        entries = await session.scalars(
            select(AuditEntry)
            .where(AuditEntry.target == f"order:{first['id']}")
            .order_by(AuditEntry.id)
        )
        told = [(entry.action, entry.detail["fields"], entry.actor["role"]) for entry in entries]
    assert told == [("order.added", [], "agent"), ("order.changed", ["status"], "agent")]


async def test_adding_twice_conflicts_and_changing_nothing_known_is_not_found(
    tenant: Tenant,
) -> None:
    headers = await tenant.as_("agent")
    assert (
        await tenant.client.post("/api/v1/orders", json=ORDER, headers=headers)
    ).status_code == 201
    twice = await tenant.client.post("/api/v1/orders", json=ORDER, headers=headers)
    assert (twice.status_code, twice.json()["code"]) == (409, "record_exists")
    path = "/api/v1/orders/by-number/nobody-has-it"
    missing = await tenant.client.patch(path, json={"status": "lost"}, headers=headers)
    assert (missing.status_code, missing.json()["code"]) == (404, "order_not_found")
    differs = await put_order(tenant, {"number": "B-2"})
    assert differs.json()["code"] == "own_id_differs"


async def test_a_batch_takes_what_is_right_and_says_of_each_row_what_became_of_it(
    tenant: Tenant, runtime: Runtime
) -> None:
    rows = [
        ORDER,
        {**ORDER, "number": "A-1002", "payments": [], "shipments": [], "placed_on": "yesterday"},
        {**ORDER, "number": "A-1003"},
        {**ORDER, "number": "a-1001", "payments": [], "shipments": []},
        {"number": "A-1004", "customer": "77", "status": "lost"},
        {"number": "A-1005", "customer_email": "x@example.com", "status": "lost"},
        "no row at all",
    ]
    refused = await tenant.client.post(
        "/api/v1/orders/batch", json={"rows": rows}, headers=await tenant.as_("agent")
    )
    assert refused.status_code == 422
    found = await batch(tenant, "orders", rows[:-1])
    assert outcomes(found) == ["created", *["refused"] * 5]
    assert [row["code"] for row in found["rows"][1:]] == [
        "field_invalid",
        "record_twice",
        "record_twice",
        "customer_unknown",
        "record_incomplete",
    ]
    assert (found["created"], found["refused"]) == (1, 5)
    async with runtime.database.transaction(tenant.id) as session:
        numbers = set(await session.scalars(select(Order.number)))
        emails = set(await session.scalars(select(Customer.email)))
        payments = set(await session.scalars(select(Payment.reference)))
    assert "A-1001" in numbers
    assert not {"A-1003", "A-1005"} & numbers
    assert "x@example.com" not in emails
    assert "PAY-A1" in payments
    assert outcomes(await batch(tenant, "orders", rows[:1])) == ["unchanged"]


@pytest.mark.parametrize("option", ["all_or_nothing", "dry_run"])
async def test_nothing_is_taken_of_a_batch_that_only_asks_or_wants_all(
    tenant: Tenant, option: str
) -> None:
    rows = [ORDER, {"number": "A-9", "customer": "nobody", "status": "lost"}]
    found = await batch(tenant, "orders", rows, **{option: True})
    first = "left_out" if option == "all_or_nothing" else "created"
    assert outcomes(found) == [first, "refused"]
    headers = await tenant.as_("agent")
    listed = await tenant.client.get("/api/v1/orders?number=A-1001", headers=headers)
    assert listed.json()["items"] == []


async def test_a_payment_of_another_order_refuses_the_whole_order(tenant: Tenant) -> None:
    await put_order(tenant, ORDER)
    other = {**ORDER, "number": "A-2", "shipments": []}
    found = await batch(tenant, "orders", [other])
    assert found["rows"][0]["code"] == "record_elsewhere"


async def test_customers_are_found_by_their_own_id_then_by_address(tenant: Tenant) -> None:
    rows = [
        {"reference": 4711, "email": "ann@example.com", "name": "Ann"},
        {"reference": "C/0815", "email": "bob@example.com", "name": "Bob"},
    ]
    found = await batch(tenant, "customers", rows)
    assert outcomes(found) == ["created", "created"]
    moved = await batch(tenant, "customers", [{"reference": "4711", "email": "ann2@example.com"}])
    assert moved["rows"][0]["changes"] == {"email": ["ann@example.com", "ann2@example.com"]}
    taken = await batch(tenant, "customers", [{"reference": "5", "email": "bob@example.com"}])
    assert taken["rows"][0]["code"] == "customer_exists"
    headers = await tenant.as_("agent")
    listed = await tenant.client.get("/api/v1/customers?email=ann2@example.com", headers=headers)
    assert [(one["number"], one["reference"]) for one in listed.json()["items"]] == [(4711, "4711")]


async def test_records_of_another_tenant_are_neither_found_nor_changed(
    tenant: Tenant, make_tenant: MakeTenant
) -> None:
    other = await make_tenant()
    mine = (await put_order(tenant, ORDER)).json()
    theirs = (await put_order(other, {**ORDER, "status": "lost"})).json()
    assert mine["id"] != theirs["id"]
    assert (await put_order(tenant, {})).json()["status"] == "processing"
    stolen = {"number": "A-3", "customer_id": str(other.customer_id), "status": "lost"}
    found = await batch(tenant, "orders", [stolen])
    assert found["rows"][0]["code"] == "customer_not_found"


async def test_shipments_and_payments_come_by_themselves_too(tenant: Tenant) -> None:
    await put_order(tenant, {**ORDER, "payments": [], "shipments": []})
    shipment = {"number": "P-9", "order": "#a-1001", "carrier": "Late", "shipped_on": "2026-11-09"}
    assert outcomes(await batch(tenant, "shipments", [shipment])) == ["created"]
    payment = {
        "reference": "PAY-A9",
        "order": "A-1001",
        "amount_minor": 5,
        "paid_on": "2026-11-09",
        "method": "cash",
    }
    both = await batch(tenant, "payments", [{**payment, "invoice": "INV-1"}, payment])
    assert outcomes(both) == ["refused", "created"]
    order = (await put_order(tenant, {})).json()
    assert (order["carrier"], order["shipped_on"]) == ("Late", "2026-11-09")
    assert [one["reference"] for one in order["payments"]] == ["PAY-A9"]


async def test_a_thousand_orders_fit_and_one_more_does_not(tenant: Tenant) -> None:
    rows = [
        {**ORDER, "number": f"K{index}", "payments": [], "shipments": []} for index in range(1001)
    ]
    answer = await tenant.client.post(
        "/api/v1/orders/batch", json={"rows": rows}, headers=await tenant.as_("agent")
    )
    assert answer.status_code == 422
    found = await batch(tenant, "orders", rows[:1000])
    assert found["created"] == 1000
