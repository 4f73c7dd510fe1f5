"""The paths of the five systems, with the very fields that their callers know."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from deskhand.domain.tables import Turn
from deskhand.infra.runtime import Runtime
from deskhand.worker.loop import Worker
from tests.support.desk import MakeTenant, Tenant, calling
from tests.support.patience import PATIENCE

RESULT = {
    "category",
    "final_response",
    "compliance_checked",
    "sources",
    "confidence",
    "intent",
    "escalated",
    "ticket",
    "disclaimer",
    "owner",
    "waiting",
    "conversation_id",
    "choices",
    "question",
    "evidence",
    "checked",
}


async def status_of(client: httpx.AsyncClient, path: str, headers: Any = None) -> dict[str, Any]:
    """What the status path says once the task is done."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await client.get(path, headers=headers)
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            if found["status"] != "processing":
                return found
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("slash", ["", "/"])
async def test_s0_accepts_at_once_and_answers_by_task_id(
    worker: Worker, local_client: httpx.AsyncClient, slash: str
) -> None:
    accepted = await local_client.post(
        f"/support/reply{slash}", json={"message": "Where is my order ORD123?", "other": 1}
    )
    assert accepted.status_code == 202
    assert set(accepted.json()) == {"status", "task_id"}
    assert accepted.json()["status"] == "processing"
    path = f"/support/status/{accepted.json()['task_id']}{slash}"
    done = await status_of(local_client, path)
    assert done["status"] == "completed"
    assert set(done["result"]) == RESULT
    assert done["result"]["category"] == "SHIPPING"
    assert "ORD123" in done["result"]["final_response"]
    assert done["result"]["compliance_checked"] is True


@pytest.mark.parametrize("order", ["ORD123", 12345])
async def test_s0_takes_the_older_body_and_keeps_the_order_as_the_thing_in_hand(
    worker: Worker,
    runtime: Runtime,
    local_client: httpx.AsyncClient,
    sample_tenant: Tenant,
    order: str | int,
) -> None:
    body = {"order_id": order, "customer_message": "Where is my order?"}
    accepted = await local_client.post("/support/reply", json=body)
    assert accepted.status_code == 202, accepted.text
    done = await status_of(local_client, f"/support/status/{accepted.json()['task_id']}")
    assert done["result"]["final_response"]
    async with runtime.database.transaction(sample_tenant.id) as session:
        turn = await session.scalar(select(Turn).where(Turn.id == accepted.json()["task_id"]))
    assert turn is not None
    assert turn.about == {"order_id": str(order)}


@pytest.mark.parametrize(
    "body", [{}, {"order_id": "ORD123"}, {"customer_message": " "}, {"message": None}]
)
async def test_s0_needs_a_message(local_client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await local_client.post("/support/reply", json=body)).status_code == 422


@pytest.mark.parametrize("task", [str(UUID(int=1)), "nonsense", "1", "%00", "a" * 5000])
@pytest.mark.parametrize("path", ["/support/status/{}", "/api/chat/status/{}/"])
async def test_an_unknown_task_is_404_and_never_processing(
    local_client: httpx.AsyncClient, path: str, task: str
) -> None:
    answer = await local_client.get(path.format(task))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "turn_not_found"


async def test_a_task_that_a_person_answers_is_completed_without_a_text(
    tenant: Tenant, client: httpx.AsyncClient
) -> None:
    agent, customer = await tenant.as_("agent"), await tenant.as_("customer")
    opened = await client.post("/api/v1/conversations", json={}, headers=customer)
    conversation = opened.json()["id"]
    await client.post(
        f"/api/v1/conversations/{conversation}/owner", json={"owner": "person"}, headers=agent
    )
    body = {"message": "Hello?", "conversation_id": conversation}
    accepted = await client.post("/support/reply", json=body, headers=customer)
    task = accepted.json()["task_id"]
    done = (await client.get(f"/support/status/{task}", headers=customer)).json()
    assert done["status"] == "completed"
    assert done["result"]["final_response"] is None
    assert done["result"]["owner"] == "person"
    assert done["result"]["waiting"] is True


@pytest.mark.parametrize("slash", ["", "/"])
async def test_s1_chats_for_the_customer_that_the_team_names(
    worker: Worker, local_client: httpx.AsyncClient, sample_tenant: Tenant, slash: str
) -> None:
    email = await _email_of_customer(local_client, 1)
    body = {"message": "Where is my order?", "customer_email": email}
    accepted = await local_client.post(f"/api/chat{slash}", json=body)
    assert accepted.status_code == 202
    assert set(accepted.json()) == {"status", "task_id", "conversation_id"}
    path = f"/api/chat/status/{accepted.json()['task_id']}{slash}"
    done = await status_of(local_client, path)
    assert done["task_id"] == accepted.json()["task_id"]
    assert "ORD123" in done["result"]["final_response"]
    conversation = f"/api/conversations/{accepted.json()['conversation_id']}"
    detail = (await local_client.get(f"{conversation}{slash}")).json()
    assert detail["customer_id"] == str(sample_tenant.customer_id)
    messages = (await local_client.get(f"{conversation}/messages{slash}")).json()
    assert [item["role"] for item in messages["items"]] == ["customer", "assistant"]
    closed = await local_client.post(f"{conversation}/close{slash}")
    assert closed.json()["status"] == "closed"
    listed = (await local_client.get(f"/api/conversations{slash}")).json()
    assert accepted.json()["conversation_id"] in {item["id"] for item in listed["items"]}


async def _email_of_customer(client: httpx.AsyncClient, number: int) -> str:
    """Of the customer that is printed: no other is listed at the local door."""
    items = (await client.get("/api/customers/")).json()["items"]
    return next(str(item["email"]) for item in items if item["number"] == number)


async def test_s1_waits_for_the_answer(worker: Worker, local_client: httpx.AsyncClient) -> None:
    email = await _email_of_customer(local_client, 1)
    body = {"message": "Where is my order ORD123?", "customer_email": email}
    answer = await local_client.post("/api/chat/sync/", json=body)
    assert answer.status_code == 200, answer.text
    got = answer.json()
    assert got["status"] == "completed"
    assert got["response"] == got["final_response"]
    assert "ORD123" in got["response"]
    more = {"message": "Thank you!", "conversation_id": got["conversation_id"]}
    again = (await local_client.post("/api/chat/sync", json=more)).json()
    assert again["conversation_id"] == got["conversation_id"]


async def test_s1_keeps_the_shops_records(local_client: httpx.AsyncClient) -> None:
    made = await local_client.post(
        "/api/customers/", json={"email": f"Ann-{uuid4().hex}@example.com", "name": "Ann"}
    )
    assert made.status_code == 201, made.text
    customer = made.json()["id"]
    new = {
        "customer_id": customer,
        "number": f"S-{uuid4().hex[:8]}",
        "plan": "Plus",
        "price_minor": 900,
        "currency": "USD",
        "started_on": "2026-01-01",
    }
    subscription = await local_client.post("/api/subscriptions/", json=new)
    assert subscription.status_code == 201
    bill = {
        "customer_id": customer,
        "subscription_id": subscription.json()["id"],
        "number": f"I-{uuid4().hex[:8]}",
        "description": "Plus, a month",
        "amount_minor": 900,
        "currency": "USD",
        "issued_on": "2026-02-01",
        "due_on": "2026-02-15",
    }
    assert (await local_client.post("/api/invoices", json=bill)).status_code == 201
    again = await local_client.post("/api/invoices/", json=bill)
    assert again.status_code == 409
    ticket = await local_client.post(
        "/api/tickets/", json={"subject": "Help", "customer_id": customer}
    )
    assert ticket.status_code == 201
    (mine,) = (await local_client.get("/api/customers/")).json()["items"]
    own = {"subject": "Help", "customer_id": mine["id"]}
    assert (await local_client.post("/api/tickets/", json=own)).status_code == 201
    assert ticket.json()["reference"].startswith("TCK-")
    for path in ("customers", "subscriptions", "invoices", "tickets"):
        page = await local_client.get(f"/api/{path}/", params={"limit": 1})
        assert page.status_code == 200
        assert set(page.json()) == {"items", "next_cursor"}
        assert len(page.json()["items"]) == 1


async def test_s1_adds_and_searches_knowledge(
    worker: Worker, local_client: httpx.AsyncClient
) -> None:
    word = f"plugh{uuid4().hex[:6]}"
    added = await local_client.post(
        "/api/knowledge/", json={"content": f"# Magic\n\nThe word is {word}.", "uri": word}
    )
    assert added.status_code == 202
    job = added.json()["document"]["id"]
    async with asyncio.timeout(PATIENCE):
        while True:
            listed = (await local_client.get("/api/knowledge/")).json()["items"]
            if any(item["id"] == job and item["status"] == "ready" for item in listed):
                break
            await asyncio.sleep(0.02)
    hits = (await local_client.post("/api/knowledge/search/", json={"query": word})).json()
    assert word in hits["items"][0]["text"]


async def test_s2_goes_on_in_the_session(worker: Worker, local_client: httpx.AsyncClient) -> None:
    session = f"visit-{uuid4().hex}"
    body = {"message": "Where is order ORD123?", "session_id": session}
    first = await local_client.post("/chat", json=body)
    assert first.status_code == 200, first.text
    assert first.json()["session_id"] == session
    assert first.json()["response"]
    second = (await local_client.post("/chat/", json={**body, "message": "Thanks!"})).json()
    assert second["conversation_id"] == first.json()["conversation_id"]
    bad = await local_client.post("/chat", json={**body, "session_id": "x"})
    assert bad.status_code == 422
    assert bad.json()["code"] == "session_id_invalid"


async def test_s4_makes_the_refund_after_a_yes_and_names_the_rule_of_a_refusal(
    worker: Worker, local_client: httpx.AsyncClient, sample_tenant: Tenant
) -> None:
    body = {"user_input": "I need a refund for order #12345", "user_id": 1}
    asked = (await local_client.post("/support/resolve", json=body)).json()
    assert asked["intent"] == "refund_request"
    assert asked["action_result"]["action"] == "refund"
    assert asked["action_result"]["status"] == "confirmation_required"
    yes = {"user_input": "yes", "user_id": 1, "conversation_id": asked["conversation_id"]}
    done = (await local_client.post("/support/resolve", json=yes)).json()
    assert done["action_result"]["action"] == "refund"
    assert done["action_result"]["status"] == "completed"
    assert "has been refunded" in done["action_result"]["message"]
    late = {"user_input": "I need a refund for order ORD123", "user_id": 1}
    refused = (await local_client.post("/support/resolve", json=late)).json()
    assert refused["action_result"]["status"] == "refused", refused
    assert refused["action_result"]["rule"] == "arrived"


async def test_s4_resolves_for_a_customers_number_and_erases(
    worker: Worker, local_client: httpx.AsyncClient, sample_tenant: Tenant
) -> None:
    answer = await local_client.post(
        "/support/resolve", json={"user_input": "What is the status of order ORD123?", "user_id": 1}
    )
    assert answer.status_code == 200, answer.text
    got = answer.json()
    assert got["intent"]
    assert got["action_result"]["status"] in ("completed", "escalated")
    assert got["action_result"]["message"]
    path = f"/conversation/{got['conversation_id']}"
    history = (await local_client.get(path)).json()
    assert history["customer_id"] == str(sample_tenant.customer_id)
    assert [said["role"] for said in history["messages"]] == ["customer", "assistant"]
    assert (await local_client.delete(path)).status_code == 204
    for again in (await local_client.get(path), await local_client.delete(path)):
        assert again.status_code == 404
    assert (await local_client.get("/conversation/nonsense")).status_code == 404


@pytest.mark.parametrize(
    "named", [{"customer_email": "nobody@example.com"}, {"user_id": 99}, {"customer_id": "7"}]
)
async def test_the_team_cannot_ask_for_a_customer_who_does_not_exist(
    local_client: httpx.AsyncClient, named: dict[str, Any]
) -> None:
    answer = await local_client.post("/support/reply", json={"message": "Hello", **named})
    assert answer.status_code == 404
    assert answer.json()["code"] == "customer_not_found"


async def test_a_customer_asks_for_nobody_else(tenant: Tenant, client: httpx.AsyncClient) -> None:
    mine, other = await tenant.as_("customer"), await tenant.as_("other_customer")
    customers = (await client.get("/api/v1/customers", headers=mine)).json()["items"]
    own = customers[0]["email"]
    others = (await client.get("/api/v1/customers", headers=other)).json()["items"][0]["email"]
    for named in ({"customer_email": others}, {"user_id": 2}, {"customer_email": "x@y.zz"}):
        answer = await client.post(
            "/support/reply", json={"message": "Where is my order?", **named}, headers=mine
        )
        assert answer.status_code == 403, named
        assert answer.json()["code"] == "for_another_customer"
    ok = await client.post(
        "/support/reply", json={"message": "Hello", "customer_email": own.upper()}, headers=mine
    )
    assert ok.status_code == 202


async def test_a_conversation_stays_with_its_customer(
    tenant: Tenant, client: httpx.AsyncClient
) -> None:
    agent = await tenant.as_("agent")
    first = await client.post("/api/chat/", json={"message": "Hello", "user_id": 1}, headers=agent)
    conversation = first.json()["conversation_id"]
    mixed = {"message": "Hello", "user_id": 2, "conversation_id": conversation}
    answer = await client.post("/api/chat/", json=mixed, headers=agent)
    assert answer.status_code == 409
    assert answer.json()["code"] == "conversation_of_another_customer"
    theirs = {"message": "Hello", "conversation_id": conversation}
    stranger = await tenant.as_("other_customer")
    assert (await client.post("/api/chat/", json=theirs, headers=stranger)).status_code == 404


async def test_the_same_key_is_one_task(tenant: Tenant, client: httpx.AsyncClient) -> None:
    headers = {**await tenant.as_("customer"), "Idempotency-Key": "abc"}
    one, two = [
        await client.post("/support/reply", json={"message": "Hello"}, headers=headers)
        for _ in range(2)
    ]
    assert one.json() == two.json()
    other = await client.post("/support/reply", json={"message": "Bye"}, headers=headers)
    assert other.status_code == 422


async def test_a_wait_that_takes_too_long_answers_202(
    make_tenant: MakeTenant, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskhand.interfaces.api.compat.asking.WAIT_SECONDS", 0.0)
    tenant = await make_tenant()
    for path, field in (("/api/chat/sync/", "message"), ("/support/resolve", "user_input")):
        answer = await client.post(
            path, json={field: "Where is my order?"}, headers=await tenant.as_("customer")
        )
        assert answer.status_code == 202
        assert answer.json()["status"] == "processing"


LOCAL = {"host": "localhost:8000"}


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.9", LOCAL),
        ("127.0.0.1", {"host": "evil.example"}),
        ("127.0.0.1", {"host": "localhost.evil.example:8000"}),
        ("127.0.0.1", {**LOCAL, "origin": "http://evil.example"}),
        ("127.0.0.1", {**LOCAL, "origin": "http://localhost:9999"}),
        ("127.0.0.1", {**LOCAL, "origin": "null"}),
        ("127.0.0.1", {**LOCAL, "sec-fetch-site": "cross-site"}),
        ("127.0.0.1", {**LOCAL, "sec-fetch-site": "same-site"}),
        ("127.0.0.1", {**LOCAL, "x-forwarded-for": "203.0.113.9"}),
        ("127.0.0.1", {**LOCAL, "forwarded": "for=203.0.113.9"}),
        ("127.0.0.1", {**LOCAL, "x-real-ip": "203.0.113.9"}),
        ("127.0.0.1", {**LOCAL, "authorization": "Bearer wrong"}),
    ],
)
async def test_the_local_door_is_shut_to_everybody_but_this_machine(
    local_app: Any, address: str, headers: dict[str, str]
) -> None:
    async with calling(local_app, (address, 1), base_url="http://localhost:8000") as stranger:
        answer = await stranger.post("/support/reply", json={"message": "Hi"}, headers=headers)
        listed = await stranger.get("/api/customers/", headers=headers)
    assert (answer.status_code, listed.status_code) == (401, 401)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("127.0.0.1", {"host": "127.0.0.1:8000"}),
        ("::1", {"host": "[::1]:8000"}),
        ("127.0.0.1", {**LOCAL, "origin": "http://localhost:8000"}),
        ("127.0.0.1", {**LOCAL, "sec-fetch-site": "same-origin"}),
    ],
)
async def test_the_local_door_is_open_to_this_machine_but_not_for_the_api(
    local_app: Any, address: str, headers: dict[str, str]
) -> None:
    async with calling(local_app, (address, 1), base_url="http://localhost:8000") as local:
        assert (await local.get("/api/customers/", headers=headers)).status_code == 200
        assert (await local.get("/api/v1/customers", headers=headers)).status_code == 401
