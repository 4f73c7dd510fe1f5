"""The widget's door: pages that a key names, visitors who see their own chat, signed identities."""

from __future__ import annotations

import gzip
import hmac
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from deskhand.infra.clock import now
from deskhand.interfaces.console.assets import load_assets
from deskhand.worker.loop import Worker
from tests.support.chat_line import Closed, connected
from tests.support.desk import MakeTenant, Tenant

PAGE = "https://www.example.com"


async def a_key(tenant: Tenant, *origins: str) -> dict[str, Any]:
    """A widget key, as the API made it."""
    body = {"name": "Site", "origins": list(origins or (PAGE,))}
    answer = await tenant.client.post(
        "/api/v1/widget-keys", json=body, headers=await tenant.as_("owner")
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def opened(tenant: Tenant, key: str, origin: str = PAGE, **body: Any) -> httpx.Response:
    """What a page of that origin gets."""
    headers = {"origin": origin}
    return await tenant.client.post(f"/api/v1/widget/{key}/sessions", json=body, headers=headers)


def signed(
    key: dict[str, Any], email: str, ahead: timedelta = timedelta(hours=1)
) -> dict[str, Any]:
    """An identity as the tenant's own server signs it."""
    expires = int((now() + ahead).timestamp())
    text = f"{email}|{expires}".encode()
    signature = hmac.new(key["identity_secret"].encode(), text, "sha256").hexdigest()
    return {"email": email, "expires": expires, "signature": signature}


def test_the_file_is_small_and_needs_no_other() -> None:
    content = load_assets().files["widget.js"].content
    assert len(gzip.compress(content, 9)) <= 15 * 1024
    for word in (b"import ", b"innerHTML", b"eval(", b"insertAdjacentHTML", b".style."):
        assert word not in content


async def test_any_page_may_load_the_file_and_only_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/widget.js")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-type"].startswith("text/javascript")
    other = await client.get("/static/console/chat.js")
    assert other.headers["cross-origin-resource-policy"] == "same-origin"


async def test_the_look_is_told_in_the_browsers_language_to_pages_of_the_key_alone(
    tenant: Tenant,
) -> None:
    key = await a_key(tenant)
    path = f"/api/v1/widget/{key['key']}"
    headers = {"origin": PAGE, "accept-language": "it, en;q=0.5"}
    answer = await tenant.client.get(path, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert answer.json()["language"] == "it"
    assert answer.json()["texts"]["send"] == "Invia"
    for origin in ("https://elsewhere.test", "http://www.example.com", "null"):
        refused = await tenant.client.get(path, headers={"origin": origin})
        assert refused.status_code == 403, origin
        assert "access-control-allow-origin" not in refused.headers
        assert (await opened(tenant, key["key"], origin)).status_code == 403
    assert (await tenant.client.get(path)).status_code == 403
    unknown = await tenant.client.get("/api/v1/widget/wk_nothing", headers=headers)
    assert unknown.status_code == 404


async def test_a_browser_is_told_before_that_the_page_may_ask(tenant: Tenant) -> None:
    key = await a_key(tenant)
    path = f"/api/v1/widget/{key['key']}/sessions"
    asked = await tenant.client.options(path, headers={"origin": PAGE})
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-headers"] == "content-type"
    assert (
        await tenant.client.options(path, headers={"origin": "https://x.test"})
    ).status_code == 403


async def test_a_visitor_chats_as_a_guest_and_comes_back_to_the_same_conversation(
    app: FastAPI, tenant: Tenant, worker: Worker
) -> None:
    key = await a_key(tenant)
    made = (await opened(tenant, key["key"])).json()
    assert made["known"] is False
    path = f"/ws/{made['conversation_id']}"
    async with connected(app, path) as line:
        await line.send({"type": "auth", "token": made["token"]})
        assert (await line.until("ready"))["messages"] == []
        await line.send({"type": "message", "text": "Where is my order ORD123?", "client_id": "a"})
        reply = await line.until("reply")
    # A guest sees nobody's records: nothing that was said rests on one.
    assert all(not one["evidence"] for one in reply["message"]["evidence"])
    again = (await opened(tenant, key["key"], token=made["token"])).json()
    assert again["conversation_id"] == made["conversation_id"]
    fresh = (await opened(tenant, key["key"], token="wv.nothing")).json()
    assert fresh["conversation_id"] != made["conversation_id"]


async def test_a_visitors_token_opens_one_chat_and_nothing_else(
    app: FastAPI, tenant: Tenant, make_tenant: MakeTenant
) -> None:
    key = await a_key(tenant)
    mine = (await opened(tenant, key["key"])).json()
    theirs = (await opened(tenant, key["key"])).json()
    headers = {"Authorization": f"Bearer {mine['token']}"}
    for path in ("orders", "customers", "conversations", "tickets"):
        answer = await tenant.client.get(f"/api/v1/{path}", headers=headers)
        assert answer.status_code == 403, path
    async with connected(
        app, f"/ws/{theirs['conversation_id']}?conversation={theirs['conversation_id']}"
    ) as line:
        await line.send({"type": "auth", "token": mine["token"]})
        assert (await line.until("ready"))["conversation_id"] == mine["conversation_id"]
    elsewhere = await make_tenant()
    foreign = await a_key(elsewhere)
    answer = (await opened(elsewhere, foreign["key"], token=mine["token"])).json()
    assert answer["conversation_id"] != mine["conversation_id"]


async def test_a_signed_identity_makes_the_visitor_that_customer(
    app: FastAPI, tenant: Tenant, worker: Worker
) -> None:
    key = await a_key(tenant)
    email = await _email_of_customer(tenant)
    made = (await opened(tenant, key["key"], identity=signed(key, email))).json()
    assert made["known"] is True
    async with connected(app, f"/ws/{made['conversation_id']}") as line:
        await line.send({"type": "auth", "token": made["token"]})
        await line.until("ready")
        await line.send({"type": "message", "text": "Where is my order ORD123?", "client_id": "a"})
        reply = await line.until("reply")
    assert "ORD123" in reply["message"]["text"]
    # Who is no customer any more does not go on with the customer's conversation.
    guest = (await opened(tenant, key["key"], token=made["token"])).json()
    assert guest["conversation_id"] != made["conversation_id"]


@pytest.mark.parametrize("ahead", [timedelta(seconds=-5), timedelta(days=2)])
async def test_an_identity_is_good_for_a_short_time(tenant: Tenant, ahead: timedelta) -> None:
    key = await a_key(tenant)
    identity = signed(key, await _email_of_customer(tenant), ahead)
    answer = await opened(tenant, key["key"], identity=identity)
    assert answer.status_code == 422
    assert answer.json()["code"] == "identity_invalid"


async def test_an_identity_for_another_or_with_another_keys_secret_is_refused(
    tenant: Tenant,
) -> None:
    key, other = await a_key(tenant), await a_key(tenant)
    email = await _email_of_customer(tenant)
    forged = signed(key, "nobody@example.com") | {"email": email}
    for identity in (forged, signed(other, email)):
        answer = await opened(tenant, key["key"], identity=identity)
        assert answer.status_code == 422


async def test_ending_a_key_ends_its_chats(app: FastAPI, tenant: Tenant) -> None:
    key = await a_key(tenant)
    made = (await opened(tenant, key["key"])).json()
    gone = await tenant.client.delete(
        f"/api/v1/widget-keys/{key['id']}", headers=await tenant.as_("admin")
    )
    assert gone.status_code == 204
    assert (await opened(tenant, key["key"])).status_code == 404
    async with connected(app, f"/ws/{made['conversation_id']}") as line:
        await line.send({"type": "auth", "token": made["token"]})
        with pytest.raises(Closed):
            await line.until("ready")


@pytest.mark.parametrize("origin", ["*", "www.example.com", "https://a.example/path", "ftp://x.y"])
async def test_a_key_names_origins_and_nothing_else(tenant: Tenant, origin: str) -> None:
    body = {"name": "Site", "origins": [origin]}
    headers = await tenant.as_("owner")
    answer = await tenant.client.post("/api/v1/widget-keys", json=body, headers=headers)
    assert answer.status_code == 422


async def _email_of_customer(tenant: Tenant) -> str:
    answer = await tenant.client.get(
        f"/api/v1/customers/{tenant.customer_id}", headers=await tenant.as_("owner")
    )
    return str(answer.json()["email"])
