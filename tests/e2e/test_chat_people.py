"""Who talks on the chat page: customers, guests, the assistant, and people of the team."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.async_api import expect

from deskhand.infra.clock import now
from tests.e2e import browser
from tests.e2e.browser import BrowserPage
from tests.e2e.chat import (
    OPEN_QUESTION,
    ORDER_QUESTION,
    REPLY_MS,
    LiveServer,
    answered,
    ask,
    choices,
    mine,
    open_chat,
)

# Fixtures are found by their names in this module.
chromium = browser.chromium
chromium_page = browser.chromium_page
chromium_options = browser.chromium_options


async def test_page_greets_and_offers_first_questions(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await expect(page.get_by_role("heading", name=re.compile("How can we help"))).to_be_visible()
    await expect(page.get_by_role("textbox", name="Your message")).to_be_focused()
    suggestion = page.get_by_role("list", name="Questions to start with").get_by_role("button")
    words = (await suggestion.first.inner_text()).strip()
    await suggestion.first.click()
    await expect(mine(page, words)).to_have_count(1)
    await answered(page)
    await expect(page.locator("#welcome")).to_be_hidden()


async def test_a_guest_is_offered_questions_about_documents(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    offered = page.get_by_role("list", name="Questions to start with").get_by_role("button")
    customers = await offered.all_inner_texts()
    await page.get_by_role("button", name="Guest").click()
    await expect(offered.first).not_to_have_text(customers[0])
    assert not set(customers) & set(await offered.all_inner_texts())
    for number in range(await offered.count()):
        await offered.nth(number).click()
        reply = await answered(page)
        await expect(reply.get_by_role("blockquote").first).to_be_visible()
        await page.get_by_role("button", name="New conversation").click()
        await expect(page.locator(".message")).to_have_count(0)


async def test_choosing_another_customer_starts_a_new_conversation(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, ORDER_QUESTION)
    await answered(page)
    customers = page.locator("#customers button")
    await expect(customers.first).to_have_attribute("aria-pressed", "true")
    await customers.nth(1).click()
    await expect(customers.nth(1)).to_have_attribute("aria-pressed", "true")
    await expect(page.locator(".message")).to_have_count(0)
    await expect(page.locator("#welcome")).to_be_visible()
    await page.reload()
    await expect(customers.nth(1)).to_have_attribute("aria-pressed", "true")
    await expect(page.locator("#presence")).to_have_attribute("data-state", "assistant")
    await expect(page.locator(".message")).to_have_count(0)


async def test_feedback_is_taken_once_and_remembered(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, ORDER_QUESTION)
    reply = await answered(page)
    await reply.get_by_role("button", name="This helped").click()
    await expect(reply.get_by_text("Thank you for telling us.")).to_be_visible()
    await page.reload()
    reply = await answered(page)
    await expect(reply.get_by_text("Thank you for telling us.")).to_be_visible()
    await expect(reply.get_by_role("button", name="This helped")).to_have_count(0)


async def test_asking_for_a_person_hands_the_conversation_over(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, ORDER_QUESTION)
    reply = await answered(page)
    await reply.get_by_role("button", name="Talk to a person").click()
    await expect(page.locator("#person-banner")).to_be_visible(timeout=REPLY_MS)
    presence = page.locator("#presence")
    await expect(presence).to_have_text("A person of our team has been asked to join")
    await expect(page.get_by_role("textbox", name="Your message")).to_be_enabled()
    await ask(page, ORDER_QUESTION)  # The assistant goes on until the person comes.
    reply = await answered(page, 2)
    await expect(reply.get_by_role("button", name="Talk to a person")).to_be_hidden()
    await page.reload()
    await expect(presence).to_have_attribute("data-state", "waiting")


async def test_a_person_who_takes_over_is_named(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, OPEN_QUESTION)
    asking = await answered(page)
    await expect(choices(asking)).to_be_visible()
    shown = await page.locator(".staff").first.inner_text()
    email, password = shown.split(" / ")
    api = f"{live_server.url}/api/v1"
    login = await page.request.post(
        f"{api}/auth/login", data={"email": email, "password": password}
    )
    staff = {"authorization": f"Bearer {(await login.json())['access_token']}"}
    known = await page.request.get(f"{api}/auth/me", headers=staff)
    me = (await known.json())["user"]["name"]
    talk = chromium_page.wire.frames("ready")[-1]["conversation_id"]
    await page.request.post(
        f"{api}/conversations/{talk}/replies", headers=staff, data={"message": "I am here."}
    )
    await expect(page.locator(".from-agent .text")).to_have_text("I am here.")
    for _ in range(2):
        await expect(page.locator("#presence")).to_have_text(f"{me} answers you")
        await expect(page.locator("#person-banner")).to_contain_text(me)
        await expect(page.locator(".choices")).to_have_count(0)
        await page.reload()


async def test_typing_is_told_at_most_every_two_seconds(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    def told() -> int:
        return [frame["type"] for frame in chromium_page.wire.sent].count("typing")

    page = await open_chat(chromium_page, live_server)
    await page.clock.pause_at(now() + timedelta(hours=1))
    await page.keyboard.type("Where")
    await page.clock.run_for(1900)
    await page.keyboard.type(" is")
    await expect(page.get_by_role("textbox", name="Your message")).to_have_value("Where is")
    assert told() == 1
    await page.clock.run_for(200)
    await page.keyboard.type(" it")
    await expect(page.get_by_role("textbox", name="Your message")).to_have_value("Where is it")
    assert told() == 2
