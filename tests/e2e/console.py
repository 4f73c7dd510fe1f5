"""What the tests of the console do: sign in, have customers write, wait for the page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
from playwright.async_api import Browser, Page, expect

from deskhand.infra.clock import now
from tests.e2e.browser import PATIENCE_MS, BrowserPage, Wire
from tests.e2e.chat import LiveServer

OWNER = ("owner@example.com", "sample-owner-pass")
CUSTOMER = "maya@example.com"


@asynccontextmanager
async def desk(
    chromium: Browser, server: LiveServer, person: tuple[str, str] = OWNER, **options: Any
) -> AsyncIterator[BrowserPage]:
    """A browser of its own in which `person` is signed in, at the inbox; else the sample's owner.

    What a browser says in its console is an error of the page, at the end of every test.
    """
    options = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"} | options
    context = await chromium.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    tab = BrowserPage(await context.new_page(), Wire())
    tab.watch()
    await tab.page.route_web_socket(re.compile(r"/console/live"), tab.wire.accept)
    try:
        await sign_in(tab.page, server, person)
        yield tab
        assert tab.errors == []
    finally:
        await context.close()


async def sign_in(page: Page, server: LiveServer, person: tuple[str, str] = OWNER) -> None:
    """Through the page, as a person does."""
    await page.goto(f"{server.url}/console")
    await page.get_by_label("E-mail address").fill(person[0])
    await page.get_by_label("Password").fill(person[1])
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.locator("#line")).to_have_attribute("data-state", "live")


def said(server: LiveServer, text: str, customer: str = CUSTOMER) -> str:
    """A customer writes in a new conversation, and is answered; the conversation's id."""
    body = {"message": text, "customer_email": customer}
    answer = httpx.post(f"{server.url}/api/chat/sync/", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["conversation_id"])


async def open_conversation(page: Page, server: LiveServer, conversation_id: str) -> None:
    """Go to it and wait until what was said in it is there."""
    await page.goto(f"{server.url}/console/conversations/{conversation_id}")
    await expect(page.get_by_role("log")).to_be_visible()
    await expect(page.locator("#line")).to_have_attribute("data-state", "live")


async def write(page: Page, text: str) -> None:
    """Write where the cursor goes with a key, and send with the keyboard alone."""
    box = page.locator("#reply")
    await box.fill(text)
    await box.press("Control+Enter")
    await expect(box).to_have_value("")
    await box.press("Control+Enter")  # At once, and not when it can't be taken back any more.
    await expect(page.locator("#held")).to_be_hidden()


def owner_of(server: LiveServer) -> httpx.Client:
    """A client with the sample owner's token."""
    given = {"email": OWNER[0], "password": OWNER[1]}
    answer = httpx.post(f"{server.url}/api/v1/auth/login", json=given)
    token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return httpx.Client(base_url=server.url, timeout=60, headers=token)


def made(client: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the API made of the body."""
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    row: dict[str, Any] = answer.json()
    return row


def new_customer(client: httpx.Client) -> tuple[str, str]:
    """A customer of one's own: id and e-mail address."""
    mark = uuid4().hex[:10]
    given = {"email": f"c{mark}@example.com", "name": f"Cato {mark}"}
    return made(client, "/api/v1/customers", given)["id"], given["email"]


def new_order(client: httpx.Client, customer_id: str, minor: int, **more: Any) -> str:
    """The number of an order that arrived a few days ago and can be refunded."""
    number, day = f"T{uuid4().hex[:8]}".upper(), now().date()
    given = {
        "customer_id": customer_id,
        "number": number,
        "status": "delivered",
        "currency": "USD",
        "items": [{"name": "Lamp", "quantity": 1, "unit_minor": minor}],
        "placed_on": str(day - timedelta(days=6)),
        "delivered_on": str(day - timedelta(days=2)),
        "refund_eligible": True,
    }
    made(client, "/api/v1/orders", given | more)
    return number


def new_member(client: httpx.Client, name: str, role: str = "agent") -> tuple[str, str]:
    """Somebody new of the team: e-mail address and password."""
    email, password = f"{uuid4().hex[:10]}@example.com", "a pass phrase of the tests"
    given = {"email": email, "password": password, "name": name, "role": role}
    made(client, "/api/v1/users", given)
    return email, password
