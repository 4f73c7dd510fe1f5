"""The team's console in a real browser: inbox, thread, keyboard, and both ends of a talk."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.async_api import Browser, expect

from tests.e2e import browser
from tests.e2e.browser import BrowserPage
from tests.e2e.chat import LiveServer, answered, ask, open_chat
from tests.e2e.console import desk, open_conversation, said, sign_in, write

# Fixtures are found by their names in this module.
chromium = browser.chromium
chromium_page = browser.chromium_page
chromium_options = browser.chromium_options


async def test_a_reply_reaches_the_customers_page_and_the_customers_answer_the_desk(
    live_server: LiveServer, chromium: Browser, chromium_page: BrowserPage
) -> None:
    question = "I want to talk to a person"
    chat = await open_chat(chromium_page, live_server)
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await ask(chat, question)
        await answered(chat)
        conversation = chromium_page.wire.frames("ready")[0]["conversation_id"]
        row = page.locator(f"#row-{conversation}.waits")
        await row.click()
        await expect(page.get_by_role("log")).to_contain_text(question)
        await write(page, "Hello, this is Olive. How can I help?")
        await expect(page.locator(".by-agent")).to_contain_text("Olive")
        await expect(chat.get_by_role("log")).to_contain_text("this is Olive")
        await ask(chat, "Thank you for coming")
        await expect(page.get_by_role("log")).to_contain_text("Thank you for coming")
        await expect(page.locator(".talk-head")).to_contain_text("has it")


async def test_taking_over_handing_back_and_closing_stand_in_the_thread(
    live_server: LiveServer, chromium: Browser
) -> None:
    conversation = said(live_server, "Where is my order ORD123?")
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        await page.get_by_role("button", name="Take over").click()
        await expect(page.locator(".event")).to_contain_text("took over")
        await page.get_by_role("button", name="Hand back").click()
        await expect(page.locator(".event").last).to_contain_text("gave it back")
        await page.get_by_role("button", name="Close", exact=True).click()
        await expect(page.locator(".talk-head")).to_contain_text("Closed")


async def test_everything_is_done_with_the_keyboard_alone(
    live_server: LiveServer, chromium: Browser
) -> None:
    for number in range(3):
        said(live_server, f"Where is my order ORD12{number + 3}?")
    async with desk(chromium, live_server) as tab:
        page = tab.page
        current = page.locator(".row a[aria-current]")
        await page.keyboard.press("j")
        await expect(page.get_by_role("log")).to_be_visible()
        first = await current.get_attribute("href")
        await page.keyboard.press("j")
        await expect(current).not_to_have_attribute("href", str(first))
        await page.keyboard.press("k")
        await expect(current).to_have_attribute("href", str(first))
        await expect(page).to_have_url(re.compile(re.escape(str(first))))
        await page.keyboard.press("n")
        await page.keyboard.type("Looks fine to me")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".message.note")).to_contain_text("Looks fine to me")
        await page.keyboard.press("Escape")
        await page.keyboard.press("r")
        await page.keyboard.type("All is well")
        await page.keyboard.press("Control+Enter")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".by-agent")).to_contain_text("All is well")
        await page.keyboard.press("Escape")
        await page.keyboard.press("e")
        await expect(page.locator(".talk-head")).to_contain_text("Closed")
        await page.keyboard.press("/")
        await page.keyboard.type("Maya")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile("q=Maya"))
        await page.keyboard.press("Escape")
        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog")).to_be_visible()


async def test_a_note_priority_and_tag_are_the_teams_own(
    live_server: LiveServer, chromium: Browser, chromium_page: BrowserPage
) -> None:
    tag = f"tag-{uuid4().hex[:6]}"
    conversation = said(live_server, "What is your return policy?")
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        await page.get_by_label("Priority").select_option("urgent")
        await expect(page.locator(".talk-head")).to_contain_text("Urgent")
        await page.get_by_label("Add a tag").fill(tag)
        await page.get_by_label("Add a tag").press("Enter")
        await expect(page.locator(f"#row-{conversation}")).to_contain_text(tag)
        await page.get_by_role("button", name=f"Take the tag {tag} away").click()
        await expect(page.locator(".tags")).not_to_contain_text(tag)


async def test_the_desk_goes_on_after_its_line_broke_and_misses_nothing(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with desk(chromium, live_server) as tab:
        await tab.wire.cut()
        await expect(tab.page.locator("#line")).to_have_attribute("data-state", "away")
        conversation = said(live_server, "Where is my order ORD124?")
        tab.wire.mend()
        await expect(tab.page.locator(f"#row-{conversation}")).to_be_visible()


async def test_why_leads_from_an_answer_to_its_steps(
    live_server: LiveServer, chromium: Browser
) -> None:
    conversation = said(live_server, "Where is my order ORD123?")
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        await page.locator(".by-assistant .trace-link").click()
        await expect(page.get_by_role("heading", name="Why this answer")).to_be_visible()
        await expect(page.get_by_role("region", name="Steps")).to_contain_text(
            "What was understood"
        )
        await expect(page.locator(".grounds")).to_contain_text("order:ORD123")


async def test_signing_out_leads_to_the_door_and_back_does_not_lead_in(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with desk(chromium, live_server) as tab:
        await tab.page.get_by_role("button", name="Sign out").click()
        await expect(tab.page.get_by_label("Password")).to_be_visible()
        await tab.page.goto(f"{live_server.url}/console?view=all")
        await expect(tab.page.get_by_label("Password")).to_be_visible()
        await sign_in(tab.page, live_server)
