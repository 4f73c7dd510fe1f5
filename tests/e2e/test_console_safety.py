"""Hostile texts in the console: none runs, none breaks a page, no page scrolls sideways."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e import browser
from tests.e2e.chat import LiveServer
from tests.e2e.console import desk, made, open_conversation, owner_of, said
from tests.support.hostile import HOSTILE

# Fixtures are found by their names in this module.
chromium = browser.chromium

PAGES = (
    "",
    "/approvals",
    "/tickets",
    "/customers",
    "/orders",
    "/knowledge",
    "/knowledge/writing",
    "/knowledge/writing/gaps",
    "/insights",
    "/insights/intents",
    "/macros",
    "/first-day",
    "/settings",
    "/settings/audit",
    "/settings/service",
    "/settings/webhooks",
    "/settings/mail",
    "/teach",
    "/teach/files",
    "/teach/intents",
    "/teach/policies",
    "/teach/procedures/refund",
    "/acting?noun=order&number=ORD123",
)


async def is_calm(page: Page) -> None:
    """Nothing ran, nothing was led away, the rail is where it was."""
    assert await page.evaluate("window.__ran") is None
    await expect(page.get_by_role("navigation", name="Desk")).to_be_visible()


async def does_not_scroll_sideways(page: Page) -> None:
    """The page is as wide as the window, whatever stands in it."""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(wider) == 0, page.url


async def test_hostile_names_messages_notes_subjects_and_documents_are_shown_as_text(
    live_server: LiveServer, chromium: Browser
) -> None:
    mark = uuid4().hex[:8]
    with owner_of(live_server) as client:
        for number, text in enumerate(HOSTILE):
            new = {"email": f"h{number}-{mark}@example.com", "name": f"{number} {text}"}
            customer = made(client, "/api/v1/customers", new)
        opened = made(client, "/api/v1/conversations", {"customer_id": customer["id"]})
        here = f"/api/v1/conversations/{opened['id']}"
        made(client, f"{here}/owner", {"owner": "person"})
        for text in HOSTILE:
            made(client, f"{here}/replies", {"message": text})
        for text in HOSTILE[::4]:
            made(client, f"{here}/messages", {"message": text})
            made(client, f"{here}/notes", {"text": text})
            made(client, "/api/v1/tickets", {"subject": text, "conversation_id": opened["id"]})
        for text in HOSTILE[::12]:
            given = {"content": f"# {mark}", "title": text.splitlines()[0], "uri": uuid4().hex}
            made(client, "/api/v1/documents/ingest", given)
    async with desk(chromium, live_server) as tab:
        page = tab.page
        await open_conversation(page, live_server, opened["id"])
        await expect(page.locator(".by-agent")).to_have_count(len(HOSTILE))
        await expect(page.locator(".message.note")).to_have_count(len(HOSTILE[::4]))
        shown = await page.locator(".by-agent .said-text").all_text_contents()
        assert {HOSTILE[0], HOSTILE[7], HOSTILE[43]} <= set(shown)
        await is_calm(page)
        for path in (f"/customers/{customer['id']}", *PAGES):
            await page.goto(f"{live_server.url}/console{path}")
            await is_calm(page)
        await page.goto(f"{live_server.url}/console/customers?q={mark}")
        assert await page.locator("tbody tr").count() > 40
        assert tab.hosts == {live_server.url.removeprefix("http://")}


@pytest.mark.parametrize("width", [320, 390, 1440])
async def test_no_page_scrolls_sideways(
    live_server: LiveServer, chromium: Browser, width: int
) -> None:
    conversation = said(live_server, "Why was I charged twice?")
    async with desk(chromium, live_server, viewport={"width": width, "height": 700}) as tab:
        page = tab.page
        for path in PAGES:
            await page.goto(f"{live_server.url}/console{path}")
            await does_not_scroll_sideways(page)
        await open_conversation(page, live_server, conversation)
        await does_not_scroll_sideways(page)
        await page.locator(".trace-link").first.click()
        await expect(page.locator(".grounds")).to_be_visible()
        await does_not_scroll_sideways(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_field_and_button_has_a_name_and_text_stands_out_from_its_ground(
    live_server: LiveServer, chromium: Browser, scheme: str
) -> None:
    conversation = said(live_server, "Where is my order ORD123?")
    async with desk(chromium, live_server, color_scheme=scheme) as tab:
        page = tab.page
        for path in (f"/conversations/{conversation}", *PAGES):
            await page.goto(f"{live_server.url}/console{path}")
            await expect(page.locator("#line")).to_have_attribute("data-state", "live")
            assert await page.evaluate(NAMELESS) == [], path
            assert await page.evaluate(TWICE) == [], path
            assert await page.evaluate(FAINT) == [], path
            assert await page.locator("h1:visible").count() == 1, path


NAMELESS = """() => [...document.querySelectorAll("a, button, input, select, textarea")]
  .filter((node) => node.type !== "hidden" && node.checkVisibility())
  .filter((node) => !(node.labels?.length || node.getAttribute("aria-label")
    || node.textContent.trim() || node.title))
  .map((node) => node.outerHTML.slice(0, 120))"""

TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""

# Contrast as WCAG 2.2 measures it, 1.4.3: 4.5 to 1. Colours are read back from a canvas, which
# knows every way of writing one.
FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const own = (node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  return [...document.body.querySelectorAll("*")]
    .filter((node) => own(node) && node.checkVisibility({ opacityProperty: true }))
    .filter((node) => !node.closest(":disabled, option, .hidden, .sprite"))
    .map((node) => {
      const pair = [light(rgba(getComputedStyle(node).color)), light(ground(node))];
      return { node, ratio: (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) };
    })
    .filter(({ ratio }) => ratio < 4.5)
    .map(({ node, ratio }) => `${ratio.toFixed(2)} ${node.outerHTML.slice(0, 100)}`);
}"""
