"""Who is believed to be local or still of a role, and what an accident of ours tells."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import find_customer
from deskhand.domain.commerce.orders import find_order
from deskhand.domain.conversations.history import visible_conversations
from deskhand.infra.clock import frozen, now
from deskhand.infra.observability.logging import configure_logging
from deskhand.infra.runtime import Runtime
from deskhand.infra.settings import ObservabilitySettings
from deskhand.interfaces.channels import websocket
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.interfaces.web.auth import is_local
from deskhand.worker.loop import Worker
from tests.support.chat_line import Closed, connected
from tests.support.desk import PASSWORD, Tenant, calling

HERE = "127.0.0.1"


@pytest.mark.parametrize(
    "header",
    [
        *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded"),
        *("Via", "True-Client-IP", "CF-Connecting-IP", "X-Original-Host", "Client-IP", "X-Odd"),
    ],
)
def test_what_a_proxy_passes_on_is_not_local(header: str) -> None:
    host = {"host": "localhost:8000"}
    assert is_local(HERE, httpx.Headers(host))
    assert not is_local(HERE, httpx.Headers({**host, header: "localhost"}))
    assert not is_local(HERE, httpx.Headers(host), "1.0")  # As nginx speaks where nothing is set.


@pytest.mark.parametrize("host", ["localhost:8001", "localhost", "[::1]", "127.0.0.1:80"])
async def test_only_the_printed_addresses_are_served_without_a_key(
    local_app: FastAPI, host: str
) -> None:
    async with calling(local_app, (HERE, 40_000), base_url="http://localhost:8000") as client:
        assert (await client.get("/api/customers/")).status_code == 200
        answer = await client.get("/api/customers/", headers={"Host": host})
    assert answer.status_code == 401
    assert "X-API-Key" in answer.json()["detail"]


async def test_the_local_door_lists_the_printed_customer_alone(
    local_client: httpx.AsyncClient, sample_tenant: Tenant, client: httpx.AsyncClient
) -> None:
    staff = await sample_tenant.as_("agent")
    for path in ("customers", "subscriptions", "invoices", "tickets", "conversations"):
        body = {"subject": "Another's", "customer_id": str(sample_tenant.other_customer_id)}
        await client.post("/api/v1/tickets", json=body, headers=staff)
        items = (await local_client.get(f"/api/{path}/?limit=200")).json()["items"]
        whose = {item["id"] if path == "customers" else item["customer_id"] for item in items}
        assert whose <= {str(sample_tenant.customer_id)}, path


@pytest.mark.parametrize(
    "host",
    [
        "[::1",
        "[x]",
        "",
        "localhost.example.com",
        "[::1%25]:80",
        "localhost/evil.com",
        "a@localhost",
    ],
)
async def test_an_odd_host_is_a_stranger_and_no_accident(local_app: FastAPI, host: str) -> None:
    async with calling(local_app, (HERE, 40_000), base_url="http://localhost:8000") as client:
        answer = await client.get("/api/customers/", headers={"Host": host})
    assert answer.status_code == 401, answer.text


async def test_a_token_from_before_a_demotion_is_worth_nothing_beside_a_newer_one(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    credentials = {"email": tenant.emails["admin"], "password": PASSWORD}
    before = (await client.post("/api/v1/auth/login", json=credentials)).json()
    demoted = await client.patch(
        f"/api/v1/users/{tenant.users['admin']}",
        json={"role": "agent"},
        headers=await tenant.as_("owner"),
    )
    assert demoted.status_code == 200
    fresh = {"refresh_token": before["refresh_token"]}
    after = (await client.post("/api/v1/auth/refresh", json=fresh)).json()
    seen = []
    for tokens in (after, before):  # The same sign-in: the newer one is looked up first.
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        seen.append((await client.get("/api/v1/auth/me", headers=bearer)).status_code)
    assert seen == [200, 401]


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The log lines that were written, with logging as the server configures it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configure_logging(ObservabilitySettings(LOG_LEVEL="INFO"))
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


async def test_an_accident_is_a_problem_and_one_log_line_with_the_same_correlation_id(
    runtime: Runtime, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    app = build_app(runtime, sample=None, chat_page=ChatPage("Test shop"))

    async def broken() -> None:
        raise RuntimeError("the engine broke")

    app.add_api_route("/broken", broken)
    async with calling(app) as client:
        answer = await client.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "engine" not in answer.text
    assert answer.json()["correlation_id"] == answer.headers["x-correlation-id"]
    (line,) = [line for line in logged() if line["level"] == "error"]
    assert "the engine broke" in line["exception"]
    assert line["correlation_id"] == answer.headers["x-correlation-id"]


async def test_an_error_of_the_database_does_not_repeat_what_a_customer_wrote(
    runtime: Runtime, tenant: Tenant
) -> None:
    words = "my late mother's lamp"
    with pytest.raises(DBAPIError) as failed:
        async with runtime.database.transaction(tenant.id) as session:
            await session.execute(text("SELECT CAST(:said AS text), 1/0"), {"said": words})
    assert words not in str(failed.value)
    assert json.dumps(words) not in repr(failed.value)


@pytest.mark.parametrize("writes", [True, False])
async def test_a_chat_ends_when_its_sign_in_does(
    app: FastAPI, tenant: Tenant, writes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "_WATCH_SECONDS", 60.0 if writes else 0.05)
    tokens = await tenant.sign_in("customer")
    async with connected(app, "/ws/a-chat-that-stays", await tenant.as_("customer")) as line:
        assert (await line.next())["type"] == "ready"
        out = {"refresh_token": tokens["refresh_token"]}
        assert (await tenant.client.post("/api/v1/auth/logout", json=out)).status_code == 204
        # The sign-in is looked up again at once: `app` is where it was ended.
        if writes:
            await line.send({"type": "message", "text": "Hello?", "client_id": "late-1"})
        assert (await line.until("error"))["code"] == "token_invalid"
        with pytest.raises(Closed) as closed:
            await line.next()
        assert closed.value.code == 4401


async def test_a_chat_outlives_the_access_token_that_opened_it(
    app: FastAPI, tenant: Tenant
) -> None:
    async with connected(app, "/ws/a-chat-that-stays", await tenant.as_("customer")) as line:
        await line.next()
        with frozen(now() + timedelta(hours=2)):
            await line.send({"type": "message", "text": "Hello?", "client_id": "later-1"})
            assert (await line.until("message.accepted"))["client_id"] == "later-1"


SECRETS = ("SP1", "Sample Parcel", "transit")
"""What only the customer of ORD123 may be told."""


@pytest.mark.parametrize(
    ("path", "field"),
    [("/api/chat/sync/", "message"), ("/chat", "message"), ("/support/resolve", "user_input")],
)
@pytest.mark.parametrize("caller", ["local", "agent", "key"])
async def test_a_chat_that_names_no_customer_sees_nobodys_order(
    worker: Worker,
    local_client: httpx.AsyncClient,
    client: httpx.AsyncClient,
    sample_tenant: Tenant,
    path: str,
    field: str,
    caller: str,
) -> None:
    ways = {
        "local": (local_client, {}),
        "agent": (client, await sample_tenant.as_("agent")),
        "key": (client, await sample_tenant.api_key("chat", "read")),
    }
    line, headers = ways[caller]
    body = {field: "Where is my order ORD123?"}
    nobody = await line.post(path, json=body, headers=headers)
    assert nobody.status_code == 200, nobody.text
    assert not any(secret in nobody.text for secret in SECRETS), nobody.text
    named = await line.post(path, json={**body, "user_id": 1}, headers=headers)
    assert "SP1" in named.text
    other = await line.post(path, json={**body, "user_id": 2}, headers=headers)
    assert not any(secret in other.text for secret in SECRETS), other.text


async def test_the_pages_guest_is_a_guest(
    worker: Worker, local_app: FastAPI, sample_tenant: Tenant
) -> None:
    here = {"host": "localhost:8000"}
    email = f"cora-{sample_tenant.slug.rpartition('-')[2]}@example.com"
    question = {"type": "message", "text": "Where is my order ORD123?", "client_id": "one"}
    async with connected(local_app, "/ws/guests-own-visit", here, (HERE, 1)) as line:
        await line.next()
        await line.send(question)
        reply = await line.until("reply")
        assert not any(secret in json.dumps(reply) for secret in SECRETS)
    url = f"/ws/coras-own-visit?customer={email}"
    async with connected(local_app, url, here, (HERE, 1)) as line:
        await line.next()
        await line.send(question)
        reply = await line.until("reply")
        assert "SP1" in reply["message"]["text"]
    async with connected(local_app, "/ws/coras-own-visit", here, (HERE, 1)) as line:
        assert (await line.next())["code"] == "conversation_not_found"
    async with connected(local_app, "/ws/guests-own-visit", here, (HERE, 1)) as line:
        await line.next()
        rating = {"type": "feedback", "turn_id": reply["turn_id"], "rating": "escalate"}
        await line.send(rating)
        assert (await line.until("error"))["code"] == "turn_not_found"


async def test_a_guest_does_not_go_on_with_a_customers_session(
    local_client: httpx.AsyncClient,
) -> None:
    body = {"message": "Hello.", "session_id": "a-visit-of-cora"}
    mine = await local_client.post("/api/chat/", json={**body, "user_id": 1})
    assert mine.status_code == 202
    for named in ({}, {"user_id": 2}):
        answer = await local_client.post("/api/chat/", json={**body, **named})
        assert answer.status_code in (404, 409), named
    again = await local_client.post("/api/chat/", json={**body, "user_id": 1})
    assert again.json()["conversation_id"] == mine.json()["conversation_id"]


async def test_a_user_without_a_customer_of_its_own_sees_nobodys_order_through_the_api(
    worker: Worker, runtime: Runtime, tenant: Tenant
) -> None:
    visitor = Actor("user", tenant.users["customer"], "customer")
    async with runtime.database.transaction(tenant.id) as session:
        assert await find_order(session, visitor, "ORD123") is None
        assert await find_customer(session, visitor, number=1) is None
        assert list(await session.scalars(visible_conversations(visitor))) == []
