"""More than can be served: refused at once, with when to come back; health answers all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from deskhand.infra.runtime import Runtime
from deskhand.interfaces.web.middleware import RequestFrame
from deskhand.interfaces.web.room import Room, stepping_aside
from tests.support.desk import Tenant, calling


@asynccontextmanager
async def _every_connection_taken(runtime: Runtime) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for _ in range(runtime.settings.database.pool_size):
            await stack.enter_async_context(runtime.doors.transaction(None))
        yield


def _is_told_to_come_back(answer: httpx.Response) -> bool:
    return (
        answer.status_code == 503
        and answer.headers["content-type"] == "application/problem+json"
        and int(answer.headers["retry-after"]) >= 1
        and answer.json()["code"] == "too_busy"
    )


async def test_a_request_that_finds_no_connection_is_told_when_to_come_back(
    runtime: Runtime, client: httpx.AsyncClient, shared_tenant: Tenant
) -> None:
    signed_in = await shared_tenant.as_("customer")
    async with _every_connection_taken(runtime):
        refused = await client.get("/api/v1/orders", headers=signed_in)
        unwritten = await client.post("/api/v1/conversations", json={}, headers=signed_in)
    for answer in (refused, unwritten):
        assert _is_told_to_come_back(answer), answer.text
    assert (await client.get("/api/v1/orders", headers=signed_in)).status_code == 200


async def test_health_and_metrics_answer_while_every_connection_is_taken(
    runtime: Runtime, client: httpx.AsyncClient, shared_tenant: Tenant
) -> None:
    key = await shared_tenant.api_key("read")
    async with _every_connection_taken(runtime):
        health = await client.get("/health")
        metrics = await client.get("/metrics", headers=key)
    assert health.json()["checks"]["database"]["status"] == "ok"
    assert metrics.status_code == 200, metrics.text
    assert "deskhand_http_requests_total" in metrics.text


async def test_one_request_too_many_is_refused_unless_the_others_only_wait() -> None:
    room, go, inside = Room(most=1), asyncio.Event(), asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/waits":
            with stepping_aside():
                inside.set()
                await go.wait()
        elif scope["path"] == "/works":
            inside.set()
            await go.wait()
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    framed = FastAPI()
    framed.add_middleware(RequestFrame, max_body_bytes=100, room=room)
    framed.mount("/", app)
    async with calling(framed) as client:
        for path, expected in (("/waits", 204), ("/works", 503)):
            go.clear()
            inside.clear()
            first = asyncio.create_task(client.get(path))
            await inside.wait()
            second = await client.get("/")
            healthy = await client.get("/health")
            go.set()
            assert (await first).status_code == 204
            assert second.status_code == expected, path
            assert healthy.status_code == 204
            assert expected == 204 or _is_told_to_come_back(second)
    assert room.taken == 0
