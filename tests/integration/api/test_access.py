"""Every route and the WebSocket, for every kind of caller, in the own and in another tenant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy import select

from deskhand.domain import mails
from deskhand.domain.tables import Order
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.api.compat import router as compat_router
from deskhand.interfaces.api.openapi import needs
from deskhand.interfaces.api.router import router as api_router
from deskhand.worker.loop import Worker
from tests.integration.actions.scene import order_values
from tests.integration.api.access_table import (
    CALLERS,
    GATEWAY,
    LISTS_OF_ONES_OWN,
    TABLE,
    Access,
)
from tests.support.chat_line import Closed, connected
from tests.support.desk import MakeTenant, RoleName, Tenant
from tests.support.pack_files import small_pack

SCOPES = ("chat", "read", "write", "admin")


def routes_of(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every route, each as it is registered."""
    for route in iter_route_contexts(app.routes):
        for method in sorted(route.methods or {"WEBSOCKET"}):
            if method != "HEAD":
                yield method, str(route.path)


def key_of(method: str, path: str) -> str:
    return f"{method} {path.rstrip('/') or '/'}"


@dataclass
class Scene:
    """A tenant with one thing of each kind, and callers of each kind."""

    tenant: Tenant
    foreign: Tenant
    order_id: UUID
    runtime: Runtime
    keys: dict[tuple[str, ...], dict[str, str]]

    async def headers(self, caller: str, scope: str | None) -> dict[str, str]:
        """The credential of a caller; see `CALLERS`."""
        if caller == "none":
            return {}
        if caller == "foreign":
            return await self.foreign.as_("owner")
        if caller == "key":
            return await self._key((scope or "read",), "admin" if scope == "admin" else "agent")
        if caller == "bare_key":
            others = tuple(one for one in SCOPES[:3] if one != (scope or "read"))
            return await self._key(others, "owner")
        return await self.tenant.as_(cast("RoleName", caller))

    async def _key(self, scopes: tuple[str, ...], role: str) -> dict[str, str]:
        if (*scopes, role) not in self.keys:
            self.keys[*scopes, role] = await self.tenant.api_key(*scopes, role=role)
        return self.keys[*scopes, role]

    async def things(self, path: str) -> dict[str, str]:
        """Ids for a path's parameters, of rows of customer 1 made for this request."""
        client, made = self.tenant.client, {"unique": uuid4().hex}
        customer, owner = await self.tenant.as_("customer"), await self.tenant.as_("owner")
        made["customer_id"] = str(self.tenant.customer_id)
        made["user_id"] = str(self.tenant.users["agent"])
        made["order_id"] = str(self.order_id)
        made["name"], made["release"] = "nothing.js", "0"
        made["session_id"] = made["sign_in_id"] = made["attachment_id"] = str(uuid4())
        made["own_id"], made["noun"] = made["unique"], "thing"
        made["kind"] = "orders"
        if any(part in path for part in ("{conversation_id}", "{turn_id}", "{task_id}")):
            said = await client.post("/api/chat/", json={"message": "Hi"}, headers=customer)
            made["conversation_id"] = said.json()["conversation_id"]
            made["turn_id"] = made["task_id"] = said.json()["task_id"]
        of_made = f"/api/v1/conversations/{made.get('conversation_id')}"
        if "{note_id}" in path:
            note = await client.post(f"{of_made}/notes", json={"text": "N"}, headers=owner)
            made["note_id"] = note.json()["id"]
        if "{webhook_id}" in path:
            # Those of the requests before are removed: a tenant has only so many.
            for old in (await client.get("/api/v1/webhooks", headers=owner)).json():
                await client.delete(f"/api/v1/webhooks/{old['id']}", headers=owner)
            place = {"url": "https://example.com/hook"}
            hook = await client.post("/api/v1/webhooks", json=place, headers=owner)
            made["webhook_id"], made["delivery_id"] = hook.json()["id"], str(uuid4())
        if "/gateways" in path:
            # What one does, no other can do: that of the request before goes.
            for old in (await client.get("/api/v1/gateways", headers=owner)).json():
                await client.delete(f"/api/v1/gateways/{old['id']}", headers=owner)
        if "{gateway_id}" in path:
            gateway = await client.post("/api/v1/gateways", json=GATEWAY, headers=owner)
            made["gateway_id"] = gateway.json()["id"]
        if "{mail_id}" in path:
            async with self.runtime.database.transaction(self.tenant.id) as session:
                mail = await mails.post(session, "somebody@example.com", "Hello", "A word")
            made["mail_id"] = str(mail.id)
        if "{macro_id}" in path:
            shared = {"name": "M", "shared": True, "actions": {"priority": "low"}}
            macro = await client.post("/api/v1/macros", json=shared, headers=owner)
            made["macro_id"] = macro.json()["id"]
        if path.endswith("merge"):
            other = await client.post("/api/v1/conversations", json={}, headers=customer)
            made["into_id"] = other.json()["id"]
        if path.endswith("unmerge"):
            await client.post(f"{of_made}/merge", json={"into": made["into_id"]}, headers=owner)
        if "{ticket_id}" in path:
            ticket = await client.post("/api/v1/tickets", json={"subject": "S"}, headers=customer)
            made["ticket_id"] = ticket.json()["id"]
        if "{document_id}" in path:
            body = {"content": f"# {made['unique']}", "uri": made["unique"]}
            told = await client.post("/api/v1/documents/ingest", json=body, headers=owner)
            made["document_id"] = told.json()["document"]["id"]
        if "{key_id}" in path:
            key = await client.post("/api/v1/api-keys", json={"name": "K"}, headers=owner)
            made["key_id"] = key.json()["id"]
        if "{widget_key_id}" in path:
            site = {"name": "Site", "origins": ["https://a.example"]}
            shown = await client.post("/api/v1/widget-keys", json=site, headers=owner)
            made["widget_key_id"] = shown.json()["id"]
        if "/packs/" in path:
            draft = {"files": small_pack(), "note": made["unique"]}
            version = await client.post("/api/v1/packs", json=draft, headers=owner)
            made["number"] = str(version.json()["number"])
        if "/intents" in path:
            made |= await self._taught(path, made["unique"])
        if "{action_id}" in path:
            wish = {"action": "refund", "number": "12345"}
            action = await client.post("/api/v1/actions", json=wish, headers=customer)
            made["action_id"] = action.json()["id"]
        if "{approval_id}" in path:
            made["approval_id"] = await self._approval(made["unique"])
        if path.endswith("/packs/rollback"):
            await client.post(f"/api/v1/packs/{made['number']}/publish", headers=owner)
        return made

    async def _taught(self, path: str, unique: str) -> dict[str, str]:
        """An intent with an example; before a training is asked for, there is none of any."""
        client, owner = self.tenant.client, await self.tenant.as_("owner")
        intent: dict[str, Any] = {"name": f"made-{unique}", "examples": [f"made {unique}"]}
        await client.post("/api/v1/intents", json=intent, headers=owner)
        listed = await client.get("/api/v1/intents/examples?limit=200", headers=owner)
        ids = [one["id"] for one in listed.json()["items"]]
        for example_id in ids if path.endswith("/train") else ():
            await client.delete(f"/api/v1/intents/examples/{example_id}", headers=owner)
        return {"name": intent["name"], "example_id": ids[0], "number": "1"}

    async def _approval(self, unique: str) -> str:
        """A large refund of a customer of its own, which an admin asked for."""
        client, admin = self.tenant.client, await self.tenant.as_("admin")
        body = {"email": f"{unique}@example.com", "name": "New"}
        customer = (await client.post("/api/v1/customers", json=body, headers=admin)).json()
        values = order_values(unique.upper(), UUID(customer["id"]), now().date())
        async with self.runtime.database.transaction(self.tenant.id) as session:
            large = {**values, "total_minor": 90_000}
            session.add(Order(tenant_id=self.tenant.id, id=new_id(), **large))
        wish = {"action": "refund", "number": unique.upper()}
        action = (await client.post("/api/v1/actions", json=wish, headers=admin)).json()
        answer = await client.post(
            f"/api/v1/actions/{action['id']}/confirm", json={}, headers=admin
        )
        return str(answer.json()["approval_id"])


@pytest.fixture(scope="module")
async def scene(runtime: Runtime, worker: Worker, make_tenant: MakeTenant) -> Scene:
    return await _scene(runtime, make_tenant)


@pytest.fixture(scope="module")
async def scene_of_packs(runtime: Runtime, worker: Worker, make_tenant: MakeTenant) -> Scene:
    """A tenant whose pack is replaced, so that it knows no action of the shop any more."""
    return await _scene(runtime, make_tenant)


async def _scene(runtime: Runtime, make_tenant: MakeTenant) -> Scene:
    tenant, foreign = await make_tenant(), await make_tenant()
    async with runtime.database.transaction(tenant.id) as session:
        order_id = await session.scalar(select(Order.id).where(Order.number == "ORD123"))
    assert order_id is not None
    return Scene(tenant, foreign, order_id, runtime, {})


def filled(value: Any, things: dict[str, str]) -> Any:
    text = json.dumps(value)
    for name, given in things.items():
        text = text.replace("{" + name + "}", given)
    return json.loads(text)


async def request(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    access: Access,
    things: dict[str, str],
    headers: dict[str, str],
) -> int:
    body = {"json": filled(access.body, things)} if access.body is not None else {}
    answer = await client.request(
        method, filled(path, things), headers=headers, follow_redirects=False, **body
    )
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        if answer.status_code == 401:
            assert answer.headers["www-authenticate"] == "Bearer"
    return answer.status_code


def test_the_table_knows_every_route_and_no_other(app: FastAPI) -> None:
    there = {key_of(method, path) for method, path in routes_of(app)}
    assert there - set(TABLE) == set(), "routes that the table does not know"
    assert set(TABLE) - there == set(), "rows of the table without a route"


@pytest.mark.parametrize("key", [key for key in TABLE if not key.startswith("WEBSOCKET")])
async def test_a_route_serves_whom_it_should_and_nobody_else(
    app: FastAPI, client: httpx.AsyncClient, scene: Scene, scene_of_packs: Scene, key: str
) -> None:
    access, scene = TABLE[key], scene_of_packs if "/pack" in key else scene
    paths = [(method, path) for method, path in routes_of(app) if key_of(method, path) == key]
    assert set(access.expected) == set(CALLERS)
    got: dict[tuple[str, str], int] = {}
    for method, path in paths:
        for caller in CALLERS:
            things = await scene.things(path)
            headers = await scene.headers(caller, access.scope)
            got[path, caller] = await request(client, method, path, access, things, headers)
    assert got == {
        (path, caller): access.expected[caller] for _, path in paths for caller in CALLERS
    }


async def test_the_websocket_serves_whom_it_should_and_nobody_else(
    app: FastAPI, scene: Scene
) -> None:
    access = TABLE["WEBSOCKET /ws/{session_id}"]
    session = f"session-{uuid4().hex}"
    async with connected(app, f"/ws/{session}", await scene.headers("customer", "chat")) as line:
        first = await line.next()
        assert first["type"] == "ready"
    got = {}
    for caller in CALLERS:
        headers = await scene.headers(caller, access.scope)
        async with connected(app, f"/ws/{session}", headers) as line:
            if caller == "none":
                await line.send({"type": "auth", "token": "wrong"})
            frame = await line.next()
            if frame["type"] == "ready":
                same = frame["conversation_id"] == first["conversation_id"]
                got[caller] = 101 if same else 404
                continue
            codes = {"token_invalid": 401, "scope_missing": 403, "conversation_not_found": 404}
            got[caller] = codes[frame["code"]]
            with pytest.raises(Closed):
                await line.next()
    assert got == access.expected


@pytest.mark.parametrize("path", LISTS_OF_ONES_OWN)
async def test_a_list_shows_a_customer_its_own_rows_and_a_stranger_none_of_the_tenants(
    client: httpx.AsyncClient, tenant: Tenant, scene: Scene, path: str
) -> None:
    mine, other = await tenant.as_("customer"), await tenant.as_("other_customer")
    for headers in (mine, other):
        await client.post("/api/v1/tickets", json={"subject": "Mine"}, headers=headers)
        await client.post("/api/v1/conversations", json={}, headers=headers)

    async def seen(headers: dict[str, str]) -> set[str]:
        answer = await client.get(path, params={"limit": "200"}, headers=headers)
        return {item["id"] for item in answer.json()["items"]}

    own, others, all_of_them = (
        await seen(mine),
        await seen(other),
        await seen(await tenant.as_("agent")),
    )
    assert own | others <= all_of_them
    assert not own & others
    if not path.endswith("refunds"):
        assert own
    assert not await seen(await scene.foreign.as_("owner")) & all_of_them


def test_every_route_of_the_api_needs_a_credential_and_the_compatible_ones_may_be_local() -> None:
    own_account = ("/auth/password", "/auth/sessions", "/auth/sessions/{session_id}")
    open_ones = (
        *own_account,
        "/auth/register",
        "/auth/login",
        "/auth/refresh",
        "/auth/logout",
        "/auth/me",
        "/widget/{key}",  # The key is public: a page holds it.
        "/widget/{key}/sessions",
    )
    for route in iter_route_contexts(api_router.routes):
        needed = list(needs(route.dependant))
        if not str(route.path).endswith((*open_ones, *own_account)):
            assert needed, route.path
        assert not any(local for _, _, local in needed), route.path
    for route in iter_route_contexts(compat_router.routes):
        assert [local for _, _, local in needs(route.dependant)] == [True], route.path
