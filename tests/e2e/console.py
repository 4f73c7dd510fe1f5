"""What the tests of the console do: sign in, have customers write, wait for the page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from playwright.async_api import Browser, Page, expect

from tests.e2e.browser import PATIENCE_MS, BrowserPage, Wire
from tests.e2e.chat import LiveServer

OWNER = ("owner@example.com", "sample-owner-pass")
CUSTOMER = "maya@example.com"


@asynccontextmanager
async def desk(chromium: Browser, server: LiveServer, **options: Any) -> AsyncIterator[BrowserPage]:
    """A browser of its own in which the sample's owner is signed in, at the inbox.

    What a browser says in its console is an error of the page, at the end of every test.
    """
    options = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"} | options
    context = await chromium.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    tab = BrowserPage(await context.new_page(), Wire())
    tab.watch()
    await tab.page.route_web_socket(re.compile(r"/console/live"), tab.wire.accept)
    try:
        await sign_in(tab.page, server)
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
