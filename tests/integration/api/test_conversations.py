"""Conversations through the canonical API: written in, answered, handed over, erased."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from limits.aio.storage import MemoryStorage

from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import LiveEvent, stream_of
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.worker.loop import Worker
from tests.support.desk import Tenant, calling
from tests.support.environment import settings_from
from tests.support.patience import PATIENCE

API = "/api/v1/conversations"


async def open_one(tenant: Tenant, headers: dict[str, str], **body: Any) -> str:
    answer = await tenant.client.post(API, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    opened: str = answer.json()["id"]
    return opened


async def write(
    tenant: Tenant, headers: dict[str, str], conversation: str, text: str, **more: str
) -> httpx.Response:
    return await tenant.client.post(
        f"{API}/{conversation}/messages", json={"message": text}, headers={**headers, **more}
    )


async def event_of(
    runtime: Runtime, tenant: Tenant, conversation: str, wanted: Callable[[LiveEvent], bool]
) -> LiveEvent:
    """The first live event of the conversation that is wanted, kept or still to come."""
    stream = runtime.events.subscribe(stream_of(tenant.id, UUID(conversation)))
    try:
        async with asyncio.timeout(PATIENCE):
            async for event in stream:
                if wanted(event):
                    return event
    finally:
        await stream.aclose()
    raise AssertionError("the stream ended")


async def answered(runtime: Runtime, tenant: Tenant, accepted: dict[str, Any]) -> dict[str, Any]:
    """The turn of an accepted message, after its reply was delivered."""
    await event_of(
        runtime,
        tenant,
        accepted["conversation_id"],
        lambda event: event.type == "reply" and event.data["turn_id"] == accepted["turn_id"],
    )
    turn = await tenant.client.get(
        f"/api/v1/turns/{accepted['turn_id']}", headers=await tenant.as_("owner")
    )
    found: dict[str, Any] = turn.json()
    return found


@pytest.fixture
async def customer(tenant: Tenant) -> dict[str, str]:
    return await tenant.as_("customer")


async def test_a_customer_asks_and_is_answered_about_the_own_order(
    runtime: Runtime, worker: Worker, tenant: Tenant, customer: dict[str, str]
) -> None:
    conversation = await open_one(tenant, customer, subject="My order")
    accepted = await write(tenant, customer, conversation, "Where is my order ORD123?")
    assert accepted.status_code == 202
    assert accepted.json()["status"] == "processing"
    turn = await answered(runtime, tenant, accepted.json())
    assert turn["status"] == "completed"
    reply = turn["reply"]
    assert reply["message"]["category"] == "SHIPPING"
    assert "ORD123" in reply["message"]["text"]
    assert reply["message"]["compliance_checked"] is True
    assert reply["trace"]
    seen = await tenant.client.get(f"/api/v1/turns/{accepted.json()['turn_id']}", headers=customer)
    assert seen.json()["reply"]["trace"] is None
    detail = (await tenant.client.get(f"{API}/{conversation}", headers=customer)).json()
    assert [message["role"] for message in detail["messages"]] == ["customer", "assistant"]
    assert detail["customer_id"] == str(tenant.customer_id)


async def test_a_request_is_stored_once_however_often_it_is_sent(
    tenant: Tenant, customer: dict[str, str]
) -> None:
    conversation = await open_one(tenant, customer)
    key = {"Idempotency-Key": "order-1"}
    first = await write(tenant, customer, conversation, "Hello there", **key)
    again = await write(tenant, customer, conversation, "Hello there", **key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    other = await write(tenant, customer, conversation, "Something else", **key)
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"
    messages = await tenant.client.get(f"{API}/{conversation}/messages", headers=customer)
    texts = [m["text"] for m in messages.json()["items"] if m["role"] == "customer"]
    assert texts == ["Hello there"]


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "caf\xe9"])
async def test_an_idempotency_key_of_another_form_is_refused(
    tenant: Tenant, customer: dict[str, str], key: str
) -> None:
    conversation = await open_one(tenant, customer)
    answer = await tenant.client.post(
        f"{API}/{conversation}/messages",
        json={"message": "Hello"},
        headers=httpx.Headers({**customer, "Idempotency-Key": key}, encoding="latin-1"),
    )
    assert answer.status_code == 422, answer.text
    detail = (await tenant.client.get(f"{API}/{conversation}", headers=customer)).json()
    assert detail["messages"] == []


async def test_while_a_person_owns_the_conversation_the_assistant_is_silent(
    runtime: Runtime, worker: Worker, tenant: Tenant, customer: dict[str, str]
) -> None:
    agent = await tenant.as_("agent")
    conversation = await open_one(tenant, customer)
    taken = await tenant.client.post(
        f"{API}/{conversation}/owner", json={"owner": "person"}, headers=agent
    )
    assert taken.json()["owner_user_id"] == str(tenant.users["agent"])
    event = await event_of(runtime, tenant, conversation, lambda e: e.type == "conversation")
    assert event.data == {"owner": "person", "status": "open", "waiting": False}
    accepted = (await write(tenant, customer, conversation, "Is anybody there?")).json()
    turn = await tenant.client.get(f"/api/v1/turns/{accepted['turn_id']}", headers=customer)
    assert turn.json()["status"] == "silent"
    assert turn.json()["waiting"] is True
    said = await tenant.client.post(
        f"{API}/{conversation}/replies", json={"message": "Yes, it's me."}, headers=agent
    )
    assert said.status_code == 201
    assert said.json()["role"] == "agent"
    assert said.json()["author"] == {"id": str(tenant.users["agent"]), "name": "agent"}
    live = await event_of(runtime, tenant, conversation, lambda e: e.type == "message")
    assert live.data["message"]["text"] == "Yes, it's me."
    back = await tenant.client.post(
        f"{API}/{conversation}/owner", json={"owner": "assistant"}, headers=agent
    )
    assert back.json()["owner_user_id"] is None
    accepted = (await write(tenant, customer, conversation, "Where is my order ORD123?")).json()
    assert (await answered(runtime, tenant, accepted))["status"] == "completed"


async def test_escalating_an_answer_brings_a_person_and_one_ticket(
    runtime: Runtime, worker: Worker, tenant: Tenant, customer: dict[str, str]
) -> None:
    conversation = await open_one(tenant, customer)
    accepted = (await write(tenant, customer, conversation, "Where is my order ORD123?")).json()
    await answered(runtime, tenant, accepted)
    path = f"/api/v1/turns/{accepted['turn_id']}/feedback"
    happy = await tenant.client.post(path, json={"rating": "satisfied"}, headers=customer)
    assert happy.json()["owner"] == "assistant"
    assert happy.json()["ticket"] is None
    word = {"rating": "escalate", "comment": "I want to talk to somebody."}
    first = await tenant.client.post(path, json=word, headers=customer)
    again = await tenant.client.post(path, json=word, headers=customer)
    assert first.status_code == 200
    assert (first.json()["owner"], first.json()["waiting"]) == ("assistant", True)
    assert first.json()["ticket"] == again.json()["ticket"]
    await event_of(
        runtime,
        tenant,
        conversation,
        lambda e: e.type == "conversation" and e.data["waiting"],
    )
    more = (await write(tenant, customer, conversation, "And where is order 12345?")).json()
    assert "12345" in (await answered(runtime, tenant, more))["reply"]["message"]["text"]
    tickets = (await tenant.client.get("/api/v1/tickets", headers=customer)).json()["items"]
    assert [ticket["reference"] for ticket in tickets] == [first.json()["ticket"]]
    assert "ORD123" in tickets[0]["description"]
    assert "talk to somebody" in tickets[0]["description"]
    log = await tenant.client.get(
        "/api/v1/actions/action_log.jsonl", headers=await tenant.as_("owner")
    )
    lines = [line for line in log.text.splitlines() if line]
    assert len(lines) == 1
    assert '"tool":"hand_over"' in lines[0]


async def test_the_team_finds_who_waits_longest_first_and_page_by_page(
    tenant: Tenant, customer: dict[str, str]
) -> None:
    agent = await tenant.as_("agent")
    waiting = []
    for _ in range(3):
        conversation = await open_one(tenant, customer)
        body = {"subject": "Help", "conversation_id": conversation}
        assert (await tenant.client.post("/api/v1/tickets", json=body, headers=customer)).is_success
        waiting.append(conversation)
    calm = await open_one(tenant, customer)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"waiting": "true", "limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await tenant.client.get(API, params=params, headers=agent)).json()
        for item in page["items"]:
            assert (item["waiting"], item["waiting_reason"]) == (True, "ticket")
            assert item["waiting_since"]
            assert item["waiting_seconds"] >= 0
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == waiting
    others = await tenant.client.get(API, params={"waiting": "false"}, headers=agent)
    assert [item["id"] for item in others.json()["items"]] == [calm]
    for bad in ("WzFd", "nonsense", "%00"):
        refused = await tenant.client.get(f"{API}?waiting=true&cursor={bad}", headers=agent)
        assert (refused.status_code, refused.json()["code"]) == (422, "cursor_invalid")


@pytest.mark.parametrize("way", ["PATCH", "POST"])
async def test_a_conversation_is_assigned_to_the_member_of_the_team_who_is_named(
    tenant: Tenant, customer: dict[str, str], way: str
) -> None:
    agent, admin = await tenant.as_("agent"), await tenant.as_("admin")
    conversation = await open_one(tenant, customer)
    path = f"{API}/{conversation}" + ("/owner" if way == "POST" else "")

    async def change(headers: dict[str, str], **body: Any) -> httpx.Response:
        return await tenant.client.request(way, path, json=body, headers=headers)

    given = await change(agent, owner="person", user_id=str(tenant.users["admin"]))
    assert given.status_code == 200
    assert given.json()["owner_user_id"] == str(tenant.users["admin"])
    for nobody in (tenant.users["customer"], uuid4()):
        refused = await change(admin, owner="person", user_id=str(nobody))
        assert (refused.status_code, refused.json()["code"]) == (422, "team_member_unknown")
    for unclear in ({}, {"owner": "assistant", "user_id": str(uuid4())}, {"owner_id": "x"}):
        assert (await change(admin, **unclear)).status_code == 422, unclear
    held = await tenant.client.post(
        f"{API}/{conversation}/replies", json={"message": "Me too"}, headers=agent
    )
    assert (held.status_code, held.json()["code"]) == (409, "conversation_held_by_another")
    assert "admin" in held.json()["detail"]
    assert (await change(agent, owner="person")).json()["owner_user_id"] == str(
        tenant.users["agent"]
    )
    said = await tenant.client.post(
        f"{API}/{conversation}/replies", json={"message": "Me now"}, headers=agent
    )
    assert said.status_code == 201


async def test_what_a_person_left_unanswered_is_answered_when_it_is_given_back(
    runtime: Runtime, worker: Worker, tenant: Tenant, customer: dict[str, str]
) -> None:
    agent = await tenant.as_("agent")
    conversation = await open_one(tenant, customer)
    taken = {"owner": "person"}
    await tenant.client.patch(f"{API}/{conversation}", json=taken, headers=agent)
    accepted = (await write(tenant, customer, conversation, "Where is my order ORD123?")).json()
    shown = (await tenant.client.get(f"{API}/{conversation}", headers=agent)).json()
    assert (shown["waiting_reason"], shown["owner"]) == ("unanswered", "person")
    given = {"owner": "assistant"}
    await tenant.client.patch(f"{API}/{conversation}", json=given, headers=agent)
    reply = await event_of(runtime, tenant, conversation, lambda event: event.type == "reply")
    assert "ORD123" in reply.data["message"]["text"]
    assert reply.data["turn_id"] != accepted["turn_id"]


async def test_a_customer_who_floods_the_desk_is_asked_to_wait_and_the_team_is_not(
    runtime: Runtime, tenant: Tenant, customer: dict[str, str]
) -> None:
    settings = settings_from({"MESSAGE_RATE_LIMIT": "3/minute"})
    strict = replace(runtime, settings=settings, rate_storage=MemoryStorage())
    agent = await tenant.as_("agent")
    async with calling(build_app(strict, sample=None, chat_page=ChatPage("Strict"))) as client:
        limited = replace(tenant, client=client)
        conversation = await open_one(limited, customer)
        taken = [await write(limited, customer, conversation, f"No. {n}") for n in range(3)]
        refused = await write(limited, customer, conversation, "One too many")
        elsewhere = await write(limited, customer, await open_one(limited, customer), "Here too")
        team = [await write(limited, agent, conversation, f"For her, {n}") for n in range(5)]
        shown = await client.get(f"{API}/{conversation}", headers=customer)

    assert {answer.status_code for answer in taken} == {202}
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert elsewhere.status_code == 429
    assert {answer.status_code for answer in team} == {202}
    assert "One too many" not in shown.text


async def test_closing_and_writing_again_opens(tenant: Tenant, customer: dict[str, str]) -> None:
    conversation = await open_one(tenant, customer)
    for _ in range(2):
        closed = await tenant.client.post(f"{API}/{conversation}/close", headers=customer)
        assert closed.json()["status"] == "closed"
    await write(tenant, customer, conversation, "One more thing")
    detail = (await tenant.client.get(f"{API}/{conversation}", headers=customer)).json()
    assert detail["status"] == "open"
    assert detail["closed_at"] is None


async def test_an_erased_conversation_leaves_no_word_behind(
    runtime: Runtime, worker: Worker, tenant: Tenant, customer: dict[str, str]
) -> None:
    conversation = await open_one(tenant, customer)
    accepted = (await write(tenant, customer, conversation, "My secret is xyzzy")).json()
    await answered(runtime, tenant, accepted)
    word = {"rating": "escalate", "comment": "xyzzy again"}
    await tenant.client.post(
        f"/api/v1/turns/{accepted['turn_id']}/feedback", json=word, headers=customer
    )
    gone = await tenant.client.delete(f"{API}/{conversation}", headers=customer)
    assert gone.status_code == 204
    owner = await tenant.as_("owner")
    for path in (f"{API}/{conversation}", f"/api/v1/turns/{accepted['turn_id']}"):
        assert (await tenant.client.get(path, headers=owner)).status_code == 404
    for path in (API, "/api/v1/tickets", "/api/v1/actions", "/api/v1/audit"):
        found = await tenant.client.get(path, headers=owner)
        assert found.status_code == 200
        assert "xyzzy" not in found.text
    assert await runtime.events.latest(stream_of(tenant.id, UUID(conversation))) == 0 or not [
        event async for event in _kept(runtime, tenant, conversation)
    ]


async def _kept(runtime: Runtime, tenant: Tenant, conversation: str) -> AsyncIterator[LiveEvent]:
    stream = runtime.events.subscribe(stream_of(tenant.id, UUID(conversation)))
    try:
        while True:
            try:
                yield await asyncio.wait_for(anext(stream), 0.2)
            except TimeoutError:
                return
    finally:
        await stream.aclose()


async def test_a_list_gives_every_conversation_once_page_by_page(tenant: Tenant) -> None:
    agent = await tenant.as_("agent")
    made = [await open_one(tenant, agent, customer_id=str(tenant.customer_id)) for _ in range(5)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await tenant.client.get(API, params=params, headers=agent)).json()
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=nonsense", "cursor=WzFd", "cursor=%00", "status=x"],
)
async def test_a_page_that_cannot_be_is_refused(shared_tenant: Tenant, query: str) -> None:
    answer = await shared_tenant.client.get(
        f"{API}?{query}", headers=await shared_tenant.as_("agent")
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


async def test_messages_are_paged_oldest_first(tenant: Tenant, customer: dict[str, str]) -> None:
    conversation = await open_one(tenant, customer)
    agent = await tenant.as_("agent")
    for number in range(3):
        await tenant.client.post(
            f"{API}/{conversation}/replies", json={"message": f"Line {number}"}, headers=agent
        )
    path = f"{API}/{conversation}/messages"
    first = (await tenant.client.get(path, params={"limit": 2}, headers=customer)).json()
    assert [item["text"] for item in first["items"]] == ["Line 0", "Line 1"]
    params = {"limit": 2, "cursor": first["next_cursor"]}
    rest = (await tenant.client.get(path, params=params, headers=customer)).json()
    assert [item["text"] for item in rest["items"]] == ["Line 2"]
    assert rest["next_cursor"] is None


async def test_a_conversation_is_not_opened_for_a_customer_who_does_not_exist(
    tenant: Tenant,
) -> None:
    agent = await tenant.as_("agent")
    answer = await tenant.client.post(API, json={"customer_id": str(uuid4())}, headers=agent)
    assert answer.status_code == 422
    assert answer.json()["code"] == "conversation_customer_unknown"


async def test_the_trail_of_a_tenant_can_be_verified(runtime: Runtime, tenant: Tenant) -> None:
    owner = await tenant.as_("owner")
    await open_one(tenant, owner)
    entries = (await tenant.client.get("/api/v1/audit", headers=owner)).json()["items"]
    assert entries[0]["action"] == "conversation.opened"
    chain = (await tenant.client.get("/api/v1/audit/verify", headers=owner)).json()
    assert chain["intact"] is True
