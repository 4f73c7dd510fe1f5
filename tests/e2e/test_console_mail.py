"""The outbox in a real browser: what a desk without a relay keeps, the owner reads."""

from __future__ import annotations

from uuid import uuid4

import httpx
from playwright.async_api import Browser, expect

from tests.e2e import browser
from tests.e2e.chat import LiveServer
from tests.e2e.console import desk, new_member, owner_of

# Fixtures are found by their names in this module.
chromium = browser.chromium


def asked_for_code(server: LiveServer) -> str:
    """A new address to which a code was written."""
    email = f"{uuid4().hex[:10]}@example.com"
    answer = httpx.post(
        f"{server.url}/my/code",
        data={"email": email, "way": "sign-up"},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert answer.status_code == 303
    return email


async def test_the_owner_reads_what_is_kept_and_an_admin_sees_only_to_whom(
    live_server: LiveServer, chromium: Browser
) -> None:
    email = asked_for_code(live_server)
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/console/settings/mail")
        row = page.get_by_role("listitem").filter(has_text=email)
        await expect(row).to_contain_text("Kept")
        await row.get_by_role("link", name="Read").click()
        await expect(page.get_by_text("Your code is")).to_be_visible()
    with owner_of(live_server) as client:
        admin = new_member(client, "Ada Admin", "admin")
    async with desk(chromium, live_server, admin) as tab:
        page = tab.page
        await page.goto(f"{live_server.url}/console/settings/mail")
        row = page.get_by_role("listitem").filter(has_text=email)
        await expect(row).to_be_visible()
        await expect(row.get_by_role("link")).to_have_count(0)
