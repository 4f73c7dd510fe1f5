"""What cannot be: each a clear problem document, and nothing stored half."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from inspect import isclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from sqlalchemy import func, select

from deskhand.domain.tables import AuditEntry, Conversation, IdempotencyKey, Message, Turn
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.api.compat.schemas import Asking
from tests.support.desk import Tenant

JSON = {"Content-Type": "application/json"}


async def stored(runtime: Runtime, tenant: Tenant) -> list[int]:
    """How many rows of the tenant a message would have left."""
    async with runtime.database.transaction(tenant.id) as session:
        return [
            await session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Conversation, Message, Turn, IdempotencyKey, AuditEntry)
        ]


def message(text: Any) -> bytes:
    return json.dumps({"message": text}).encode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid_input"),
        (b"{", 400, "json_invalid"),
        (b"null", 422, "invalid_input"),
        (b"[]", 422, "invalid_input"),
        (b'"text"', 422, "invalid_input"),
        (b'{"message": "caf\xe9"}', 400, "body_unreadable"),
        (b"{}", 422, "invalid_input"),
        (message(None), 422, "invalid_input"),
        (message(7), 422, "invalid_input"),
        (message(["x"]), 422, "invalid_input"),
        (message(""), 422, "invalid_input"),
        (message("  \n\t "), 422, "invalid_input"),
        (message("\n" * 10_000), 422, "invalid_input"),
        (message("\x00\x01\x02"), 422, "invalid_input"),
        (message("a" + "\n" * 10_000 + "b"), 422, "message_too_long"),
        (message("x" * 8_001), 422, "message_too_long"),
        (b'{"message": ' + b"[" * 100_000, 400, None),
        (b'{"message": "hi", "conversation_id": "nonsense"}', 422, "invalid_input"),
        (b'{"message": "hi", "user_id": -1}', 422, "invalid_input"),
        (b'{"message": "hi", "user_id": 99999999999999999999}', 422, "invalid_input"),
        (b'{"message": "hi", "customer_email": "a\\u0000b"}', 422, "invalid_input"),
    ],
)
async def test_a_bad_message_is_a_clear_problem_and_leaves_nothing(
    runtime: Runtime, tenant: Tenant, body: bytes, status: int, code: str | None
) -> None:
    headers = {**await tenant.as_("agent"), **JSON, "Idempotency-Key": "k"}
    before = await stored(runtime, tenant)
    answer = await tenant.client.post("/support/reply", content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["correlation_id"] == answer.headers["x-correlation-id"]
    if code is not None:
        assert problem["code"] == code
    assert await stored(runtime, tenant) == before


async def test_control_characters_and_lone_surrogates_are_cleaned_not_refused(
    tenant: Tenant,
) -> None:
    customer = await tenant.as_("customer")
    body = b'{"message": "a\\u0000b\\ud800c\\r\\nd\\u0085"}'
    answer = await tenant.client.post("/api/chat/", content=body, headers={**customer, **JSON})
    assert answer.status_code == 202, answer.text
    path = f"/api/conversations/{answer.json()['conversation_id']}/messages/"
    messages = (await tenant.client.get(path, headers=customer)).json()["items"]
    assert messages[0]["text"] == "ab?c\nd"


async def test_a_body_over_the_limit_is_413_also_when_its_length_is_not_announced(
    shared_tenant: Tenant,
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b"x" * 50_000

    headers = {**await shared_tenant.as_("agent"), **JSON}
    for body in (b"x" * 1_500_000, endless()):
        for path in ("/support/reply", "/api/v1/documents/ingest"):
            content: Any = endless() if not isinstance(body, bytes) else body
            answer = await shared_tenant.client.post(path, content=content, headers=headers)
            assert answer.status_code == 413, answer.text
            assert answer.json()["code"] == "body_too_large"


async def test_an_unknown_address_and_a_wrong_method_are_problems(
    client: httpx.AsyncClient,
) -> None:
    missing = await client.get("/nothing/here")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    wrong = await client.put("/support/reply", json={})
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in wrong.headers["allow"]
    for answer in (missing, wrong):
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/conversations", {"subject": "a\x00b"}),
        ("/api/v1/tickets", {"subject": "a\x00b"}),
        ("/api/v1/tickets", {"subject": "a", "category": "\x00"}),
        ("/api/v1/tickets", {"subject": "a", "description": "\x00"}),
        ("/api/v1/documents/search", {"query": "a\x00b"}),
        ("/api/v1/customers", {"email": "a\x00@example.com", "name": "x"}),
        ("/api/v1/customers", {"email": "a@example.com", "name": "x\x00"}),
        ("/api/v1/api-keys", {"name": "\x00"}),
        ("/api/v1/api-keys", {"name": "x", "scopes": ["everything"]}),
    ],
)
async def test_a_value_that_cannot_be_stored_is_a_problem(
    shared_tenant: Tenant, path: str, body: dict[str, Any]
) -> None:
    answer = await shared_tenant.client.post(
        path, json=body, headers=await shared_tenant.as_("owner")
    )
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["email=%00", "email=a%00b@example.com", "cursor=" + "A" * 10_000]
)
async def test_a_filter_that_cannot_be_stored_is_a_problem(
    shared_tenant: Tenant, query: str
) -> None:
    answer = await shared_tenant.client.get(
        f"/api/v1/customers?{query}", headers=await shared_tenant.as_("agent")
    )
    assert answer.status_code == 422, answer.text


async def test_the_caller_may_name_the_correlation_id(client: httpx.AsyncClient) -> None:
    given = "abcdefgh-1234"
    answer = await client.get("/nothing", headers={"X-Correlation-Id": given})
    assert answer.headers["x-correlation-id"] == given
    odd = await client.get("/nothing", headers={"X-Correlation-Id": "a b\tc"})
    assert odd.headers["x-correlation-id"] != "a b\tc"


async def test_the_api_describes_itself_with_every_error_once(client: httpx.AsyncClient) -> None:
    schema = (await client.get("/api/v1/openapi.json")).json()
    assert "/support/reply" in schema["paths"]
    assert "/api/chat/" in schema["paths"]
    assert "/api/chat" not in schema["paths"]
    assert schema["components"]["schemas"]["Problem"]["required"]
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert operation["tags"], path
            assert operation["summary"], path
            for status, answer in operation["responses"].items():
                if status.startswith(("4", "5")) and path != "/health":
                    assert answer["$ref"].startswith("#/components/responses/"), path
    for page in ("/docs", "/redoc"):
        assert (await client.get(page)).status_code == 404


async def test_what_nobody_knows_is_refused_in_bodies_forms_and_queries(
    shared_tenant: Tenant,
) -> None:
    staff = await shared_tenant.as_("agent")
    said = {"message": "Hello", "custmer_email": "cora@example.com"}
    path = f"/api/v1/conversations/{uuid4()}/messages"
    answer = await shared_tenant.client.post(path, json=said, headers=staff)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body.custmer_email"
    form = await shared_tenant.client.post(
        "/api/v1/documents/ingest",
        files={"file": ("a.md", b"# A")},
        data={"titel": "A"},
        headers=staff,
    )
    assert (form.status_code, form.json()["errors"][0]["field"]) == (422, "body.titel")
    for path in ("/api/v1/tickets?stauts=open", "/api/customers/?limt=1", "/health?deep=1"):
        answer = await shared_tenant.client.get(path, headers=staff)
        assert answer.status_code == 422, path
        assert answer.json()["errors"][0]["field"].startswith("query.")
    known = await shared_tenant.client.get("/api/v1/tickets?status=open&limit=1", headers=staff)
    assert known.status_code == 200


def test_every_body_refuses_fields_that_nobody_knows(app: FastAPI) -> None:
    bodies = {
        body.field_info.annotation
        for route in iter_route_contexts(app.routes)
        if hasattr(route, "dependant")
        for body in route.dependant.body_params
    }
    # The forms of pages are read field by field.
    shapes = {body for body in bodies if isclass(body) and issubclass(body, BaseModel)}
    assert shapes
    lenient = {shape for shape in shapes if shape.model_config.get("extra") != "forbid"}
    # What the callers of the older systems send besides is their matter.
    assert {body for body in lenient if not issubclass(body, Asking)} == set()


async def test_two_hosts_in_one_request_are_refused(client: httpx.AsyncClient) -> None:
    headers = [("Host", "desk.test"), ("Host", "localhost:8000")]
    answer = await client.get("/health", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "host_ambiguous")


async def test_only_the_team_calls_a_ticket_urgent(shared_tenant: Tenant) -> None:
    got = {}
    for role in ("customer", "agent"):
        answer = await shared_tenant.client.post(
            "/api/v1/tickets",
            json={"subject": "Now", "priority": "urgent"},
            headers=await shared_tenant.as_(role),
        )
        got[role] = answer.status_code
    assert got == {"customer": 403, "agent": 201}


async def test_every_refusal_of_a_missing_thing_is_described(
    client: httpx.AsyncClient, shared_tenant: Tenant
) -> None:
    paths = (await client.get("/api/v1/openapi.json")).json()["paths"]
    staff = await shared_tenant.as_("agent")
    nobody = {"message": "Hi", "customer_email": "nobody@example.com"}
    for path in ("/support/reply", "/api/chat/", "/api/chat/sync/", "/chat"):
        answer = await client.post(path, json=nobody, headers=staff)
        assert answer.status_code == 404
        assert "404" in paths[path]["post"]["responses"], path
        assert "429" in paths[path]["post"]["responses"], path
