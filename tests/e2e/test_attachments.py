"""Files between a customer and the team in real browsers: attached, shown at once, refused."""

from __future__ import annotations

from playwright.async_api import Browser, FilePayload, expect

from tests.e2e import browser
from tests.e2e.chat import LiveServer
from tests.e2e.console import desk, open_conversation, said
from tests.e2e.test_console_safety import does_not_scroll_sideways
from tests.e2e.test_portal import at, looks_right, sign_in
from tests.support.pictures import PDF, PNG

# Fixtures are found by their names in this module.
chromium = browser.chromium

PICTURE = FilePayload(name="lamp.png", mimeType="image/png", buffer=PNG)
PAPER = FilePayload(name="instructions.pdf", mimeType="application/pdf", buffer=PDF)
PROGRAM = FilePayload(name="lamp.png", mimeType="image/png", buffer=b"MZ not a picture")


async def test_a_file_of_the_customer_stands_in_the_open_thread_and_one_of_the_team_on_their_page(
    live_server: LiveServer, chromium: Browser
) -> None:
    talk = said(live_server, "Hello, I have a picture of my lamp")
    page_of_talk = f"/my/talks/{talk}"
    async with desk(chromium, live_server) as team, at(chromium) as customer:
        await open_conversation(team.page, live_server, talk)
        await sign_in(customer.page, live_server, page_of_talk)
        await customer.page.get_by_label("Attach a picture").set_input_files(PICTURE)
        await customer.page.get_by_role("button", name="Attach", exact=True).click()
        await expect(customer.page.locator(".attached img")).to_be_visible()
        # The team's page was open all the time, and is not read again by hand.
        thread = team.page.get_by_role("log")
        await expect(thread.locator(".attached img")).to_be_visible()
        await team.page.locator("[data-attach]").set_input_files(PAPER)
        await expect(thread.get_by_role("link", name="instructions.pdf")).to_be_visible()
        await customer.page.reload()
        await expect(customer.page.get_by_role("link", name="instructions.pdf")).to_be_visible()
        await looks_right(customer.page, f"{live_server.url}{page_of_talk}")
        for tab in (team, customer):
            await tab.page.set_viewport_size({"width": 320, "height": 700})
            await does_not_scroll_sideways(tab.page)


async def test_what_is_no_picture_is_refused_with_a_sentence(
    live_server: LiveServer, chromium: Browser
) -> None:
    talk = said(live_server, "Hello again about the lamp")
    async with desk(chromium, live_server) as team:
        await open_conversation(team.page, live_server, talk)
        await team.page.locator("[data-attach]").set_input_files(PROGRAM)
        await expect(team.page.get_by_text("and nothing else")).to_be_visible()
        team.errors.clear()  # Chromium tells of the 422 that refused it.
