"""How replies stand on the chat page: quotes, lists, proofs, choices, and what is on its way."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.e2e import browser
from tests.e2e.browser import BrowserPage, Frame
from tests.e2e.chat import (
    KNOWLEDGE_QUESTION,
    LIST_QUESTION,
    OPEN_QUESTION,
    ORDER_QUESTION,
    LiveServer,
    answered,
    ask,
    choices,
    go_back_to,
    mine,
    open_chat,
    replies,
)

# Fixtures are found by their names in this module.
chromium = browser.chromium
chromium_page = browser.chromium_page
chromium_options = browser.chromium_options


async def test_a_list_of_orders_streams_in_line_by_line(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, LIST_QUESTION)
    reply = await answered(page)
    await expect(reply.locator(".text")).to_contain_text("ORD123")
    wire = chromium_page.wire
    assert len(wire.frames("reply.delta")) >= 2, "the text did not come in pieces"
    assert wire.frames("turn.step"), "the visitor was not told what is being done"
    assert wire.received.index(wire.frames("reply.delta")[0]) < wire.received.index(
        wire.frames("reply")[0]
    )
    await expect(page.locator("#live")).to_be_empty()
    await expect(mine(page, LIST_QUESTION).get_by_role("img", name="Received")).to_be_visible()


async def test_a_quote_of_a_part_expands_to_the_whole_passage(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    def with_more(frame: Frame) -> Frame:
        for source in frame.get("message", {}).get("sources", []):
            source["passage"] += " And a sentence that was not quoted."
        return frame

    chromium_page.wire.alter = with_more
    page = await open_chat(chromium_page, live_server)
    await ask(page, KNOWLEDGE_QUESTION)
    reply = await answered(page)
    source = reply.locator(".quote details")
    passage = source.locator(".passage")
    await expect(passage).to_be_hidden()
    await expect(source.locator(".source-document")).not_to_be_empty()
    await source.locator("summary").click()
    await expect(passage).to_be_visible()
    await expect(passage).to_contain_text("And a sentence that was not quoted.")


async def test_words_of_a_document_stand_as_a_quote_with_their_source(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, KNOWLEDGE_QUESTION)
    reply = await answered(page)
    told = chromium_page.wire.frames("reply")[-1]["message"]
    quoted = next(one["text"] for one in told["evidence"] if one["kind"] == "quote")
    figure = reply.get_by_role("figure")
    words = await figure.get_by_role("blockquote").inner_text()
    assert words.split()[-5:] == quoted.split()[-5:]
    bar = "(node) => getComputedStyle(node).borderLeftStyle"
    assert await figure.evaluate(bar) == "solid"
    source = told["sources"][0]
    await expect(figure.locator("figcaption")).to_contain_text(source["document"])
    await expect(figure.locator("figcaption")).to_contain_text(source["heading_path"][-1])
    await expect(reply.locator(".sources")).to_have_count(0)


async def test_lines_of_a_list_stand_as_a_list(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, LIST_QUESTION)
    reply = await answered(page)
    items = reply.locator(".text").get_by_role("listitem")
    told = chromium_page.wire.frames("reply")[-1]["message"]["text"].splitlines()
    lines = [line.removeprefix("- ") for line in told if line.startswith("- ")]
    assert len(lines) > 1
    await expect(items).to_have_text(lines)


async def test_why_tells_what_each_sentence_rests_on(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, ORDER_QUESTION)
    reply = await answered(page)
    proof = reply.get_by_text("From your order ORD123")
    await expect(proof).to_be_hidden()
    await reply.get_by_text("Why?").click()
    await expect(proof).to_be_visible()
    await expect(reply.locator("dt").first).to_contain_text("ORD123")
    await ask(page, KNOWLEDGE_QUESTION)
    reply = await answered(page, 2)
    await reply.get_by_text("Why?").click()
    told = chromium_page.wire.frames("reply")[-1]["message"]["sources"][0]
    await expect(reply.locator("dd").first).to_contain_text(told["document"])
    await expect(reply.locator("dd").first).to_contain_text(told["heading_path"][-1])
    await ask(page, "Thank you")
    reply = await answered(page, 3)
    await expect(reply.get_by_text("Why?")).to_have_count(0)
    words = (await page.get_by_role("log").inner_text()).lower()
    assert not re.search(r"confidence|compliance|engine|our rules", words)


async def test_a_choice_is_answered_by_a_click(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, OPEN_QUESTION)
    asking = await answered(page)
    choice = choices(asking).get_by_role("button").first
    label = await choice.inner_text()
    await choice.click()
    await expect(mine(page, label)).to_have_count(1)
    await answered(page, 2)
    assert chromium_page.wire.sent[-1]["text"] == label
    await expect(choices(replies(page).first)).to_have_count(0)
    await page.reload()
    await answered(page, 2)
    await expect(choices(replies(page).first)).to_have_count(0)


async def test_a_choice_is_reached_and_chosen_with_the_keyboard(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, OPEN_QUESTION)
    asking = await answered(page)
    choice = choices(asking).get_by_role("button").last
    label = await choice.inner_text()
    await go_back_to(page, choice)
    assert await choice.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"
    await page.keyboard.press("Enter")
    await expect(mine(page, label)).to_have_count(1)
    await expect(page.get_by_role("textbox", name="Your message")).to_be_focused()
    await answered(page, 2)


async def test_choices_rest_while_a_message_is_under_way_and_go_with_it(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    await ask(page, OPEN_QUESTION)
    asking = await answered(page)
    await expect(choices(asking).get_by_role("button").first).to_be_enabled()
    await chromium_page.wire.cut()
    await ask(page, LIST_QUESTION)
    for choice in await choices(asking).get_by_role("button").all():
        await expect(choice).to_be_disabled()
    chromium_page.wire.mend()
    await expect(choices(replies(page).first)).to_have_count(0)
    await answered(page, 2)


async def test_what_is_being_done_is_shown_as_the_server_words_it(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    def only_a_step(frame: Frame) -> Frame | None:
        if frame["type"] == "turn.step":
            return frame | {"label": "Ich sehe nach" if frame["step"] == "identify" else ""}
        return None if frame["type"].startswith("reply") else frame

    chromium_page.wire.alter = only_a_step
    page = await open_chat(chromium_page, live_server)
    await ask(page, ORDER_QUESTION)
    await expect(page.locator("#live .step")).to_have_text("Ich sehe nach…")


async def test_screen_readers_hear_whole_replies_and_no_pieces(
    chromium_page: BrowserPage, live_server: LiveServer
) -> None:
    page = await open_chat(chromium_page, live_server)
    log = page.get_by_role("log", name="Conversation")
    await expect(log).to_have_attribute("aria-live", "polite")
    await log.evaluate(
        """(log) => {
          window.heard = [];
          new MutationObserver((changes) => {
            for (const change of changes) for (const node of change.addedNodes)
              if (node.matches?.(".from-assistant")) window.heard.push(node.innerText);
          }).observe(log, { childList: true });
        }"""
    )
    await ask(page, ORDER_QUESTION)
    reply = await answered(page)
    heard = await page.evaluate("window.heard")
    assert len(heard) == 1
    assert (await reply.locator(".text").inner_text()).split()[0] in heard[0]
    snapshot = await log.aria_snapshot()
    assert "article" in snapshot
    assert "ORD123" in snapshot
    await expect(page.get_by_role("status")).to_have_count(1)
