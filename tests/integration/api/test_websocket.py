"""Chat over a WebSocket: answers, sessions, hand-over by the customer's own word."""

from __future__ import annotations

from uuid import uuid4

from fastapi import FastAPI

from deskhand.worker.loop import Worker
from tests.support.chat_line import Line, connected
from tests.support.desk import Tenant


async def answered(line: Line, text: str) -> str:
    """The id of the turn that answered the text."""
    await line.send({"type": "message", "text": text, "client_id": uuid4().hex})
    reply = await line.until("reply")
    assert reply["message"]["role"] == "assistant"
    turn: str = reply["turn_id"]
    return turn


async def test_a_message_is_answered_and_a_later_visit_sees_it(
    worker: Worker, app: FastAPI, tenant: Tenant
) -> None:
    url, customer = f"/ws/{uuid4().hex}", await tenant.as_("customer")
    async with connected(app, url, customer) as line:
        assert (await line.next())["messages"] == []
        await answered(line, "Where is my order ORD123?")
    async with connected(app, url, customer) as line:
        ready = await line.next()
        assert [message["role"] for message in ready["messages"]] == ["customer", "assistant"]


async def test_a_customer_who_wants_a_person_gets_one_and_a_ticket(
    worker: Worker, app: FastAPI, tenant: Tenant
) -> None:
    customer = await tenant.as_("customer")
    async with connected(app, f"/ws/{uuid4().hex}", customer) as line:
        conversation = (await line.next())["conversation_id"]
        turn = await answered(line, "Where is my order ORD123?")
        await line.send({"type": "feedback", "turn_id": turn, "rating": "escalate"})
        event = await line.until("conversation")
        assert (event["owner"], event["waiting"]) == ("assistant", True)
        assert await answered(line, "Where is my order ORD123?")  # The assistant goes on meanwhile.
    tickets = await tenant.client.get(
        "/api/v1/tickets", params={"conversation_id": conversation}, headers=customer
    )
    assert [item["category"] for item in tickets.json()["items"]] == ["ESCALATION"]


async def test_another_customers_session_is_not_found(app: FastAPI, tenant: Tenant) -> None:
    url = f"/ws/{uuid4().hex}"
    async with connected(app, url, await tenant.as_("customer")) as line:
        assert (await line.next())["type"] == "ready"
    async with connected(app, url, await tenant.as_("other_customer")) as line:
        assert (await line.next())["code"] == "conversation_not_found"


async def test_a_bad_frame_is_answered_and_the_line_stays(app: FastAPI, tenant: Tenant) -> None:
    async with connected(app, f"/ws/{uuid4().hex}", await tenant.as_("customer")) as line:
        await line.next()
        for frame in ("{", "[]", '"x"', {"type": "sing"}, {"type": "message", "text": "  "}):
            await line.send(frame)
            assert (await line.until("error"))["code"] == "frame_invalid"
        long = {"type": "message", "text": "x" * 8_001, "client_id": "long-1"}
        await line.send(long)
        error = await line.until("error")
        assert (error["code"], error["client_id"]) == ("message_too_long", "long-1")
        await line.send({"type": "ping"})
        await line.until("pong")
