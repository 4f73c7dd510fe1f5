"""The console's inbox over 10,000 conversations, cold in Chromium: bytes, and until it is read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select, text
from tests.e2e.browser import QUIET, find_chromium
from tests.e2e.console import OWNER

from benchmarks.ground import Ground, Running, server
from benchmarks.measure import Figure, quantile
from deskhand.domain.accounts.tenants import find_tenant
from deskhand.domain.tables import Customer
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.runtime import DatabaseUrls, open_runtime
from deskhand.infra.settings import AppSettings, Settings

_MANY = 10_000
_VISITS = 7
_CONVERSATIONS = """INSERT INTO conversations (tenant_id, id, created_at, updated_at, customer_id,
    channel, status, owner, last_seq, summary, summary_seq, waiting_since, waiting_reason)
SELECT :tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now(),
    now() - n * interval '1 minute', :customer, 'api', 'open', 'assistant', 2, '', 0,
    CASE WHEN n % 40 = 1 THEN now() - n * interval '1 minute' END,
    CASE WHEN n % 40 = 1 THEN 'asked' END
FROM generate_series(1, :many) AS n ON CONFLICT DO NOTHING"""
_MESSAGES = """INSERT INTO messages (tenant_id, id, created_at, conversation_id, seq, role, text)
SELECT :tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(n * 8 + seq), 12, '0'))::uuid, now(),
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, seq,
    CASE WHEN seq = 2 THEN 'assistant' ELSE 'customer' END,
    'words of the sample number ' || n || ' and ' || md5(n::text || seq)
FROM generate_series(1, :many) AS n, generate_series(1, 2) AS seq ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit in a profile of its own: what came over the wire, and when text stood there."""

    transferred_kb: float
    readable_ms: float


async def _fill(ground: Ground) -> None:
    settings = Settings()
    vars(settings)["app"] = AppSettings.model_validate({"DESKHAND_DATA_DIR": ground.data_dir})
    with EmbeddedPostgres(ground.data_dir / "pg") as postgres:
        urls = DatabaseUrls(postgres.url("deskhand_app"), None, True)
        async with open_runtime(settings, urls) as runtime:
            async with runtime.database.transaction(None) as session:
                tenant_id = await find_tenant(session, "fernway")
            async with runtime.database.transaction(tenant_id) as session:
                customer = await session.scalar(select(Customer.id).limit(1))
                values = {"tenant": tenant_id, "customer": customer, "many": _MANY}
                await session.execute(text(_CONVERSATIONS), values)
                await session.execute(text(_MESSAGES), values)


def _visit(browser: Browser, running: Running, signed_in: Any) -> Visit:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=signed_in)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(f"http://127.0.0.1:{running.port}/console", wait_until="networkidle")
    page.locator(".row").first.wait_for()
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return Visit(sum(sizes) / 1000, float(painted))


def run(ground: Ground) -> list[Figure]:
    """The medians of some cold visits; the rows are in the page's own markup."""
    asyncio.run(_fill(ground))
    with server(ground) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{running.port}/console")
        page.get_by_label("E-mail address").fill(OWNER[0])
        page.get_by_label("Password").fill(OWNER[1])
        page.get_by_role("button", name="Sign in").click()
        page.locator(".row").first.wait_for()
        signed_in = context.storage_state()
        visits = [_visit(browser, running, signed_in) for _ in range(_VISITS + 1)][1:]
        browser.close()
    note = f"{_MANY} conversations, median of {_VISITS} cold visits"
    return [
        Figure(
            "inbox, transferred",
            quantile([one.transferred_kb for one in visits], 0.5),
            "kB",
            goal=60,
            note=note,
        ),
        Figure(
            "inbox, first text painted",
            quantile([one.readable_ms for one in visits], 0.5),
            "ms",
            goal=400,
            note=note,
        ),
    ]
