"""People of the team act: through the rules, with four eyes, and not over each other."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Page, expect

from tests.e2e import browser
from tests.e2e.browser import BrowserPage
from tests.e2e.chat import LiveServer, answered, ask, open_chat
from tests.e2e.console import (
    desk,
    new_customer,
    new_member,
    new_order,
    open_conversation,
    owner_of,
    said,
    write,
)

# Fixtures are found by their names in this module.
chromium = browser.chromium
chromium_page = browser.chromium_page
chromium_options = browser.chromium_options


async def choose(page: Page, action: str) -> None:
    """Open the action in the sheet, and ask for its preview."""
    option = page.locator(".options > li", has=page.locator("strong", has_text=action)).first
    await option.locator("summary").first.click()
    await option.get_by_role("button", name=re.compile("Preview|Ask anyway")).click()


async def test_a_refund_is_previewed_with_its_rules_confirmed_and_told_in_the_thread(
    live_server: LiveServer, chromium: Browser
) -> None:
    with owner_of(live_server) as client:
        customer, email = new_customer(client)
        number = new_order(client, customer, 11_900)
    conversation = said(live_server, "Hello", email)
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        await page.get_by_role("link", name=f"Act on {number}").click()
        sheet = page.get_by_role("dialog", name="Action")
        await choose(page, "Refund")
        await expect(sheet).to_contain_text("What will be done, exactly")
        await expect(sheet).to_contain_text("$119.00")
        await expect(sheet).to_contain_text("Refund window")
        await sheet.get_by_role("button", name="Refund now").click()
        await expect(sheet).to_contain_text("It stands in the ledger")
        await page.keyboard.press("Escape")
        await expect(page.locator(".event", has_text=f"refund {number}")).to_contain_text("done")
        await page.goto(f"{live_server.url}/console/orders?q={number}")
        await page.get_by_role("link", name=number).click()
        await expect(page.get_by_role("main")).to_contain_text("$119.00")
        await page.get_by_role("link", name="Act…").click()
        await expect(page.locator("#option-refund")).to_contain_text("Not allowed")


async def test_what_a_rule_forbids_is_not_done_and_the_rule_is_told(
    live_server: LiveServer, chromium: Browser
) -> None:
    with owner_of(live_server) as client:
        customer, email = new_customer(client)
        number = new_order(client, customer, 5_000, refund_eligible=False)
    conversation = said(live_server, "Hello", email)
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        await page.get_by_role("link", name=f"Act on {number}").click()
        await expect(page.locator("#option-refund")).to_contain_text("not refundable")
        await choose(page, "Refund")
        await expect(page.locator("#option-refund .refused")).to_contain_text("not refundable")
        await expect(page.get_by_role("button", name="Refund now")).to_have_count(0)
        tab.errors.clear()  # The browser notes the refusal, which is a 409, as an error.


async def test_above_the_threshold_somebody_else_approves(
    live_server: LiveServer, chromium: Browser
) -> None:
    with owner_of(live_server) as client:
        customer, email = new_customer(client)
        number = new_order(client, customer, 90_000)
        agent = new_member(client, "Ada Agent")
    conversation = said(live_server, "Hello", email)
    async with desk(chromium, live_server, agent) as tab, desk(chromium, live_server) as other:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        await page.get_by_role("link", name=f"Act on {number}").click()
        await expect(page.locator("#option-refund")).to_contain_text("Needs approval")
        await choose(page, "Refund")
        await page.get_by_role("button", name="Refund now").click()
        await page.get_by_role("link", name="open the approval").click()
        await page.get_by_role("button", name="Approve").click()
        await expect(page.locator("#toasts")).to_contain_text("cannot approve")
        tab.errors.clear()  # The browser notes the refusal, which is a 403, as an error.
        await other.page.goto(page.url)
        await other.page.get_by_label("Reason of your decision").fill("Seen the photographs")
        await other.page.get_by_role("button", name="Approve").click()
        await expect(other.page.get_by_role("main")).to_contain_text("Granted by Olive Owner")
        await expect(other.page.get_by_role("main")).to_contain_text("Seen the photographs")
        await open_conversation(page, live_server, conversation)
        await expect(page.locator(".event", has_text=f"refund {number}")).to_contain_text("done")


async def test_two_people_and_a_customer_see_each_other_and_nobody_speaks_over_another(
    live_server: LiveServer, chromium: Browser, chromium_page: BrowserPage
) -> None:
    with owner_of(live_server) as client:
        agent = new_member(client, "Ada Agent")
    chat = await open_chat(chromium_page, live_server)
    await ask(chat, "Where is my order ORD123?")
    await answered(chat)
    conversation = chromium_page.wire.frames("ready")[0]["conversation_id"]
    async with desk(chromium, live_server, agent) as one, desk(chromium, live_server) as two:
        await open_conversation(one.page, live_server, conversation)
        await open_conversation(two.page, live_server, conversation)
        await expect(one.page.locator("#present")).to_contain_text("Olive Owner looks here too")
        await two.page.locator("#reply").press_sequentially("One mo")
        await expect(one.page.locator("#present")).to_contain_text("Olive Owner is writing")
        await one.page.get_by_role("button", name="Take over").click()
        await expect(two.page.locator(".talk-head")).to_contain_text("Ada Agent has it")
        await expect(two.page.locator("#reply")).to_have_value("One mo")
        await ask(chat, "Is anybody there?")
        for tab in (one, two):
            await expect(tab.page.get_by_role("log")).to_contain_text("Is anybody there?")
        await write(one.page, "Ada is here")
        await expect(chat.get_by_role("log")).to_contain_text("Ada is here")
        await expect(two.page.get_by_role("log")).to_contain_text("Ada is here")
        await expect(two.page.locator(".by-assistant")).to_have_count(1)
        assert len(chromium_page.wire.frames("reply")) == 1
