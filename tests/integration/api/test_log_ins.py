"""Guessing passwords: what it costs, whom it stops, and whom it never stops."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from limits.aio.storage import MemoryStorage
from sqlalchemy import QueuePool

from deskhand.cli.http import Server
from deskhand.domain.accounts import passwords
from deskhand.domain.accounts.logins import CredentialsWrong, prove
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from tests.support.desk import PASSWORD, MakeTenant, calling
from tests.support.environment import settings_from

LOGIN = "/api/v1/auth/login"
HOME, ELSEWHERE, ATTACKER = "198.51.100.1", "198.51.100.2", "203.0.113.77"


def strict(runtime: Runtime, **env: str) -> FastAPI:
    settings = settings_from({"LOGIN_RATE_LIMIT": "3/minute", **env})
    ground = replace(runtime, settings=settings, rate_storage=MemoryStorage())
    return build_app(ground, sample=None, chat_page=ChatPage("Strict"))


async def tries(app: FastAPI, address: str, email: str, password: str, times: int = 1) -> list[int]:
    async with calling(app, (address, 1)) as client:
        body = {"email": email, "password": password}
        return [(await client.post(LOGIN, json=body)).status_code for _ in range(times)]


async def test_wrong_passwords_from_anywhere_do_not_lock_the_owner_out(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    app, email = strict(runtime), (await make_tenant()).emails["owner"]
    assert await tries(app, HOME, email, PASSWORD) == [200]
    assert await tries(app, ATTACKER, email, "wrong", 4) == [401, 401, 401, 429]
    assert await tries(app, ATTACKER, email, PASSWORD) == [429]
    assert await tries(app, HOME, email, PASSWORD) == [200]  # A known address.
    assert await tries(app, HOME, email, "wrong", 5) == [401] * 5
    assert await tries(app, HOME, email, PASSWORD) == [200]


async def test_a_known_device_signs_in_from_anywhere_and_a_forged_one_is_not_known(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    app, email = strict(runtime), (await make_tenant()).emails["owner"]
    body = {"email": email, "password": PASSWORD}
    async with calling(app, (HOME, 1)) as client:
        device = (await client.post(LOGIN, json=body)).cookies["deskhand_device"]
    await tries(app, ATTACKER, email, "wrong", 3)
    until, _, signature = device.partition(".")
    odd = ["", "x", "1", f"1.{signature}", f"{int(until) + 1}.{signature}", f"²{until}.{signature}"]
    for cookie, expected in (*((one, 429) for one in odd), (device, 200)):
        headers = {b"Cookie": f"deskhand_device={cookie}".encode()}
        async with calling(app, (ELSEWHERE, 1)) as client:
            answer = await client.post(LOGIN, json=body, headers=headers)
            assert answer.status_code == expected


async def test_right_passwords_use_nothing_up(runtime: Runtime, make_tenant: MakeTenant) -> None:
    app, tenant = strict(runtime), await make_tenant()
    for role in ("owner", "admin", "agent", "customer"):
        assert await tries(app, HOME, tenant.emails[role], PASSWORD, 2) == [200, 200]


async def test_guessing_at_a_known_place_ends_as_well(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    app, email = strict(runtime), (await make_tenant()).emails["owner"]
    await tries(app, HOME, email, PASSWORD)
    got = await tries(app, HOME, email, "wrong", 54)
    assert got == [401] * 53 + [429]


async def test_one_computation_whatever_the_number_of_tenants(
    runtime: Runtime, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = f"many-{uuid4().hex}@example.com"
    for number in range(5):
        body = {
            "tenant_name": f"Shop {number}",
            "name": "Many",
            "email": email,
            "password": f"{PASSWORD} {number}",
        }
        assert (await client.post("/api/v1/auth/register", json=body)).status_code == 201
    computed: list[str] = []
    real = passwords._computed

    def counted(password: str, ground: str) -> str:
        computed.append(ground)
        return real(password, ground)

    monkeypatch.setattr(passwords, "_computed", counted)
    for number in range(5):
        (found,) = await prove(runtime.database, email, f"{PASSWORD} {number}")
        assert found.password_hash
    assert len(computed) == 5
    for unknown in (email, "nobody@example.com"):
        with pytest.raises(CredentialsWrong):
            await prove(runtime.database, unknown, "wrong")
    assert len(computed) == 7


async def test_no_connection_is_held_while_a_password_is_hashed(
    runtime: Runtime, make_tenant: MakeTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await make_tenant()
    held: list[int] = []
    real = passwords._compare

    pool = runtime.database.engine.pool
    assert isinstance(pool, QueuePool)

    def compare(*given: Any) -> list[bool]:
        held.append(pool.checkedout())
        return real(*given)

    monkeypatch.setattr(passwords, "_compare", compare)
    assert await tries(strict(runtime), HOME, tenant.emails["owner"], PASSWORD) == [200]
    assert held == [0]


async def test_a_crowd_of_log_ins_is_sent_away_and_nothing_else_waits(
    runtime: Runtime, make_tenant: MakeTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_MOST_WAITING", 0)
    email = (await make_tenant()).emails["owner"]
    async with calling(strict(runtime)) as client:
        answer = await client.post(LOGIN, json={"email": email, "password": PASSWORD})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


async def test_registration_is_closed_unless_it_was_opened(runtime: Runtime) -> None:
    body = {
        "tenant_name": "New",
        "name": "New",
        "email": f"new-{uuid4().hex}@example.com",
        "password": PASSWORD,
    }
    for env, expected in (({}, 403), ({"REGISTRATION_OPEN": "true"}, 201)):
        async with calling(strict(runtime, **env)) as client:
            answer = await client.post("/api/v1/auth/register", json=body)
            assert answer.status_code == expected, answer.text


@pytest.mark.parametrize(
    ("password", "common"),
    [
        ("password123", True),
        ("Password-123", True),
        ("1234567890", True),
        ("aaaaaaaaaaaaaa", True),
        ("qwertyuiop", True),
        (PASSWORD, False),
        ("correct horse staple battery", False),
    ],
)
def test_the_passwords_that_everybody_tries_are_known(password: str, common: bool) -> None:
    assert passwords.is_common(password) == common


@pytest.mark.parametrize(
    ("trusted", "peer", "seen"),
    [
        (None, "127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "203.0.113.5"),
        ("10.0.0.0/8", "127.0.0.1", "127.0.0.1"),
        ("10.0.0.0/8,127.0.0.1", "10.1.2.3", "203.0.113.5"),
    ],
)
async def test_a_forwarded_address_is_believed_of_a_trusted_proxy_alone(
    trusted: str | None, peer: str, seen: str
) -> None:
    app, found = FastAPI(), list[str]()

    @app.middleware("http")
    async def look(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        assert request.client is not None
        found.append(request.client.host)
        return await call_next(request)

    server = Server(app, lambda: None, trusted_proxies=trusted)
    server.config.load()
    transport = httpx.ASGITransport(app=server.config.loaded_app, client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        await client.get("/", headers={"X-Forwarded-For": "203.0.113.5"})
    assert found == [seen]
