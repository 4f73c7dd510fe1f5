"""Orders of another system are answered at once, whatever it calls its numbers and its states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskhand.infra.clock import now
from tests.support.desk import Tenant

ORDERS: list[dict[str, Any]] = [
    {"number": "1001", "status": "shipped"},
    {"number": "A-2026-00123", "status": "Waiting at our kiln"},
    {"number": "2026/0815", "status": "shipped", "items": [{"name": "Clay Mug"}]},
    {"number": "BX20419", "status": "cancelled"},
]


@pytest.fixture
async def buyer(tenant: Tenant, worker: object) -> str:
    """A customer whose orders came in by the API; nothing but them is known."""
    email = f"own-{tenant.slug}@example.com"
    shared = {
        "customer_email": email,
        "currency": "EUR",
        "total_minor": 1000,
        "placed_on": "2026-11-01",
    }
    rows = [{**shared, **order} for order in ORDERS]
    taken = await tenant.client.post(
        "/api/v1/orders/batch", json={"rows": rows}, headers=await tenant.as_("agent")
    )
    assert taken.json()["created"] == len(ORDERS), taken.text
    return email


async def asked(tenant: Tenant, email: str, question: str) -> str:
    answer = await tenant.client.post(
        "/api/chat/sync/",
        json={"message": question, "customer_email": email},
        headers=await tenant.as_("agent"),
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["response"])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Where is my order 1001?", ["1001", "shipped"]),
        ("Where is A-2026-00123?", ["A-2026-00123", "Waiting at our kiln"]),
        ("When will order A-2026-00123 arrive?", ["A-2026-00123", "Waiting at our kiln"]),
        ("What is the status of order 2026/0815?", ["2026/0815 (Clay Mug)"]),
        ("what about order bx20419?", ["BX20419", "cancelled"]),
        ("Which orders do I have?", [order["number"] for order in ORDERS]),
        ("Where is order BX99999?", ["BX99999"]),
    ],
)
async def test_an_order_is_found_by_its_own_number_and_told_in_its_own_state(
    tenant: Tenant, buyer: str, question: str, said: list[str]
) -> None:
    answer = await asked(tenant, buyer, question)
    assert all(one in answer for one in said), answer
    assert "(none)" not in answer


@pytest.mark.parametrize(("days", "offered"), [(3, True), (400, False)])
async def test_an_old_order_of_unknown_delivery_is_not_refunded_by_the_assistant(
    tenant: Tenant, buyer: str, days: int, offered: bool
) -> None:
    placed = (now().date() - timedelta(days=days)).isoformat()
    body = {"status": "delivered", "placed_on": placed}
    changed = await tenant.client.patch(
        "/api/v1/orders/by-number/1001", json=body, headers=await tenant.as_("agent")
    )
    assert changed.status_code == 200
    answer = await asked(tenant, buyer, "I want a refund for order 1001")
    assert ("can't be refunded" not in answer) is offered, answer


async def test_nobody_else_sees_them(tenant: Tenant, buyer: str) -> None:
    other = f"cora-{tenant.slug.rpartition('-')[2]}@example.com"
    answer = await asked(tenant, other, "Where is order A-2026-00123?")
    assert "kiln" not in answer
