"""The server is killed and started again while pages are open: they go on, and miss nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e import browser
from tests.e2e.chat import (
    KNOWLEDGE_QUESTION,
    ORDER_QUESTION,
    LiveServer,
    answered,
    ask,
    mine,
    open_chat,
)
from tests.e2e.console import sign_in, write
from tests.e2e.sample_server import sample_server
from tests.e2e.test_portal import at
from tests.faults.processes import Server

# Fixtures are found by their names in this module.
chromium = browser.chromium

REPLY = "A person is here now, and the server is back."


@dataclass
class Place:
    """Where the server answers."""

    url: str


@pytest.fixture
def mortal_server(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of its own, which a test may kill and start again."""
    with sample_server(pytestconfig, tmp_path_factory, "mortal") as server:
        yield server


async def watches(page: Page, place: LiveServer) -> None:
    """Sign in, and open the only conversation as people do."""
    await sign_in(page, place)
    await page.locator(".row a[data-open]").first.click()
    await expect(page.get_by_role("log")).to_contain_text(ORDER_QUESTION)
    await page.evaluate("window.sameVisit = true")


async def test_three_open_pages_go_on_without_a_reload_and_miss_nothing(
    mortal_server: Server, chromium: Browser
) -> None:
    place = Place(f"http://127.0.0.1:{mortal_server.port}")
    async with at(chromium) as customer, at(chromium) as first, at(chromium) as second:
        chat = await open_chat(customer, place)
        await ask(chat, ORDER_QUESTION)
        await answered(chat)
        await chat.evaluate("window.sameVisit = true")
        for tab in (first, second):
            await watches(tab.page, place)
        await asyncio.to_thread(mortal_server.kill)
        for tab in (first, second):
            await expect(tab.page.locator("#line")).to_have_attribute("data-state", "away")
        await ask(chat, KNOWLEDGE_QUESTION)  # Nobody is there to take it.
        await asyncio.to_thread(mortal_server.start)
        await answered(chat, 2)
        for tab in (first, second):
            thread = tab.page.get_by_role("log")
            await expect(thread.get_by_text(KNOWLEDGE_QUESTION)).to_have_count(1)
            await expect(thread.locator(".by-assistant")).to_have_count(2)
        await write(first.page, REPLY)
        await expect(chat.get_by_text(REPLY)).to_have_count(1)
        await expect(second.page.get_by_role("log").get_by_text(REPLY)).to_have_count(1)
        await expect(mine(chat, KNOWLEDGE_QUESTION)).to_have_count(1)
        for tab in (customer, first, second):
            assert await tab.page.evaluate("window.sameVisit")
            tab.errors.clear()  # Chromium tells of each connection that was refused meanwhile.
