"""The widget on a page of another origin: hostile styles, a strict policy, a phone, a keyboard."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e import browser
from tests.e2e.browser import PATIENCE_MS
from tests.e2e.chat import LiveServer
from tests.e2e.console import CUSTOMER, OWNER

# Fixtures are found by their names in this module.
chromium = browser.chromium

STRICT = "default-src 'none'; script-src {desk}; connect-src {desk} {line}"
HOSTILE_STYLE = "* { display: none !important; color: red !important; font-size: 1px !important }"


class _Page(BaseHTTPRequestHandler):
    """Answers every request with the page that stands in the server."""

    def do_GET(self) -> None:
        """The page with its policy."""
        server: Any = self.server
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if server.policy:
            self.send_header("Content-Security-Policy", server.policy)
        self.end_headers()
        self.wfile.write(server.page.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def shop_page() -> Iterator[Any]:
    """A web server of the shop's own, on another origin than the desk."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    server.page, server.policy = "", ""
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def key(live_server: LiveServer, shop_page: Any) -> dict[str, Any]:
    """A widget key for the shop's page."""
    given = {"email": OWNER[0], "password": OWNER[1]}
    with httpx.Client(base_url=live_server.url, timeout=60) as client:
        token = client.post("/api/v1/auth/login", json=given).json()["access_token"]
        body = {"name": "Shop", "origins": [f"http://127.0.0.1:{shop_page.server_port}"]}
        headers = {"Authorization": f"Bearer {token}"}
        answer = client.post("/api/v1/widget-keys", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def tag(server: LiveServer, key: dict[str, Any], **data: object) -> str:
    """The line that a shop puts into its page."""
    more = "".join(f' data-{name}="{value}"' for name, value in data.items())
    return f'<script src="{server.url}/widget.js" data-key="{key["key"]}"{more} defer></script>'


@asynccontextmanager
async def visit(
    chromium: Browser, shop_page: Any, html: str, policy: str = "", **options: Any
) -> AsyncIterator[Page]:
    """A browser at the shop's page; an error in its console fails the test."""
    shop_page.page, shop_page.policy = (
        f"<!doctype html><title>Shop</title><h1>Shop</h1>{html}",
        policy,
    )
    context = await chromium.new_context(**{"locale": "en-GB"} | options)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        await page.goto(f"http://127.0.0.1:{shop_page.server_port}/")
        yield page
        assert errors == []
    finally:
        await context.close()


async def ask(page: Page, text: str) -> None:
    """Write in the widget and send with the keyboard."""
    box = page.get_by_role("textbox", name="Write a message…")
    await box.fill(text)
    await box.press("Enter")


async def test_a_guest_chats_on_a_hostile_page_under_a_strict_policy_by_keyboard(
    live_server: LiveServer, chromium: Browser, shop_page: Any, key: dict[str, Any]
) -> None:
    policy = STRICT.format(desk=live_server.url, line=live_server.url.replace("http", "ws"))
    html = f"<style>{HOSTILE_STYLE}</style>{tag(live_server, key)}"
    # The page's own style is forbidden by its policy as well; the other test has it at work.
    async with visit(chromium, shop_page, html, policy) as page:
        opener = page.get_by_role("button", name="Open the chat")
        await expect(opener).to_be_visible()
        await opener.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("textbox", name="Write a message…")).to_be_focused()
        await ask(page, "How do I return something I bought?")
        said = page.locator("deskhand-chat .said:not(.mine)")
        await expect(said).to_have_count(2, timeout=PATIENCE_MS)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("textbox", name="Write a message…")).to_be_hidden()
        await expect(opener).to_be_focused()
        await page.reload()
        await page.get_by_role("button", name="Open the chat").click()
        await expect(said).to_have_count(2)
        await expect(page.locator("deskhand-chat .mine")).to_have_count(1)


async def test_the_pages_styles_change_nothing_inside(
    live_server: LiveServer, chromium: Browser, shop_page: Any, key: dict[str, Any]
) -> None:
    style = "<style>button, p, section, textarea { display: none !important; color: red }</style>"
    async with visit(chromium, shop_page, f"{style}{tag(live_server, key)}") as page:
        await page.get_by_role("button", name="Open the chat").click()
        box = page.get_by_role("textbox", name="Write a message…")
        await expect(box).to_be_visible()
        assert await box.evaluate("(node) => getComputedStyle(node).color") != "rgb(255, 0, 0)"


async def test_a_signed_customer_is_shown_a_proposal_as_a_card(
    live_server: LiveServer, chromium: Browser, shop_page: Any, key: dict[str, Any]
) -> None:
    expires = int(time.time()) + 3600
    signed = hmac.new(
        key["identity_secret"].encode(), f"{CUSTOMER}|{expires}".encode(), hashlib.sha256
    ).hexdigest()
    line = tag(live_server, key, email=CUSTOMER, expires=expires, signature=signed)
    async with visit(chromium, shop_page, line) as page:
        await page.get_by_role("button", name="Open the chat").click()
        await ask(page, "Please cancel my subscription")
        card = page.locator("deskhand-chat .card")
        await expect(card).to_contain_text("Fernway Home Plus", timeout=PATIENCE_MS)
        choices = page.locator("deskhand-chat .choices button")
        await expect(choices).to_have_count(2)
        await choices.last.click()
        await expect(choices).to_have_count(0)


async def test_on_a_phone_it_fills_the_screen_in_the_browsers_language(
    live_server: LiveServer, chromium: Browser, shop_page: Any, key: dict[str, Any]
) -> None:
    phone: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "locale": "de-DE",
        "color_scheme": "dark",
    }
    async with visit(chromium, shop_page, tag(live_server, key), **phone) as page:
        await page.get_by_role("button", name="Chat öffnen").click()
        box = await page.locator("deskhand-chat .box").bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, 390)
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await page.evaluate(wider)


async def test_a_page_that_the_key_does_not_name_shows_nothing(
    live_server: LiveServer, chromium: Browser, shop_page: Any, key: dict[str, Any]
) -> None:
    unknown = {"key": "wk_nothing"}
    async with visit(chromium, shop_page, tag(live_server, unknown)) as page:
        await page.wait_for_load_state("networkidle")
        await expect(page.locator("deskhand-chat")).to_have_count(1)
        await expect(page.get_by_role("button")).to_have_count(0)
