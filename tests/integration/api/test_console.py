"""The console's door: who gets in, who stays outside, and what a sign-in is worth."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from deskhand.domain.tables import WebSession
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.web.browsers import COOKIE
from deskhand.worker.loop import Worker
from tests.integration.api.test_desk import done
from tests.integration.api.test_inbox import conversation_of
from tests.support.chat_line import connected
from tests.support.desk import PASSWORD, MakeTenant, RoleName, Tenant, calling

BROWSER = {"sec-fetch-site": "same-origin", "accept": "text/html"}


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of its own, not signed in."""
    async with calling(app, headers=BROWSER) as opened:
        yield opened


async def sign_in(browser: httpx.AsyncClient, tenant: Tenant, role: RoleName) -> httpx.Response:
    """Sign in as the user of that role."""
    given = {"email": tenant.emails[role], "password": PASSWORD}
    return await browser.post("/console/sign-in", data=given)


async def a_conversation(tenant: Tenant) -> str:
    """The id of a conversation in which the customer has written."""
    headers = await tenant.as_("customer")
    said = await tenant.client.post("/api/chat/", json={"message": "Hello"}, headers=headers)
    return str(said.json()["conversation_id"])


@pytest.mark.parametrize("role", ["owner", "admin", "agent"])
async def test_the_team_signs_in_and_sees_its_own_inbox_only(
    browser: httpx.AsyncClient, make_tenant: MakeTenant, worker: Worker, role: RoleName
) -> None:
    tenant, foreign = await make_tenant(), await make_tenant()
    mine, theirs = await a_conversation(tenant), await a_conversation(foreign)
    answer = await sign_in(browser, tenant, role)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console"
    page = await browser.get("/console?view=all")
    assert page.status_code == 200
    assert mine in page.text
    assert theirs not in page.text
    assert (await browser.get(f"/console/conversations/{mine}")).status_code == 200
    assert (await browser.get(f"/console/conversations/{theirs}")).status_code == 404
    for act in ("reply", "take", "hand-back", "close"):
        refused = await browser.post(f"/console/conversations/{theirs}/{act}", data={"text": "x"})
        assert refused.status_code == 404


async def test_the_cookie_is_out_of_reach_of_scripts_and_the_database_holds_no_secret(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    answer = await sign_in(browser, tenant, "agent")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/console" in cookie
    secret = cookie.split("=", 1)[1].split(";")[0]
    async with runtime.database.transaction(tenant.id) as session:
        held = (await session.scalars(select(WebSession))).one()
    assert held.digest != secret
    assert secret not in (held.digest, held.agent)


async def test_customers_and_wrong_passwords_stay_outside(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    assert (await sign_in(browser, tenant, "customer")).status_code == 403
    wrong = {"email": tenant.emails["owner"], "password": "something else"}
    assert (await browser.post("/console/sign-in", data=wrong)).status_code == 401
    assert (await browser.post("/console/sign-in", data={"email": "<b>"})).status_code == 401
    led = await browser.get("/console")
    assert (led.status_code, led.headers["location"]) == (303, "/console/sign-in")
    async with runtime.database.transaction(tenant.id) as session:
        assert (await session.scalars(select(WebSession))).all() == []


async def test_a_request_of_another_site_changes_nothing(
    browser: httpx.AsyncClient, tenant: Tenant, worker: Worker
) -> None:
    conversation = await a_conversation(tenant)
    await sign_in(browser, tenant, "agent")
    address = f"/console/conversations/{conversation}/take"
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "http://elsewhere.test"},
    ):
        assert (await browser.post(address, headers=headers)).status_code == 403
    assert (await browser.post(address)).status_code == 204


async def test_signing_out_a_new_password_and_deactivation_end_the_sign_in(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    owner = await tenant.as_("owner")
    user = f"/api/v1/users/{tenant.users['agent']}"
    for change in (None, {"password": PASSWORD}, {"active": False}):
        await sign_in(browser, tenant, "agent")
        secret = browser.cookies[COOKIE]
        assert (await browser.get("/console")).status_code == 200
        if change is None:
            await browser.post("/console/sign-out")
        else:
            await tenant.client.patch(user, json=change, headers=owner)
        browser.cookies.clear()
        browser.cookies.set(COOKIE, secret, path="/console", domain="desk.test")
        assert (await browser.get("/console")).status_code == 303


async def test_the_live_line_is_for_signed_in_browsers_of_this_site(
    app: FastAPI, browser: httpx.AsyncClient, tenant: Tenant, worker: Worker
) -> None:
    await sign_in(browser, tenant, "agent")
    cookie = {"cookie": f"{COOKIE}={browser.cookies[COOKIE]}", "host": "desk.test"}
    for headers in (
        {},
        {"cookie": f"{COOKIE}={uuid4().hex}", "origin": "http://desk.test", "host": "desk.test"},
        {**cookie, "origin": "http://elsewhere.test"},
        await tenant.as_("owner"),
    ):
        async with connected(app, "/console/live", headers) as line:
            assert (await line.next())["type"] == "error"
    async with connected(app, "/console/live", {**cookie, "origin": "http://desk.test"}) as line:
        conversation = await a_conversation(tenant)
        event = await line.next()
        assert event["type"] == "message.accepted"
        assert event["conversation_id"] == conversation


async def test_lists_and_exports_hold_the_own_tenants_rows_and_no_formulas(
    browser: httpx.AsyncClient, make_tenant: MakeTenant
) -> None:
    tenant, foreign = await make_tenant(), await make_tenant()
    for one, name in ((tenant, '=HYPERLINK("http://x.test")'), (foreign, "Somebody Else")):
        new = {"email": f"{uuid4().hex}@example.com", "name": name}
        added = await one.client.post("/api/v1/customers", json=new, headers=await one.as_("owner"))
        assert added.status_code == 201, added.text
    await sign_in(browser, tenant, "agent")
    for path in ("", "/export.csv"):
        answer = await browser.get(f"/console/customers{path}")
        assert answer.status_code == 200
        assert "HYPERLINK" in answer.text
        assert "Somebody Else" not in answer.text
    rows = list(csv.reader(io.StringIO((await browser.get("/console/customers/export.csv")).text)))
    assert rows[0][:2] == ["Name", "E-mail"]
    assert len(rows) == 4
    assert [row[0] for row in rows if "HYPERLINK" in row[0]] == ['\'=HYPERLINK("http://x.test")']


async def test_a_list_goes_on_behind_its_cursor_and_refuses_a_foreign_one(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    owner = await tenant.as_("owner")
    for number in range(60):
        await tenant.client.post(
            "/api/v1/tickets", json={"subject": f"Matter {number}"}, headers=owner
        )
    await sign_in(browser, tenant, "agent")
    seen: list[str] = []
    address = "/console/tickets?sort=oldest"
    while address:
        page = (await browser.get(address)).text
        seen += re.findall(r"Matter (\d+)", page)
        following = re.search(r'href="([^"]+cursor=[^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == [str(number) for number in range(60)]
    assert (await browser.get("/console/tickets?cursor=x")).status_code == 422
    found = await browser.get("/console/tickets?q=Matter+59&status=open&nothing=1")
    assert set(re.findall(r"Matter (\d+)", found.text)) == {"59"}


async def test_only_administrators_reach_keys_people_packs_and_the_trail(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant, "agent")
    assert "API keys" not in (await browser.get("/console/settings")).text
    assert (await browser.get("/console/settings/audit")).status_code == 403
    new = {"name": "N", "email": "n@example.com", "password": PASSWORD, "role": "agent"}
    for path, body in (
        ("keys", {"name": "K"}),
        ("people", new),
        (f"people/{tenant.users['owner']}", {"active": "false"}),
        ("../teach/rollback", {}),
    ):
        answer = await browser.post(f"/console/settings/{path}", data=body)
        assert answer.status_code == 403, path
    await sign_in(browser, tenant, "admin")
    assert "API keys" in (await browser.get("/console/settings")).text
    assert (await browser.get("/console/settings/audit?verify=true")).status_code == 200
    given = {"name": "K", "role": "agent", "scopes": ["read", "chat"]}
    made = await browser.post("/console/settings/keys", data=given)
    assert made.status_code == 201
    key = made.json()["key"]
    listed = await tenant.client.get("/api/v1/conversations", headers={"X-API-Key": key})
    assert listed.status_code == 200


async def test_a_sign_in_is_ended_from_another_browser(
    app: FastAPI, browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    async with calling(app, headers=BROWSER) as lost:
        await sign_in(lost, tenant, "agent")
        await sign_in(browser, tenant, "agent")
        async with runtime.database.transaction(tenant.id) as session:
            first = await session.scalar(select(WebSession.id).order_by(WebSession.id).limit(1))
        ended = await browser.post(f"/console/settings/sessions/{first}/revoke")
        assert ended.status_code == 204
        assert (await lost.get("/console")).status_code == 303
        assert (await browser.get("/console")).status_code == 200


async def test_what_cannot_be_opened_is_a_page_to_a_visit_and_a_problem_to_a_script(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant, "agent")
    for path, status in ((f"conversations/{uuid4()}", 404), ("conversations/x", 422)):
        page = await browser.get(f"/console/{path}")
        assert (page.status_code, page.headers["content-type"][:9]) == (status, "text/html")
        assert "Back to the inbox" in page.text
        told = await browser.get(f"/console/{path}", headers={"accept": "application/json"})
        assert told.headers["content-type"] == "application/problem+json"


async def test_a_file_is_written_anew_published_and_rolled_back(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant, "admin")
    page = (await browser.get("/console/teach/files?path=pack.yaml")).text
    held = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert held is not None
    text = html.unescape(held[1])
    wanted = text.replace("title: Online shop", "title: Another shop")
    assert wanted != text
    given = {"path": "pack.yaml", "text": wanted, "note": "A name"}
    answer = await browser.post("/console/teach/files", data=given)
    drafted = answer.json()["next"]
    assert "Another shop" in (await browser.get(drafted)).text
    assert "Another shop" not in (await browser.get("/console/teach")).text
    assert (await browser.post(f"{drafted}/publish")).status_code == 204
    assert "Another shop" in (await browser.get("/console/teach")).text
    assert (await browser.post("/console/teach/rollback")).status_code == 204
    assert "Another shop" not in (await browser.get("/console/teach")).text


async def test_agents_see_figures_and_macros_and_only_administrators_teach(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant, "agent")
    for path in ("insights", "insights/containment", "insights?days=7", "macros"):
        assert (await browser.get(f"/console/{path}")).status_code == 200, path
    assert (await browser.get("/console/insights/nothing")).status_code == 404
    assert (await browser.get("/console/insights?days=0")).status_code == 422
    for path in ("teach", "teach/files", "settings/service", "settings/webhooks"):
        assert (await browser.get(f"/console/{path}")).status_code == 403, path
    await sign_in(browser, tenant, "admin")
    assert (await browser.get("/console/teach/procedures/nothing")).status_code == 404
    wrong = {"mode": "load", "hours": "always", "warn_before": "-1"}
    answer = await browser.post("/console/settings/service", data=wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "form_invalid")


async def test_a_day_without_one_of_two_figures_is_shown(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    conversation = await conversation_of(tenant, "My lamp is dark")
    await done(tenant, "POST", f"{conversation}/close")
    await sign_in(browser, tenant, "agent")
    page = await browser.get("/console/insights")
    assert page.status_code == 200, page.text
    assert '<td class="number">—</td>' in page.text


async def test_what_nobody_could_answer_becomes_an_article_of_what_a_person_said(
    browser: httpx.AsyncClient, tenant: Tenant, worker: Worker
) -> None:
    customer, agent = await tenant.as_("customer"), await tenant.as_("agent")
    for question in ("Which moon is made of cheese?", "Which moon consists of cheese?"):
        asked = await tenant.client.post(
            "/api/chat/sync/", json={"message": question}, headers=customer
        )
        assert asked.json()["disclaimer"], asked.text
    talk = asked.json()["conversation_id"]
    said = {"message": "None of them is; that is a tale."}
    path = f"/api/v1/conversations/{talk}/replies"
    assert (await tenant.client.post(path, json=said, headers=agent)).is_success
    await sign_in(browser, tenant, "agent")
    page = (await browser.get("/console/knowledge/writing/gaps")).text
    assert "2 asked" in page
    draft = re.search(r'href="(/console/knowledge/writing\?turn=[^"]*)"', page)
    assert draft is not None
    form = html.unescape((await browser.get(html.unescape(draft[1]))).text)
    assert "# Which moon" in form
    assert "None of them is; that is a tale." in form
    given = {"title": "Moons", "category": "tales", "text": "# Moons\n\nNone is of cheese."}
    saved = await browser.post("/console/knowledge/writing", data=given)
    assert saved.status_code == 303
    made = saved.headers["location"].rpartition("/")[2]
    anew = (await browser.get(f"/console/knowledge/writing/{made}")).text
    assert "None is of cheese." in anew
    changed = given | {"document_id": made, "text": "# Moons\n\nAll are of stone."}
    again = await browser.post("/console/knowledge/writing", data=changed)
    assert again.headers["location"] == saved.headers["location"]
    assert "stone" in (await browser.get(f"/console/knowledge/writing/{made}")).text
    assert (await browser.post("/console/knowledge/writing", data={"text": "x"})).status_code == 422


async def test_the_first_day_ticks_itself_off(
    browser: httpx.AsyncClient, tenant: Tenant, worker: Worker
) -> None:
    await sign_in(browser, tenant, "admin")
    assert "Begin with the first day" in (await browser.get("/console")).text
    before = (await browser.get("/console/first-day")).text
    await a_conversation(tenant)
    assert "Begin with the first day" not in (await browser.get("/console")).text
    given = {"name": "Greet", "text": "Hi", "shared": "true"}
    assert (await browser.post("/console/macros", data=given)).status_code == 204
    after = (await browser.get("/console/first-day")).text
    assert after.count("task done") > before.count("task done")
