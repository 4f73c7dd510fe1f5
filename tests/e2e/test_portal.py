"""Customers' own pages in a real browser: flows, sizes, themes, keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e import browser
from tests.e2e.browser import PATIENCE_MS, BrowserPage, Wire
from tests.e2e.chat import LiveServer, ask, replies
from tests.e2e.console import CUSTOMER
from tests.e2e.test_console_safety import FAINT, NAMELESS, TWICE, does_not_scroll_sideways

# Fixtures are found by their names in this module.
chromium = browser.chromium

PASSWORD = "sample-customer-pass"
GUEST_PAGES = ("/my/sign-in", "/my/sign-up", "/my/forgotten", "/help", "/help?q=return")
OWN_PAGES = (
    "/my",
    "/my/list/order",
    "/my/item/order/12345",
    "/my/list/invoice",
    "/my/item/invoice/INV-2005",
    "/my/list/subscription",
    "/my/act/return_items?number=12345",
    "/my/act/switch_plan?number=SUB-1001",
    "/my/talks",
    "/my/account",
    "/my/account/erasure",
)


@asynccontextmanager
async def at(chromium: Browser, **options: Any) -> AsyncIterator[BrowserPage]:
    """A browser of its own; what its console says is an error of the page."""
    options = {"viewport": {"width": 1200, "height": 850}, "locale": "en-GB"} | options
    context = await chromium.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    tab = BrowserPage(await context.new_page(), Wire())
    tab.watch()
    try:
        yield tab
        assert tab.errors == []
    finally:
        await context.close()


async def sign_in(page: Page, server: LiveServer, after: str = "/my") -> None:
    """Through the page, with the keyboard alone; one is led to where one wanted to go."""
    await page.goto(f"{server.url}{after}")
    await page.get_by_label("E-mail address").fill(CUSTOMER)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(re.escape(after) + "$"))


async def test_a_customer_signs_up_by_the_code_in_the_mail_and_signs_out(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with at(chromium) as tab:
        page, email = tab.page, f"{uuid4().hex[:12]}@example.com"
        await page.goto(f"{live_server.url}/my/sign-in")
        await page.get_by_role("link", name="Create an account").click()
        await page.get_by_label("Your name").fill("Nia New")
        await page.get_by_label("E-mail address").fill(email)
        await page.get_by_role("button", name="Send the code").click()
        await expect(page.get_by_text(email)).to_be_visible()
        mail = await page.get_by_role("group", name="This sample sends no mail").inner_text()
        code = re.search(r"Your code is (\d{4} \d{4})", mail)
        assert code is not None
        await page.get_by_label("Code", exact=True).fill(code[1])
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Hello, Nia New")).to_be_visible()
        await page.locator(".account summary").click()
        await page.get_by_role("button", name="Sign out").click()
        await page.goto(f"{live_server.url}/my")
        await expect(page).to_have_url(re.compile("/my/sign-in"))


async def test_an_order_shows_what_it_is_and_is_changed_after_exactly_that_was_shown(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with at(chromium) as tab:
        page = tab.page
        await sign_in(page, live_server, "/my/item/order/12345")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Fern Cam Outdoor")
        await expect(page.locator(".progress .current")).to_have_text("Delivered")
        await page.get_by_text("What is not possible now, and why").click()
        await expect(page.locator(".not-now")).to_contain_text("Cancel this order")
        await page.get_by_role("link", name="Return items").click()
        await page.get_by_role("button", name="Continue").click()
        await expect(page.locator(".proposal")).to_contain_text("Fern Cam Outdoor")
        await page.get_by_role("button", name="No, leave it as it is").click()
        await expect(page).to_have_url(re.compile("/my/item/order/12345$"))


async def test_the_chat_knows_who_is_signed_in_and_the_conversation_is_found_again(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with at(chromium) as tab:
        page = tab.page
        await sign_in(page, live_server)
        await page.get_by_role("link", name="Chat", exact=True).click()
        await expect(page.locator("#presence")).to_have_attribute("data-state", "assistant")
        await expect(page.locator("#customers")).to_have_count(0)
        await ask(page, "I want to cancel an order: 12345")
        await expect(replies(page)).to_have_count(1, timeout=PATIENCE_MS)
        await page.goto(f"{live_server.url}/my/talks")
        await page.locator(".row a").first.click()
        await expect(page.locator(".said-by-customer")).to_contain_text("cancel an order")
        await page.get_by_role("link", name="Go on with this").click()
        await expect(page.locator(".from-customer")).to_contain_text("cancel an order")


async def test_a_proposal_of_the_assistant_is_a_card_with_two_buttons(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with at(chromium) as tab:
        page = tab.page
        await sign_in(page, live_server)
        await page.goto(f"{live_server.url}/")
        await expect(page.locator("#presence")).to_have_attribute("data-state", "assistant")
        await ask(page, "Please cancel my subscription")
        card = page.locator(".proposal")
        await expect(card).to_contain_text("Fernway Home Plus", timeout=PATIENCE_MS)
        await expect(card.get_by_role("button")).to_have_count(2)
        await card.get_by_role("button").last.click()
        await expect(card.get_by_role("button")).to_have_count(0)


async def test_help_is_found_by_a_guest(live_server: LiveServer, chromium: Browser) -> None:
    async with at(chromium) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/help")
        await page.get_by_role("searchbox").fill("how do I return something")
        await page.keyboard.press("Enter")
        await page.locator(".row a").first.click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Returns")


@pytest.mark.parametrize("width", [320, 390, 1440])
async def test_no_page_scrolls_sideways(
    live_server: LiveServer, chromium: Browser, width: int
) -> None:
    async with at(chromium, viewport={"width": width, "height": 700}) as tab:
        page = tab.page
        for path in GUEST_PAGES:
            await page.goto(f"{live_server.url}{path}")
            await does_not_scroll_sideways(page)
        await sign_in(page, live_server)
        for path in OWN_PAGES:
            await page.goto(f"{live_server.url}{path}")
            await does_not_scroll_sideways(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_field_and_button_has_a_name_and_text_stands_out_from_its_ground(
    live_server: LiveServer, chromium: Browser, scheme: str
) -> None:
    async with at(chromium, color_scheme=scheme) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/my/sign-in")
        for path in GUEST_PAGES:
            await looks_right(page, f"{live_server.url}{path}")
        await sign_in(page, live_server)
        for path in OWN_PAGES:
            await looks_right(page, f"{live_server.url}{path}")


async def looks_right(page: Page, address: str) -> None:
    """Names, ids, contrast and one heading."""
    await page.goto(address)
    assert await page.evaluate(NAMELESS) == [], address
    assert await page.evaluate(TWICE) == [], address
    assert await page.evaluate(FAINT) == [], address
    assert await page.locator("h1:visible").count() == 1, address


async def test_a_customer_takes_the_data_along_and_sees_where_the_sign_ins_are(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with at(chromium) as tab:
        page = tab.page
        await sign_in(page, live_server)
        await page.locator(".account summary").click()
        await page.get_by_role("link", name="Your account").click()
        await expect(page.get_by_text("this browser")).to_be_visible()
        async with page.expect_download() as started:
            await page.get_by_role("link", name="Download").click()
        held = json.loads((await (await started.value).path()).read_text("utf-8"))
        assert [one["email"] for one in held["holdings"]["users"]] == [CUSTOMER]
        await page.get_by_role("link", name="Erase my data").click()
        await page.get_by_label("To confirm it").fill("somebody@example.com")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("nothing was erased")
        tab.errors.clear()  # Chromium tells of the 422 that refused it.
