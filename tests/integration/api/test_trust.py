"""Who is believed to be local or still of a role, and what an accident of ours tells."""

from __future__ import annotations

import json

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deskhand.infra.runtime import Runtime
from deskhand.interfaces.console.pages import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.interfaces.web.auth import is_local
from tests.support.desk import PASSWORD, Tenant, calling

HERE = "127.0.0.1"


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"],
)
def test_what_a_proxy_passes_on_is_not_local(header: str) -> None:
    host = {"host": "localhost:8000"}
    assert is_local(HERE, httpx.Headers(host))
    assert not is_local(HERE, httpx.Headers({**host, header: "localhost"}))


@pytest.mark.parametrize("host", ["[::1", "[x]", "", "localhost.example.com", "[::1%25]:80"])
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


async def test_an_accident_is_a_problem_and_one_log_line_with_the_same_correlation_id(
    runtime: Runtime, capsys: pytest.CaptureFixture[str]
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
    written = capsys.readouterr().out
    assert written.count("the engine broke") == 1
    assert answer.headers["x-correlation-id"] in written


async def test_an_error_of_the_database_does_not_repeat_what_a_customer_wrote(
    runtime: Runtime, tenant: Tenant
) -> None:
    words = "my late mother's lamp"
    with pytest.raises(DBAPIError) as failed:
        async with runtime.database.transaction(tenant.id) as session:
            await session.execute(text("SELECT CAST(:said AS text), 1/0"), {"said": words})
    assert words not in str(failed.value)
    assert json.dumps(words) not in repr(failed.value)
