"""Mail and codes of the team in a real browser, on a desk without a relay."""

from __future__ import annotations

import re
from uuid import uuid4

import httpx
from playwright.async_api import Browser, expect

from tests.e2e import browser
from tests.e2e.chat import LiveServer
from tests.e2e.console import desk, new_member, owner_of
from tests.e2e.test_portal import at

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


async def test_somebody_of_the_team_gets_in_again_by_the_code_of_the_mail(
    live_server: LiveServer, chromium: Browser
) -> None:
    with owner_of(live_server) as client:
        email, _ = new_member(client, "Femi Forgets")
        async with at(chromium) as tab:
            page = tab.page
            await page.goto(f"{live_server.url}/console/sign-in")
            await page.get_by_role("link", name="Forgotten your password?").click()
            await page.get_by_label("E-mail address").fill(email)
            await page.keyboard.press("Enter")
            await expect(page.get_by_label("Code")).to_be_focused()
            mail = client.get("/api/v1/mails").json()["items"][0]
            assert mail["recipient"] == email
            body = client.get(f"/api/v1/mails/{mail['id']}").json()["body"]
            code = re.search(r"\d{4} \d{4}", body)
            assert code is not None
            await page.get_by_label("Code").fill(code[0])
            await page.get_by_label("New password").fill("quite another pass phrase")
            await page.keyboard.press("Enter")
            await expect(page.locator("#line")).to_have_attribute("data-state", "live")
