"""A real Chromium for the tests of the pages, found on this machine and never downloaded."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    WebSocketRoute,
    async_playwright,
    expect,
)

from tests.support.patience import PATIENCE

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = PATIENCE * 1000
expect.set_options(timeout=PATIENCE_MS)
Frame = dict[str, Any]


def find_chromium() -> Path:
    """The browser named by CHROMIUM, else the first one on the PATH; fails the test otherwise."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            pytest.fail(f"CHROMIUM names {named!r}, which cannot be run.", pytrace=False)
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    pytest.fail(
        "The tests of the pages need Chromium, and there is none on the PATH. Install the "
        "package `chromium` (Debian, Ubuntu: apt-get install chromium) or set CHROMIUM to "
        "the path of a Chromium or Chrome.",
        pytrace=False,
    )


@dataclass
class Wire:
    """The page's way to the server's sockets, which a test can cut and mend.

    `alter` gets each frame of the server and answers what the page gets in its place, or None.
    """

    up: bool = True
    opened: int = 0
    sent: list[Frame] = field(default_factory=list)
    received: list[Frame] = field(default_factory=list)
    alter: Callable[[Frame], Frame | None] = lambda frame: frame
    _open: list[tuple[WebSocketRoute, WebSocketRoute]] = field(default_factory=list)

    async def accept(self, page_side: WebSocketRoute) -> None:
        """Join the page's socket to the server's, or refuse it while the wire is cut."""
        if not self.up:
            await page_side.close(code=1001)
            return
        self.opened += 1
        server_side = page_side.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            self.received.append(json.loads(frame))
            altered = self.alter(json.loads(frame))
            if altered is not None:
                page_side.send(json.dumps(altered))

        def pass_back(frame: str | bytes) -> None:
            self.sent.append(json.loads(frame))
            server_side.send(frame)

        server_side.on_message(pass_on)
        page_side.on_message(pass_back)
        self._open.append((page_side, server_side))

    def frames(self, kind: str) -> list[Frame]:
        """The frames of one type that the server has sent so far."""
        return [frame for frame in self.received if frame["type"] == kind]

    async def cut(self) -> None:
        """Close every open socket, and refuse new ones until mended."""
        self.up = False
        open_now, self._open = self._open, []
        for page_side, server_side in open_now:
            await page_side.close(code=1001)
            await server_side.close(code=1001)

    def mend(self) -> None:
        """Let new sockets through again."""
        self.up = True


@dataclass
class BrowserPage:
    """One tab and what happened in it: console errors, and hosts that it sent requests to."""

    page: Page
    wire: Wire
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self) -> None:
        """Note errors and requests from now on."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("websocket", lambda socket: self.hosts.add(urlsplit(socket.url).netloc))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(said.text)


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium, shared by the tests; each has a profile of its own in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=list(QUIET)
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture
async def chromium_page(
    chromium: Browser, chromium_options: dict[str, Any]
) -> AsyncIterator[BrowserPage]:
    """An empty tab in a profile of its own, English, in the light theme and of desktop size."""
    desktop: dict[str, Any] = {
        "viewport": {"width": 1200, "height": 800},
        "locale": "en-GB",
        "color_scheme": "light",
    }
    context = await chromium.new_context(**desktop | chromium_options)
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    tab = BrowserPage(page, Wire())
    await page.route_web_socket(re.compile(r"/ws/"), tab.wire.accept)
    tab.watch()
    yield tab
    await context.close()


@pytest.fixture
def chromium_options() -> dict[str, Any]:
    """What a test wants otherwise about its tab; override with `parametrize`."""
    return {}
