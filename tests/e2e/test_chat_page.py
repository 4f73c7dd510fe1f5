"""The chat page in a real browser, against the whole server with the sample shop."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.e2e import browser
from tests.e2e.browser import BrowserPage
from tests.e2e.chat import (
    KNOWLEDGE_QUESTION,
    OPEN_QUESTION,
    ORDER_QUESTION,
    LiveServer,
    answered,
    ask,
    go_back_to,
    mine,
    open_chat,
    replies,
)

# Fixtures are found by their names in this module.
chromium = browser.chromium
chromium_page = browser.chromium_page
chromium_options = browser.chromium_options

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


async def contrast(page: Page, selector: str) -> float:
    """WCAG 2 contrast of the element's text with the first opaque background behind it."""
    ratio: float = await page.locator(selector).first.evaluate(
        """(node) => {
          const parse = (css) => {
            const parts = css.match(/[\\d.]+/g).map(Number);
            const scale = css.startsWith("color(") ? 255 : 1;
            return [...parts.slice(0, 3).map((part) => part * scale), parts[3] ?? 1];
          };
          const light = ([r, g, b]) => {
            const [x, y, z] = [r, g, b].map((part) => {
              const c = part / 255;
              return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * x + 0.7152 * y + 0.0722 * z;
          };
          const backOf = (one) => parse(getComputedStyle(one).backgroundColor);
          let behind = node;
          while (backOf(behind)[3] < 1) behind = behind.parentElement;
          const [a, b] = [light(parse(getComputedStyle(node).color)), light(backOf(behind))];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }"""
    )
    return ratio


@pytest.mark.parametrize("chromium_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
async def test_text_has_enough_contrast_in_both_themes(
    chromium_page: BrowserPage, live_server: LiveServer, chromium_options: dict[str, Any]
) -> None:
    page = await open_chat(chromium_page, live_server)
    shown = ["h1", "#presence-text", ".welcome p", "#composer-hint", ".suggestion"]
    low = {name: await contrast(page, name) for name in shown}
    await ask(page, KNOWLEDGE_QUESTION)
    await answered(page)
    told = [".from-customer .text", ".from-assistant .text", ".author", "time", ".source-document"]
    await page.get_by_text("Why?").click()
    below = [".chip", ".source-path", ".why summary", ".why dt", ".why dd"]
    low |= {name: await contrast(page, name) for name in [*told, *below]}
    await ask(page, OPEN_QUESTION)
    await answered(page, 2)
    low |= {".choice": await contrast(page, ".choice")}
    assert {name: ratio for name, ratio in low.items() if ratio < 4.5} == {}
    background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    dark = sum(map(int, re.findall(r"\d+", background)[:3])) < 150
    assert dark == (chromium_options["color_scheme"] == "dark")


async def test_chosen_theme_outlives_a_reload(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    before = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.get_by_role("button", name="Dark theme").click()
    after = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert after != before
    await page.reload()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == after


@pytest.mark.parametrize("chromium_options", [PHONE])
async def test_phone_shows_everything_without_scrolling_sideways(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    sideways = "document.documentElement.scrollWidth - window.innerWidth"
    assert await page.evaluate(sideways) <= 0
    await ask(page, KNOWLEDGE_QUESTION)
    reply = await answered(page)
    await reply.locator("summary").first.tap()
    assert await page.evaluate(sideways) <= 0
    scroller = page.locator("#scroller")
    assert await scroller.evaluate("(node) => node.scrollWidth - node.clientWidth") <= 0
    box = await page.locator("#composer").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 740
    panel = page.get_by_role("complementary", name="About this chat")
    await expect(panel).to_be_hidden()
    await page.get_by_role("button", name="About this chat").tap()
    await expect(panel).to_be_visible()
    await page.get_by_role("button", name="Close this panel").tap()
    await expect(panel).to_be_hidden()


async def test_everything_can_be_done_with_the_keyboard(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    keys = page.keyboard
    box = page.get_by_role("textbox", name="Your message")
    await expect(box).to_be_focused()
    skip = page.get_by_role("link", name="Skip to the message box")
    await go_back_to(page, skip)
    await keys.press("Enter")
    await expect(box).to_be_focused()
    await keys.type("How do I return")
    await keys.press("Shift+Enter")
    await keys.type("something I bought?")
    await expect(box).to_have_value("How do I return\nsomething I bought?")
    await keys.press("Enter")
    await expect(box).to_have_value("")
    reply = await answered(page)
    summary = reply.locator("summary").first
    await go_back_to(page, summary)
    assert await summary.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"
    await keys.press("Enter")
    await expect(reply.locator("dd").first).to_be_visible()
    await keys.press("Escape")
    await expect(reply.locator("dd").first).to_be_hidden()
    await keys.press("Escape")
    await expect(box).to_be_focused()


async def test_messages_written_without_a_connection_are_sent_once(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, ORDER_QUESTION)
    await answered(page)
    await chromium_page.wire.cut()
    await expect(page.locator("#offline-banner")).to_be_visible()
    await ask(page, KNOWLEDGE_QUESTION)
    waiting = mine(page, KNOWLEDGE_QUESTION)
    await expect(waiting.get_by_role("img", name="Waiting for the connection")).to_be_visible()
    await page.reload()
    await expect(waiting).to_have_count(1)
    chromium_page.wire.mend()
    await answered(page, 2)
    await expect(page.locator("#offline-banner")).to_be_hidden()
    for _ in range(2):
        await expect(mine(page, ORDER_QUESTION)).to_have_count(1)
        await expect(waiting).to_have_count(1)
        await expect(waiting.get_by_role("img", name="Received")).to_be_visible()
        await page.reload()
        await answered(page, 2)


async def test_a_dropped_connection_keeps_every_message_once(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, ORDER_QUESTION)
    await expect(mine(page, ORDER_QUESTION).get_by_role("img", name="Received")).to_be_visible()
    await chromium_page.wire.cut()
    chromium_page.wire.mend()
    reply = await answered(page)
    await expect(reply.locator(".text")).to_contain_text("ORD123")
    await expect(page.locator("#presence")).to_have_attribute("data-state", "assistant")
    assert chromium_page.wire.opened == 2
    await expect(page.locator(".message")).to_have_count(2)
    await expect(page.locator("#live")).to_be_empty()


async def test_markup_in_a_message_stays_text(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    text = "<img src=x onerror=alert(1)> <b>ORD123</b>\nand a second line"
    await ask(page, text)
    bubble = page.locator(".from-customer .text")
    await expect(bubble).to_have_text(text)
    assert await bubble.evaluate("(node) => node.childElementCount") == 0
    await answered(page)
    assert await page.locator("#log img, #log script, #log b").count() == 0
    assert chromium_page.errors == []


async def test_too_long_a_message_is_not_sent_and_says_by_how_much(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, "x" * 8003)
    await expect(page.get_by_text("3 characters too many")).to_be_visible()
    box = page.get_by_role("textbox", name="Your message")
    await expect(box).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_role("button", name="Send")).to_be_disabled()
    await expect(page.locator(".message")).to_have_count(0)


async def test_page_is_quiet_strict_and_stays_at_home(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    response = await chromium_page.page.goto(f"{live_server.url}/")
    assert response is not None
    policy = await response.header_value("content-security-policy") or ""
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert await response.header_value("x-content-type-options") == "nosniff"
    page = await open_chat(chromium_page, live_server)
    await ask(page, KNOWLEDGE_QUESTION)
    await answered(page)
    assert chromium_page.errors == []
    assert chromium_page.hosts == {urlsplit(live_server.url).netloc}
    script = await page.locator("script[type=module]").get_attribute("src")
    kept = await page.request.get(f"{live_server.url}{script}")
    assert "immutable" in kept.headers["cache-control"]
    stale = await page.request.get(f"{live_server.url}/static/console/chat.js")
    assert stale.headers["cache-control"] == "no-cache"
    again = await page.request.get(
        f"{live_server.url}/static/console/chat.js",
        headers={"if-none-match": stale.headers["etag"]},
    )
    assert again.status == 304


@pytest.mark.parametrize("chromium_options", [{"viewport": {"width": 320, "height": 256}}])
async def test_a_window_of_four_hundred_percent_zoom_stays_usable(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, KNOWLEDGE_QUESTION)
    reply = await answered(page)
    await reply.get_by_role("button", name="This helped").click()
    size = await page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight, scrollY]"
    )
    assert size == [320, 256, 0]
    await expect(page.get_by_role("textbox", name="Your message")).to_be_in_viewport()


async def test_a_reader_who_scrolled_up_is_not_moved_but_told(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await page.set_viewport_size({"width": 1000, "height": 420})
    for count in (1, 2):
        await ask(page, KNOWLEDGE_QUESTION)
        await answered(page, count)
    scroller = page.locator("#scroller")
    jump = page.get_by_role("button", name="New messages")
    await chromium_page.wire.cut()
    await ask(page, KNOWLEDGE_QUESTION)
    await scroller.evaluate("(node) => node.scrollTo({ top: 0, behavior: 'instant' })")
    await page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    chromium_page.wire.mend()
    await answered(page, 3)
    assert await scroller.evaluate("(node) => node.scrollTop") == 0
    await jump.click()
    await expect(replies(page).last.get_by_role("button", name="This helped")).to_be_in_viewport()
    await expect(jump).to_be_hidden()
