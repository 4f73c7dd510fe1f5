"""Registration, log-in, rotation of refresh tokens, log-out, keys and rate limits."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from limits.aio.storage import MemoryStorage

from deskhand.infra.clock import frozen, now
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from tests.support.desk import PASSWORD, MakeTenant, Tenant, calling
from tests.support.environment import settings_from

ME = "/api/v1/auth/me"


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}


async def refreshed(client: httpx.AsyncClient, tokens: dict[str, Any]) -> httpx.Response:
    return await client.post(
        "/api/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]}
    )


async def fresh_sign_in(client: httpx.AsyncClient, tenant: Tenant) -> dict[str, Any]:
    answer = await client.post(
        "/api/v1/auth/login", json={"email": tenant.emails["agent"], "password": PASSWORD}
    )
    tokens: dict[str, Any] = answer.json()
    return tokens


async def test_who_registers_owns_a_new_tenant_and_is_signed_in(client: httpx.AsyncClient) -> None:
    email = f"new-{uuid4().hex}@example.com"
    answer = await client.post(
        "/api/v1/auth/register",
        json={
            "tenant_name": "New shop",
            "name": "Nora New",
            "email": email.upper(),
            "password": PASSWORD,
        },
    )
    assert answer.status_code == 201
    made = answer.json()
    assert made["token_type"] == "bearer"
    assert made["expires_in"] == 1440 * 60  # As the desk of the tests is set.
    assert made["user"]["email"] == email
    assert made["user"]["role"] == "owner"
    assert PASSWORD not in answer.text
    me = (await client.get(ME, headers=bearer(made))).json()
    assert me["tenant_id"] == made["tenant"]["tenant_id"]
    assert me["user"]["name"] == "Nora New"
    assert me["scopes"] is None


async def test_a_registration_with_a_short_password_stores_nothing(
    client: httpx.AsyncClient,
) -> None:
    email = f"new-{uuid4().hex}@example.com"
    body = {"tenant_name": "X", "name": "X", "email": email, "password": "short"}
    answer = await client.post("/api/v1/auth/register", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "body.password"
    assert "short" not in answer.text.replace("should", "")
    login = await client.post("/api/v1/auth/login", json={"email": email, "password": "short"})
    assert login.status_code == 401


async def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(
    client: httpx.AsyncClient, shared_tenant: Tenant
) -> None:
    answers = [
        await client.post("/api/v1/auth/login", json={"email": email, "password": "not the one"})
        for email in (shared_tenant.emails["owner"], f"nobody-{uuid4().hex}@example.com")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    bodies = [
        {name: value for name, value in answer.json().items() if name != "correlation_id"}
        for answer in answers
    ]
    assert bodies[0] == bodies[1]
    assert bodies[0]["code"] == "credentials_wrong"
    assert answers[0].headers["www-authenticate"] == "Bearer"


async def test_an_address_that_serves_two_tenants_needs_the_slug(
    client: httpx.AsyncClient,
) -> None:
    email = f"twice-{uuid4().hex}@example.com"
    slugs = []
    for name in ("First", "Second"):
        body = {"tenant_name": name, "name": "T", "email": email, "password": PASSWORD}
        made = await client.post("/api/v1/auth/register", json=body)
        slugs.append(made.json()["tenant"]["slug"])
    credentials = {"email": email, "password": PASSWORD}
    assert (await client.post("/api/v1/auth/login", json=credentials)).status_code == 422
    answer = await client.post("/api/v1/auth/login", json={**credentials, "tenant": slugs[1]})
    tenant = await client.get("/api/v1/tenant", headers=bearer(answer.json()))
    assert tenant.json()["name"] == "Second"


async def test_a_refresh_token_works_once_and_its_reuse_ends_the_whole_sign_in(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    first = await fresh_sign_in(client, tenant)
    second = (await refreshed(client, first)).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert (await client.get(ME, headers=bearer(second))).status_code == 200
    with frozen(now() + timedelta(seconds=11)):
        reused = await refreshed(client, first)
        assert reused.status_code == 401
        assert reused.json()["code"] == "token_invalid"
        assert (await refreshed(client, second)).status_code == 401
        assert (await client.get(ME, headers=bearer(second))).status_code == 401


async def test_parallel_refreshes_of_one_sign_in_get_the_same_answer(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    first = await fresh_sign_in(client, tenant)
    answers = await asyncio.gather(*(refreshed(client, first) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len({answer.text for answer in answers}) == 1
    pair = answers[0].json()
    assert (await client.get(ME, headers=bearer(pair))).status_code == 200
    assert (await refreshed(client, pair)).status_code == 200
    assert (await refreshed(client, first)).json() == pair


async def test_a_key_ends_with_its_time_and_with_its_maker(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    owner, admin = await tenant.as_("owner"), await tenant.as_("admin")
    body = {"name": "k", "role": "admin", "scopes": ["admin"]}
    made = (await client.post("/api/v1/api-keys", json=body, headers=admin)).json()
    header = {"X-API-Key": made["key"]}
    child = (await client.post("/api/v1/api-keys", json=body, headers=header)).json()
    assert made["expires_at"] is not None
    for key in (made, child):
        assert (await client.get(ME, headers={"X-API-Key": key["key"]})).json()["role"] == "admin"
    with frozen(now() + timedelta(days=91)):
        assert (await client.get(ME, headers=header)).status_code == 401
    user = f"/api/v1/users/{tenant.users['admin']}"
    assert (await client.patch(user, json={"role": "agent"}, headers=owner)).status_code == 200
    assert (await client.get(ME, headers=header)).json()["role"] == "agent"
    assert (await client.patch(user, json={"active": False}, headers=owner)).status_code == 200
    for key in (made, child):
        answer = await client.get(ME, headers={"X-API-Key": key["key"]})
        assert (answer.status_code, answer.json()["code"]) == (401, "api_key_invalid")


async def test_everybody_changes_the_own_password_and_ends_the_own_sign_ins(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    one, two = await fresh_sign_in(client, tenant), await fresh_sign_in(client, tenant)
    path = "/api/v1/auth/sessions"
    listed = (await client.get(path, headers=bearer(one))).json()["items"]
    assert [item["kind"] for item in listed] == ["tokens", "tokens"]
    another = await tenant.as_("customer")
    theirs = await client.delete(f"{path}/{listed[0]['id']}", headers=another)
    assert theirs.status_code == 404
    ended = await client.delete(f"{path}/{listed[0]['id']}", headers=bearer(one))
    assert ended.status_code == 204
    assert (await client.get(ME, headers=bearer(two))).status_code == 401
    fresh = "quite another phrase"
    for current, status in (("wrong", 401), (PASSWORD, 200)):
        body = {"current_password": current, "new_password": fresh}
        changed = await client.post("/api/v1/auth/password", json=body, headers=bearer(one))
        assert changed.status_code == status
    assert (await client.get(ME, headers=bearer(one))).status_code == 401
    assert (await client.get(ME, headers=bearer(changed.json()))).status_code == 200
    for password, status in ((PASSWORD, 401), (fresh, 200)):
        body = {"email": tenant.emails["agent"], "password": password}
        assert (await client.post("/api/v1/auth/login", json=body)).status_code == status


async def test_logging_out_ends_access_and_refresh_at_once(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    tokens = await fresh_sign_in(client, tenant)
    other = await fresh_sign_in(client, tenant)
    assert (await client.get(ME, headers=bearer(tokens))).status_code == 200
    out = await client.post("/api/v1/auth/logout", json={"refresh_token": tokens["refresh_token"]})
    assert out.status_code == 204
    assert out.content == b""
    assert (await client.get(ME, headers=bearer(tokens))).status_code == 401
    assert (await refreshed(client, tokens)).status_code == 401
    assert (await client.get(ME, headers=bearer(other))).status_code == 200


async def test_an_expired_token_says_that_it_has_expired(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    tokens = await fresh_sign_in(client, tenant)
    with frozen(now() + timedelta(minutes=1441)):
        answer = await client.get(ME, headers=bearer(tokens))
        assert answer.status_code == 401
        assert answer.json()["code"] == "token_expired"
        assert (await refreshed(client, tokens)).status_code == 200


@pytest.mark.parametrize(
    "credential",
    [
        "nonsense",
        "a.b.c",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
        "dk_000000000000_not-a-key",
        "ÿÿÿ",
    ],
)
async def test_a_forged_credential_is_refused(client: httpx.AsyncClient, credential: str) -> None:
    header = httpx.Headers({"Authorization": f"Bearer {credential}"}, encoding="latin-1")
    answer = await client.get(ME, headers=header)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "odd",
    [
        {"exp": 1e308},
        {"exp": "soon"},
        {"exp": [1]},
        {"exp": -(10**20)},
        {"exp": True},
        {"tenant": 7},
        {"tenant": None},
        {"tenant": ["x"]},
        {"role": []},
        {"role": {}},
        {"family": 0},
        {"customer": {}},
        {"use": None},
    ],
)
async def test_a_claim_of_an_odd_type_in_a_well_signed_token_is_refused(
    runtime: Runtime, tenant: Tenant, odd: dict[str, Any]
) -> None:
    tokens = await tenant.sign_in("agent")
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    forged = jwt.encode({**claims, **odd}, runtime.secret, algorithm="HS256")
    answer = await tenant.client.get(ME, headers={"Authorization": f"Bearer {forged}"})
    assert (answer.status_code, answer.json()["status"]) == (401, 401), answer.text


async def test_a_refresh_token_is_no_access_token(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    tokens = await tenant.sign_in("owner")
    header = {"Authorization": f"Bearer {tokens['refresh_token']}"}
    assert (await client.get(ME, headers=header)).status_code == 401
    swapped = {"refresh_token": tokens["access_token"]}
    assert (await client.post("/api/v1/auth/refresh", json=swapped)).status_code == 401


async def test_a_deactivated_user_is_out_at_once(client: httpx.AsyncClient, tenant: Tenant) -> None:
    agent = await tenant.as_("agent")
    assert (await client.get(ME, headers=agent)).status_code == 200
    changed = await client.patch(
        f"/api/v1/users/{tenant.users['agent']}",
        json={"active": False},
        headers=await tenant.as_("admin"),
    )
    assert changed.status_code == 200
    assert (await client.get(ME, headers=agent)).status_code == 401
    login = {"email": tenant.emails["agent"], "password": PASSWORD}
    assert (await client.post("/api/v1/auth/login", json=login)).status_code == 401


async def test_nobody_raises_somebody_above_the_own_role(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    admin = await tenant.as_("admin")
    path = f"/api/v1/users/{tenant.users['admin']}"
    raised = await client.patch(path, json={"role": "owner"}, headers=admin)
    assert raised.status_code == 403
    assert raised.json()["code"] == "role_too_high"
    key = await client.post(
        "/api/v1/api-keys", json={"name": "k", "role": "owner", "scopes": ["admin"]}, headers=admin
    )
    assert key.status_code == 403
    last = await client.patch(
        f"/api/v1/users/{tenant.users['owner']}",
        json={"active": False},
        headers=await tenant.as_("owner"),
    )
    assert last.status_code == 409
    assert last.json()["code"] == "last_owner"


async def test_a_user_is_added_once_and_can_sign_in(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    admin = await tenant.as_("admin")
    new = {
        "email": f"added-{tenant.slug}@example.com",
        "name": "Added",
        "password": PASSWORD,
        "role": "agent",
    }
    assert (await client.post("/api/v1/users", json=new, headers=admin)).status_code == 201
    again = await client.post("/api/v1/users", json=new, headers=admin)
    assert again.status_code == 409
    assert again.json()["code"] == "user_exists"
    login = {"email": new["email"], "password": PASSWORD}
    assert (await client.post("/api/v1/auth/login", json=login)).status_code == 200


async def test_an_api_key_works_until_it_is_revoked_and_its_secret_is_shown_once(
    client: httpx.AsyncClient, tenant: Tenant
) -> None:
    owner = await tenant.as_("owner")
    made = await client.post("/api/v1/api-keys", json={"name": "shop site"}, headers=owner)
    key = made.json()
    assert key["scopes"] == ["chat", "read"]
    header = {"X-API-Key": key["key"]}
    me = await client.get(ME, headers=header)
    assert me.json()["kind"] == "api_key"
    assert me.json()["scopes"] == ["chat", "read"]
    listed = await client.get("/api/v1/api-keys", headers=owner)
    assert key["key"] not in listed.text
    assert listed.json()["items"][0]["last_used_at"] is not None
    revoked = await client.delete(f"/api/v1/api-keys/{key['id']}", headers=owner)
    assert revoked.status_code == 204
    assert (await client.get(ME, headers=header)).status_code == 401


async def test_log_ins_are_limited_by_address_and_by_account(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    settings = settings_from({"LOGIN_RATE_LIMIT": "3/minute"})
    strict = replace(runtime, settings=settings, rate_storage=MemoryStorage())
    app = build_app(strict, sample=None, chat_page=ChatPage("Strict"))

    async def tries(address: str, email: str, times: int) -> list[httpx.Response]:
        async with calling(app, (address, 1)) as client:
            body = {"email": email, "password": "wrong"}
            return [await client.post("/api/v1/auth/login", json=body) for _ in range(times)]

    account = tenant.emails["owner"]
    answers = await tries("198.51.100.1", account, 4)
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    # The account is limited from everywhere, another one from elsewhere is not.
    assert (await tries("198.51.100.2", account, 1))[0].status_code == 429
    assert (await tries("198.51.100.3", "nobody@example.com", 1))[0].status_code == 401
    # The address is limited for every account.
    assert (await tries("198.51.100.1", "else@example.com", 1))[0].status_code == 429
