"""What people do with their own account: password, sign-ins, their data, and the team's codes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from deskhand.domain.tables import Conversation, Customer, Mail, Order, User
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.web.browsers import COOKIE, CUSTOMER_COOKIE
from tests.integration.api.test_portal import BROWSER, mailed, sign_in
from tests.support.desk import PASSWORD, MakeTenant, Tenant, calling

NEW = "quite another pass phrase"


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of its own, not signed in."""
    async with calling(app, headers=BROWSER) as opened:
        yield opened


async def test_another_password_needs_the_old_one_and_ends_every_other_sign_in(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant)
    other = browser.cookies[CUSTOMER_COOKIE]
    browser.cookies.clear()
    await sign_in(browser, tenant)
    path = "/my/account/password"
    wrong = await browser.post(path, data={"current": "something else", "password": NEW})
    assert wrong.status_code == 401
    weak = await browser.post(path, data={"current": PASSWORD, "password": "password12"})
    assert weak.status_code == 422
    changed = await browser.post(path, data={"current": PASSWORD, "password": NEW})
    assert changed.status_code == 303
    assert "Your password was changed" in (await browser.get(changed.headers["location"])).text
    browser.cookies.clear()
    browser.cookies.set(CUSTOMER_COOKIE, other)
    assert (await browser.get("/my")).status_code == 303
    given = {"email": tenant.emails["customer"], "password": NEW}
    assert (await browser.post(f"/my/sign-in?shop={tenant.slug}", data=given)).status_code == 303


async def test_signing_out_everywhere_ends_this_browser_and_all_others(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    secrets = []
    for _ in range(2):
        browser.cookies.clear()
        await sign_in(browser, tenant)
        secrets.append(browser.cookies[CUSTOMER_COOKIE])
    assert (await browser.post("/my/account/sign-out-everywhere")).status_code == 303
    for secret in secrets:
        browser.cookies.clear()
        browser.cookies.set(CUSTOMER_COOKIE, secret)
        assert (await browser.get("/my")).status_code == 303


async def test_somebody_elses_sign_in_cannot_be_ended(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant, "customer")
    account = (await browser.get("/my/account")).text
    assert account.count("/my/account/sign-ins/") == 0  # This browser alone, which signs out.
    none = "00000000-0000-7000-8000-000000000000"
    assert (await browser.post(f"/my/account/sign-ins/{none}/end")).status_code == 404


async def test_the_export_holds_what_is_the_customers_and_nothing_of_another(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    assert (await browser.get("/my/account/export")).status_code == 303
    await sign_in(browser, tenant)
    answer = await browser.get("/my/account/export")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["cache-control"] == "no-store"
    held = answer.json()["holdings"]
    assert {one["number"] for one in held["orders"]} == {"ORD123", "12345"}
    assert [one["email"] for one in held["users"]] == [tenant.emails["customer"]]
    assert "password_hash" not in held["users"][0]


async def test_an_erasure_needs_the_own_address_and_leaves_the_books_without_a_name(
    browser: httpx.AsyncClient, runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    await sign_in(browser, tenant)
    headers = await tenant.as_("customer")
    await tenant.client.post("/api/v1/conversations", json={}, headers=headers)
    path = "/my/account/erasure"
    assert "cannot be undone" in (await browser.get(path)).text
    wrong = await browser.post(path, data={"email": tenant.emails["other_customer"]})
    assert wrong.status_code == 422
    assert (await browser.get("/my")).status_code == 200
    done = await browser.post(path, data={"email": tenant.emails["customer"]})
    assert done.status_code == 200
    assert "Your data was erased" in done.text
    assert (await browser.get("/my")).status_code == 303
    async with runtime.database.transaction(tenant.id) as session:
        customer = await session.get(Customer, (tenant.id, tenant.customer_id))
        talks = select(Conversation).where(Conversation.customer_id == tenant.customer_id)
        orders = select(Order).where(Order.customer_id == tenant.customer_id)
        users = select(User).where(User.customer_id == tenant.customer_id)
        assert (await session.scalars(talks)).all() == []
        assert (await session.scalars(users)).all() == []
        assert len((await session.scalars(orders)).all()) == 2
    assert customer is not None
    assert customer.name == "Erased customer"


async def test_somebody_of_the_team_chooses_a_new_password_by_a_code_and_old_sign_ins_end(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    email = tenant.emails["agent"]
    given = {"email": email, "password": PASSWORD}
    assert (await browser.post("/console/sign-in", data=given)).status_code == 303
    old = browser.cookies[COOKIE]
    browser.cookies.clear()
    asked = await browser.post("/console/forgotten", data={"email": email})
    code = await mailed(runtime, tenant, email)
    assert code not in asked.text
    path, wanted = "/console/forgotten/code", {"email": email, "password": NEW}
    wrong = await browser.post(path, data={**wanted, "code": "00000000"})
    assert wrong.status_code == 422
    assert COOKIE not in browser.cookies
    weak = await browser.post(path, data={**wanted, "password": "short", "code": code})
    assert weak.status_code == 422
    assert (await browser.post(path, data={**wanted, "code": code})).status_code == 303
    assert (await browser.get("/console")).status_code == 200
    # A code opens once, and the sign-ins of before are over.
    assert (await browser.post(path, data={**wanted, "code": code})).status_code == 422
    browser.cookies.clear()
    browser.cookies.set(COOKIE, old)
    assert (await browser.get("/console")).status_code == 303
    given = {"email": email, "password": NEW}
    assert (await browser.post("/console/sign-in", data=given)).status_code == 303


async def test_an_address_that_is_nobodys_or_a_customers_gets_no_code_for_the_console(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    told = set()
    for email in (tenant.emails["customer"], "nobody-here@example.com", tenant.emails["admin"]):
        answer = await browser.post("/console/forgotten", data={"email": email})
        told.add((answer.status_code, answer.text.replace(email, "")))
    assert len(told) == 1
    async with runtime.database.transaction(tenant.id) as session:
        mails = (await session.scalars(select(Mail.recipient))).all()
    assert mails == [tenant.emails["admin"]]
    # A code that a customer has from their own pages opens no console.
    data = {"email": tenant.emails["customer"], "way": "forgotten"}
    await browser.get(f"/my/forgotten?shop={tenant.slug}")
    await browser.post("/my/code", data=data)
    code = await mailed(runtime, tenant, tenant.emails["customer"])
    given = {"email": tenant.emails["customer"], "code": code, "password": NEW}
    assert (await browser.post("/console/forgotten/code", data=given)).status_code == 403
    assert COOKIE not in browser.cookies
