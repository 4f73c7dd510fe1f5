"""Customers' own pages: whose address is proven, what is shown to whom, and what can be done."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from deskhand.domain.tables import Customer, EmailCode, Mail, Order, User, WebSession
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.web.browsers import CUSTOMER_COOKIE
from tests.support.desk import PASSWORD, MakeTenant, RoleName, Tenant, calling

BROWSER = {"sec-fetch-site": "same-origin", "accept": "text/html", "accept-language": "en"}


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of its own, not signed in."""
    async with calling(app, headers=BROWSER) as opened:
        yield opened


async def sign_in(
    browser: httpx.AsyncClient, tenant: Tenant, role: RoleName = "customer"
) -> httpx.Response:
    """Sign in with a password at the tenant's own page."""
    given = {"email": tenant.emails[role], "password": PASSWORD}
    return await browser.post(f"/my/sign-in?shop={tenant.slug}", data=given)


async def ask_for_code(browser: httpx.AsyncClient, tenant: Tenant, email: str, **given: str) -> str:
    """The path of the page where the code is typed."""
    data = {"email": email, "way": "sign-up", **given}
    assert (await browser.get(f"/my/sign-up?shop={tenant.slug}")).status_code == 200
    answer = await browser.post("/my/code", data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("?")[0]


async def mailed(runtime: Runtime, tenant: Tenant, email: str) -> str:
    """The newest code that the outbox holds for the address."""
    async with runtime.database.transaction(tenant.id) as session:
        query = select(Mail).where(Mail.recipient == email).order_by(Mail.id.desc())
        mail = (await session.scalars(query)).first()
    assert mail is not None
    found = re.search(r"(\d{4}) (\d{4})", mail.body)
    assert found is not None
    return "".join(found.groups())


async def test_a_customer_signs_in_and_sees_only_what_is_theirs(
    browser: httpx.AsyncClient, make_tenant: MakeTenant
) -> None:
    tenant, foreign = await make_tenant(), await make_tenant()
    answer = await sign_in(browser, tenant)
    assert (answer.status_code, answer.headers["location"]) == (303, "/my")
    cookie = answer.headers["set-cookie"]
    assert CUSTOMER_COOKIE in cookie
    assert "HttpOnly" in cookie
    page = await browser.get("/my/list/order")
    assert "ORD123" in page.text
    assert "ORD900" not in page.text
    assert (await browser.get("/my/item/order/ORD123")).status_code == 200
    for number in ("ORD900", "NONE", "%00", "../12345"):
        assert (await browser.get(f"/my/item/order/{number}")).status_code == 404, number
    refused = await browser.post("/my/act/cancel?number=ORD900")
    assert refused.status_code == 404
    assert (await browser.get("/my/list/nothing")).status_code == 404
    # The cookie of one tenant opens nothing of another, whichever shop is named.
    page = await browser.get(f"/my?shop={foreign.slug}")
    assert "ORD123" in page.text


async def test_the_team_and_wrong_passwords_stay_outside_and_the_cookie_opens_no_console(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    assert (await sign_in(browser, tenant, "owner")).status_code == 401
    wrong = {"email": tenant.emails["customer"], "password": "something else"}
    answer = await browser.post(f"/my/sign-in?shop={tenant.slug}", data=wrong)
    assert answer.status_code == 401
    assert "The address or the password is wrong." in answer.text
    led = await browser.get("/my/list/order")
    assert led.headers["location"] == "/my/sign-in?after=%2Fmy%2Flist%2Forder"
    await sign_in(browser, tenant)
    browser.cookies.set("deskhand_session", browser.cookies[CUSTOMER_COOKIE])
    assert (await browser.get("/console")).status_code in (303, 403)
    assert (await browser.get("/api/v1/orders")).status_code == 401


async def test_a_request_of_another_site_changes_nothing(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant)
    for path in ("/my/sign-out", "/my/act/refund?number=12345", "/my/sign-in", "/my/code"):
        headers = {"sec-fetch-site": "cross-site"}
        answer = await browser.post(path, headers=headers, data={"email": "a@example.com"})
        assert answer.status_code == 403, path
    assert (await browser.get("/my")).status_code == 200


async def test_signing_out_ends_the_sign_in_for_good(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant)
    secret = browser.cookies[CUSTOMER_COOKIE]
    assert (await browser.post("/my/sign-out")).status_code == 303
    browser.cookies.set(CUSTOMER_COOKIE, secret)
    assert (await browser.get("/my")).status_code == 303


async def test_typing_somebodys_address_shows_nothing_until_the_code_from_its_mail_is_entered(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    email = f"{uuid4().hex}@example.com"
    async with runtime.database.transaction(tenant.id) as session:
        order = (await session.scalars(select(Order).where(Order.number == "ORD900"))).one()
        owner = await session.get(Customer, (tenant.id, order.customer_id))
        assert owner is not None
        owner.email = email  # A known customer without an account of this address.
    page = await ask_for_code(browser, tenant, email, name="Whoever")
    assert (await browser.get("/my")).status_code == 303
    assert email in (await browser.get(page)).text
    code = await mailed(runtime, tenant, email)
    assert code not in (await browser.get(page)).text
    wrong = await browser.post(page, data={"code": "00000000"})
    assert wrong.status_code == 422
    assert CUSTOMER_COOKIE not in browser.cookies
    entered = await browser.post(page, data={"code": f" {code[:4]} {code[4:]} "})
    assert entered.status_code == 303
    assert "ORD900" in (await browser.get("/my/list/order")).text
    # A code opens once.
    assert (await browser.post(page, data={"code": code})).status_code == 422
    async with runtime.database.transaction(tenant.id) as session:
        user = (await session.scalars(select(User).where(User.email == email))).one()
        kept = (await session.scalars(select(EmailCode).where(EmailCode.email == email))).one()
    assert (user.role, user.customer_id, user.name) == ("customer", owner.id, owner.name)
    assert code not in kept.digest


async def test_a_code_is_tried_five_times_at_most_and_a_right_one_after_that_is_refused(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    email = f"{uuid4().hex}@example.com"
    page = await ask_for_code(browser, tenant, email)
    code = await mailed(runtime, tenant, email)
    for _ in range(5):
        assert (await browser.post(page, data={"code": "1"})).status_code == 422
    assert (await browser.post(page, data={"code": code})).status_code == 422
    for _ in range(4):
        await ask_for_code(browser, tenant, email)
    data = {"email": email, "way": "sign-up"}
    assert (await browser.post(f"/my/code?shop={tenant.slug}", data=data)).status_code == 429


async def test_a_new_address_becomes_a_customer_with_a_password_that_works(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    email = f"{uuid4().hex}@example.com"
    page = await ask_for_code(browser, tenant, email, name="Nia New")
    code = await mailed(runtime, tenant, email)
    weak = await browser.post(page, data={"code": code, "password": "12345"})
    assert weak.status_code == 422  # And the code is not used up by it.
    given = {"code": code, "password": "a long pass phrase"}
    assert (await browser.post(page, data=given)).status_code == 303
    assert "Nia New" in (await browser.get("/my")).text
    await browser.post("/my/sign-out")
    given = {"email": email, "password": "a long pass phrase"}
    answer = await browser.post(f"/my/sign-in?shop={tenant.slug}", data=given)
    assert answer.status_code == 303


async def test_a_forgotten_password_is_replaced_by_code_and_every_older_sign_in_ends(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    await sign_in(browser, tenant)
    older = browser.cookies[CUSTOMER_COOKIE]
    await browser.post("/my/sign-out")
    await sign_in(browser, tenant)
    other = browser.cookies[CUSTOMER_COOKIE]
    assert other != older
    browser.cookies.clear()
    email = tenant.emails["customer"]
    page = await ask_for_code(browser, tenant, email, way="forgotten")
    given = {"code": await mailed(runtime, tenant, email), "password": "another pass phrase"}
    assert (await browser.post(page, data=given)).status_code == 303
    assert (await browser.get("/my")).status_code == 200
    browser.cookies.clear()
    browser.cookies.set(CUSTOMER_COOKIE, other)
    assert (await browser.get("/my")).status_code == 303
    browser.cookies.clear()
    assert (await sign_in(browser, tenant)).status_code == 401


async def test_a_code_lets_nobody_of_the_team_in(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    email = tenant.emails["owner"]
    page = await ask_for_code(browser, tenant, email)
    code = await mailed(runtime, tenant, email)
    assert (await browser.post(page, data={"code": code})).status_code == 403
    async with runtime.database.transaction(tenant.id) as session:
        assert (await session.scalars(select(WebSession))).all() == []


async def test_an_action_is_shown_exactly_then_done_once_and_told_again(
    browser: httpx.AsyncClient, tenant: Tenant, runtime: Runtime
) -> None:
    await sign_in(browser, tenant)
    item = (await browser.get("/my/item/order/12345")).text
    assert "Get a refund" in item
    assert "/my/act/cancel?" not in item  # Refused now, with the rule's sentence below.
    assert "Cancel this order" in item
    led = await browser.post("/my/act/refund?number=12345")
    assert led.status_code == 303
    proposal = (await browser.get(led.headers["location"])).text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', proposal)
    assert digest is not None
    forged = {"answer": "yes", "digest": "0" * 64}
    assert (await browser.post(led.headers["location"], data=forged)).status_code == 409
    led = await browser.post("/my/act/refund?number=12345")
    given = {"answer": "yes", "digest": digest[1]}
    for _ in range(2):
        done = await browser.post(led.headers["location"], data=given)
        assert done.status_code == 200, done.text
        assert "outcome-done" in done.text
    async with runtime.database.transaction(tenant.id) as session:
        order = (await session.scalars(select(Order).where(Order.number == "12345"))).one()
    assert order.status == "refunded"


async def test_somebody_elses_proposal_does_not_exist(
    browser: httpx.AsyncClient, app: FastAPI, tenant: Tenant
) -> None:
    await sign_in(browser, tenant)
    led = await browser.post("/my/act/refund?number=12345")
    async with calling(app, headers=BROWSER) as other:
        await sign_in(other, tenant, "other_customer")
        path = led.headers["location"]
        assert (await other.get(path)).status_code == 404
        assert (await other.post(path, data={"answer": "yes"})).status_code == 404


async def test_after_signing_in_one_is_led_to_pages_of_this_site_alone(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    given = {"email": tenant.emails["customer"], "password": PASSWORD}
    for after, where in (
        ("/my/list/order", "/my/list/order"),
        ("//elsewhere.test/my/", "/my"),
        ("https://elsewhere.test", "/my"),
        ("/my/\\elsewhere", "/my"),
        ("/console", "/my"),
    ):
        answer = await browser.post(
            f"/my/sign-in?shop={tenant.slug}", data={**given, "after": after}
        )
        assert answer.headers["location"] == where


async def test_pages_speak_the_language_that_the_browser_asks_for(
    browser: httpx.AsyncClient, tenant: Tenant
) -> None:
    await sign_in(browser, tenant)
    page = await browser.get(
        "/my/list/order", headers={"accept-language": "xx, de-AT;q=0.9, en;q=0.1"}
    )
    assert '<html lang="de">' in page.text
    assert "Bestellungen" in page.text
