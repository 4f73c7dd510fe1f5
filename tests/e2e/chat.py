"""What the tests of the chat page do on it, and the questions that they ask."""

from __future__ import annotations

from typing import Protocol

from playwright.async_api import Locator, Page, expect

from tests.e2e.browser import BrowserPage
from tests.support.patience import PATIENCE

ORDER_QUESTION = "Where is my order ORD123?"
KNOWLEDGE_QUESTION = "How do I return something I bought?"
LIST_QUESTION = "Which orders do I have?"
OPEN_QUESTION = "I want a refund"
"""Answered by a question with choices: the sample customer has several orders."""
REPLY_MS = PATIENCE * 1000


class LiveServer(Protocol):
    """The running server: `url` has no slash at its end."""

    url: str


async def open_chat(tab: BrowserPage, server: LiveServer) -> Page:
    """The page, connected and ready for a message."""
    await tab.page.goto(f"{server.url}/")
    await expect(tab.page.locator("#presence")).to_have_attribute("data-state", "assistant")
    return tab.page


async def ask(page: Page, text: str) -> None:
    """Write a message and send it with Enter."""
    box = page.get_by_role("textbox", name="Your message")
    await box.fill(text)
    await box.press("Enter")


def replies(page: Page) -> Locator:
    """The finished replies of the assistant in the log."""
    return page.get_by_role("log").locator(".from-assistant")


def choices(reply: Locator) -> Locator:
    """The answers that a reply offers on buttons."""
    return reply.get_by_role("group", name="Answers to choose from")


def mine(page: Page, text: str) -> Locator:
    """The visitor's own messages with this text."""
    return page.locator(".from-customer", has_text=text)


async def answered(page: Page, count: int = 1) -> Locator:
    """Wait for `count` replies, and answer the last one."""
    await expect(replies(page)).to_have_count(count, timeout=REPLY_MS)
    return replies(page).last


async def go_back_to(page: Page, target: Locator) -> None:
    """Press Shift+Tab until the target has the focus, at most as often as a page has stops."""
    for _ in range(30):
        await page.keyboard.press("Shift+Tab")
        if await target.evaluate("(node) => node === document.activeElement"):
            return
    await expect(target).to_be_focused()
