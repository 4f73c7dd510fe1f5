"""What makes the console quick to work in: taking back, commands, macros, figures, settings."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Route, expect

from tests.e2e import browser
from tests.e2e.chat import LiveServer
from tests.e2e.console import desk, new_customer, open_conversation, owner_of, said, write
from tests.faults.processes import wait_for

TRIES = 5
"""How often the console asks a crowded desk; see asking.js."""

# Fixtures are found by their names in this module.
chromium = browser.chromium


async def test_a_reply_is_taken_back_before_it_is_sent_and_else_sent_once(
    live_server: LiveServer, chromium: Browser
) -> None:
    conversation = said(live_server, "Where is my order ORD123?")
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        box = page.locator("#reply")
        await box.fill("Not like this")
        await box.press("Control+Enter")
        await expect(page.locator("#held")).to_contain_text("Sending in")
        await box.press("Control+z")
        await expect(box).to_have_value("Not like this")
        await expect(page.locator("#held")).to_be_hidden()
        await box.fill("Like this")
        await box.press("Control+Enter")
        await page.get_by_role("button", name="Send now").click()
        await expect(page.locator(".by-agent")).to_have_text(re.compile("Like this"))
        await box.fill("By itself")
        await box.press("Control+Enter")
        await expect(page.locator(".by-agent")).to_have_count(2)
        await expect(page.get_by_role("log")).not_to_contain_text("Not like this")


async def test_what_is_held_is_sent_when_another_conversation_is_opened(
    live_server: LiveServer, chromium: Browser
) -> None:
    first, second = (said(live_server, f"Where is my order ORD12{one}?") for one in (3, 4))
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, first)
        await page.locator("#reply").fill("On its way")
        await page.locator("#reply").press("Control+Enter")
        await page.locator(f"#row-{second} a").click()
        await expect(page).to_have_url(re.compile(second))
        await expect(page.locator(f"#row-{first}")).to_contain_text("On its way")


@pytest.mark.parametrize("refusals", [1, 10], ids=["once", "for long"])
async def test_a_reply_that_a_crowded_desk_refused_is_sent_again_or_kept(
    live_server: LiveServer, chromium: Browser, refusals: int
) -> None:
    first, second = (said(live_server, f"Where is my order ORD12{one}?") for one in (3, 4))
    refused = 0

    async def crowded(route: Route) -> None:
        nonlocal refused
        if refused == refusals:
            await route.continue_()
            return
        refused += 1
        await route.fulfill(
            status=503,
            headers={"retry-after": "0.01", "content-type": "application/problem+json"},
            body=json.dumps({"code": "too_busy", "detail": "Try again shortly."}),
        )

    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, first)
        await page.route(f"**/{first}/reply", crowded)
        await page.locator("#reply").fill("It is on its way")
        await page.locator("#reply").press("Control+Enter")
        await page.locator(f"#row-{second} a").click()
        await expect(page).to_have_url(re.compile(second))
        if refusals == 1:
            await expect(page.locator(f"#row-{first}")).to_contain_text("It is on its way")
        else:
            await expect(page.locator("#toasts")).to_contain_text("Try again shortly.")
            await page.locator(f"#row-{first} a").click()
            await expect(page.locator("#reply")).to_have_value("It is on its way")
        assert refused == min(refusals, TRIES)
        tab.errors = [said for said in tab.errors if "503" not in said]


async def test_the_palette_goes_anywhere_and_does_what_can_be_done(
    live_server: LiveServer, chromium: Browser
) -> None:
    conversation = said(live_server, "Where is my order ORD123?")
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, conversation)
        await page.keyboard.press("Control+k")
        command = page.get_by_role("combobox", name="Command")
        await command.fill("take")
        await command.press("Enter")
        await expect(page.locator(".talk-head")).to_contain_text("Olive Owner has it")
        await page.keyboard.press("Control+k")
        await command.fill("insi")
        await command.press("Enter")
        await expect(page.get_by_role("heading", name="Insights")).to_be_visible()
        await page.keyboard.press("Control+k")
        await command.fill("go to tick")
        await command.press("ArrowDown")
        await command.press("ArrowUp")
        await command.press("Enter")
        await expect(page.get_by_role("heading", name="Tickets")).to_be_visible()


async def test_a_macro_is_made_changed_and_used(live_server: LiveServer, chromium: Browser) -> None:
    name = f"Greet {uuid4().hex[:6]}"
    with owner_of(live_server) as client:
        _, email = new_customer(client)
    conversation = said(live_server, "Hello", email)
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/console/macros")
        form = page.locator("#new-macro")
        if not await form.get_by_label("Name").is_visible():
            await form.locator("summary").click()
        await form.get_by_label("Name").fill(name)
        await form.get_by_label("What is said").fill("Hi {{customer.nothing}}")
        await form.get_by_role("button", name="Save").click()
        await expect(form.locator(".refused")).to_contain_text("no variable")
        await form.get_by_label("What is said").fill("Hi {{customer.first_name}}, how are you?")
        await form.get_by_label("Add tags").fill("greeted")
        await form.get_by_label("For the whole team").check()
        await form.get_by_role("button", name="Save").click()
        made = page.locator(".options details", has_text=name)
        await expect(made).to_contain_text("Team")
        await open_conversation(page, live_server, conversation)
        await page.get_by_label("Use a macro").select_option(name)
        await expect(page.locator("#reply")).to_have_value("Hi Cato, how are you?")
        await write(page, "Hi Cato, how is it?")
        await expect(page.locator(".by-agent")).to_contain_text("how is it?")
        await expect(page.locator(".tags")).to_contain_text("greeted")
        tab.errors.clear()  # The browser notes the refusal, which is a 422, as an error.


async def test_each_figure_opens_the_conversations_behind_it(
    live_server: LiveServer, chromium: Browser
) -> None:
    question = f"Where is my order ORD123? {uuid4().hex[:6]}"
    conversation = said(live_server, question)
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/console/insights")
        card = page.locator(".figure", has=page.get_by_role("heading", name="Conversations"))
        await expect(card).to_contain_text("Conversations that were opened, by channel.")
        await expect(card.locator("svg rect").first).to_be_attached()
        await card.get_by_text("As a table").click()
        await expect(card.get_by_role("rowheader").first).to_be_visible()
        await card.locator(".big a").click()
        link = page.locator(f"a[href*='{conversation}']")
        await link.click()
        await expect(page.get_by_role("log")).to_contain_text(question)


async def test_targets_are_set_and_the_clock_stands_in_the_inbox(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/console/settings/service")
        await page.get_by_label("First response, normal").fill("600")
        await page.get_by_label("Minutes that count").select_option("always")
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator("#line")).to_have_attribute("data-state", "live")
        await expect(page.get_by_label("First response, normal")).to_have_value("600")
        conversation = said(live_server, "I want to talk to a person")
        with owner_of(live_server) as client:
            path = f"/api/v1/conversations/{conversation}/service"
            wait_for(lambda: client.get(path).json() is not None, "the clock of the conversation")
        await page.goto(f"{live_server.url}/console?view=waiting")
        await expect(page.locator(f"#row-{conversation}")).to_contain_text("h left")


async def test_a_webhook_is_added_switched_off_and_removed(
    live_server: LiveServer, chromium: Browser
) -> None:
    address = f"https://example.com/{uuid4().hex}"
    async with desk(chromium, live_server) as tab:
        page = tab.page
        page.on("dialog", lambda dialog: dialog.accept())
        await page.goto(f"{live_server.url}/console/settings/webhooks")
        await page.get_by_text("Add a webhook").click()
        await page.get_by_label("Address").fill("https://127.0.0.1/hook")
        await page.get_by_role("button", name="Add").click()
        await expect(page.locator("#toasts .bad")).to_be_visible()
        tab.errors.clear()  # The browser notes the refusal, which is a 422, as an error.
        await page.get_by_label("Address").fill(address)
        await page.get_by_role("button", name="Add").click()
        await expect(page.locator("output.secret")).to_contain_text("whsec_")
        await page.goto(f"{live_server.url}/console/settings/webhooks")
        await page.get_by_role("link", name=address).click()
        await page.get_by_role("button", name="Switch off").click()
        await expect(page.get_by_role("button", name="Switch on")).to_be_visible()
        await page.get_by_role("button", name="Remove").click()
        await expect(page.get_by_role("heading", name="Webhooks")).to_be_visible()
        await expect(page.get_by_role("link", name=address)).to_have_count(0)


async def test_a_procedure_is_a_picture_and_a_file_becomes_a_draft_with_its_faults(
    live_server: LiveServer, chromium: Browser
) -> None:
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/console/teach")
        await page.get_by_role("link", name="Refund", exact=True).click()
        await expect(page.get_by_role("img")).to_contain_text("Propose")
        await page.get_by_role("link", name="Change it").click()
        text = page.get_by_role("textbox", name="procedures/refund.yaml")
        await expect(text).to_have_value(re.compile("procedure: refund"))
        await text.fill("procedure: refund\nsteps: [{say: nothing-of-this}]\n")
        await page.get_by_role("button", name="Save as a draft").click()
        await expect(page.get_by_role("main")).to_contain_text("nothing-of-this")
        await expect(page.get_by_role("main")).to_contain_text("to mend")
        await expect(page.get_by_role("button", name="Publish")).to_have_count(0)
        await expect(page.locator("pre .removed").first).to_be_visible()


async def test_a_document_is_written_anew_and_its_answers_are_looked_at_first(
    live_server: LiveServer, chromium: Browser
) -> None:
    said(live_server, "Can I pay with bitcoin?")
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/console/knowledge?q=Billing")
        await page.get_by_role("link", name=re.compile("Billing")).click()
        await expect(page.get_by_role("main")).to_contain_text("Can I pay with bitcoin?")
        await page.get_by_role("link", name="Write anew").click()
        text = page.get_by_label("Text, in Markdown")
        await expect(text).to_have_value(re.compile("PayPal"))
        await expect(page.get_by_role("main")).to_contain_text("Stays")
        await text.fill("# Billing\n\nWe take **cash** only.")
        await page.get_by_role("button", name="Preview").click()
        await expect(page.locator(".prose strong")).to_have_text("cash")
        await expect(page.get_by_role("main")).to_contain_text("Words are gone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_design_shows_every_part_and_is_photographed(
    live_server: LiveServer, chromium: Browser, pytestconfig: pytest.Config, scheme: str
) -> None:
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("screenshots")
    async with desk(chromium, live_server, color_scheme=scheme) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/design")
        for part in ("Colours", "Buttons", "Fields", "Messages", "Data"):
            await expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
        taken = await page.screenshot(path=folder / f"design-{scheme}.png", full_page=True)
        assert len(taken) > 10_000
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        await page.set_viewport_size({"width": 320, "height": 700})
        assert await page.evaluate(wider) == 0


async def test_two_conversations_are_merged_and_parted_again(
    live_server: LiveServer, chromium: Browser
) -> None:
    with owner_of(live_server) as client:
        _, email = new_customer(client)
    first, second = (said(live_server, text, email) for text in ("Hello", "Hello again"))
    async with desk(chromium, live_server) as tab:
        page = tab.page
        page.on("dialog", lambda dialog: dialog.accept())
        await open_conversation(page, live_server, second)
        await page.get_by_label("Merge into").select_option(first)
        await page.get_by_role("link", name="Read in another").click()
        await expect(page).to_have_url(re.compile(first))
        await open_conversation(page, live_server, second)
        await page.get_by_role("button", name="Part again").click()
        await expect(page.get_by_label("Merge into")).to_be_visible()
