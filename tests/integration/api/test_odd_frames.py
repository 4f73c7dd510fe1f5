"""What a browser never sends: each answered in the chat, and the line stays or ends in order."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from deskhand.interfaces.channels import websocket
from tests.support.chat_line import Closed, connected
from tests.support.desk import Tenant

HALF = "\ud800"


@pytest.mark.parametrize(
    "frame",
    [
        "[" * 60_000,
        '{"type": ' + "[" * 60_000,
        {"type": HALF},
        {"type": "message", "text": "", "client_id": HALF},
        {"type": "message", "text": "hi", "client_id": HALF},
        {"type": "message", "text": "hi", "client_id": "\x00"},
        {"type": "message", "text": {HALF: 1}, "client_id": "odd-1"},
        {"type": "feedback", "turn_id": HALF, "rating": "satisfied"},
        {"type": "auth", "token": HALF},
    ],
    ids=["deep", "deep_type", "type", "empty", "client_id", "nul", "key", "turn_id", "token"],
)
async def test_an_odd_frame_is_answered_and_the_line_stays(
    app: FastAPI, shared_tenant: Tenant, frame: Any
) -> None:
    customer = await shared_tenant.as_("customer")
    async with connected(app, f"/ws/{uuid4().hex}", customer) as line:
        await line.next()
        await line.send(frame)
        error = await line.until("error")
        assert error["code"] == "frame_invalid"
        json.dumps(error, ensure_ascii=False).encode()  # A socket carries UTF-8 alone.
        await line.send({"type": "ping"})
        await line.until("pong")


@pytest.mark.parametrize("after", [-1, 10**40, 2**63, 1])
async def test_an_odd_place_to_go_on_from_is_served(
    app: FastAPI, shared_tenant: Tenant, after: int
) -> None:
    customer = await shared_tenant.as_("customer")
    async with connected(app, f"/ws/{uuid4().hex}?after={after}", customer) as line:
        assert (await line.next())["type"] == "ready"
        await line.send({"type": "ping"})
        await line.until("pong")


async def test_a_customer_whose_name_cannot_be_asked_for_is_not_found(
    app: FastAPI, shared_tenant: Tenant
) -> None:
    agent = await shared_tenant.as_("agent")
    async with connected(app, f"/ws/{uuid4().hex}?customer=%00", agent) as line:
        assert (await line.next())["code"] == "customer_not_found"


@pytest.mark.parametrize("token", ["dk_\x00", f"dk_{HALF}", HALF, "dk_000000000000_x"])
async def test_a_credential_of_no_sense_ends_the_line(app: FastAPI, token: str) -> None:
    async with connected(app, f"/ws/{uuid4().hex}") as line:
        await line.send({"type": "auth", "token": token})
        assert (await line.next())["code"] in ("frame_invalid", "api_key_invalid")
        with pytest.raises(Closed):
            await line.next()


async def test_a_line_that_never_says_who_it_is_ends_in_order(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "_AUTH_SECONDS", 0.05)
    async with connected(app, f"/ws/{uuid4().hex}") as line:
        assert (await line.next())["code"] == "credential_needed"
        with pytest.raises(Closed) as closed:
            await line.next()
        assert closed.value.code == 4401
