"""Files of conversations: what may be attached, who sees it, how it is given out and goes."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from deskhand.domain.conversations.attachments import clean_name
from deskhand.domain.tables import Attachment, Conversation
from deskhand.infra.runtime import Runtime
from tests.integration.api.test_portal import BROWSER, sign_in
from tests.support.desk import MakeTenant, RoleName, Tenant
from tests.support.pictures import PDF, PNG


async def talk_of(tenant: Tenant, role: RoleName = "customer") -> str:
    """The path of a new conversation of the customer."""
    headers = await tenant.as_(role)
    made = await tenant.client.post("/api/v1/conversations", json={}, headers=headers)
    return f"/api/v1/conversations/{made.json()['id']}"


async def attached(
    tenant: Tenant, talk: str, name: str, content: bytes, role: RoleName = "customer"
) -> httpx.Response:
    """What the API says to the file."""
    return await tenant.client.post(
        f"{talk}/attachments",
        # The stated type is a lie now and then: the content tells.
        files={"file": (name, content, "text/html")},
        headers=await tenant.as_(role),
    )


async def get(tenant: Tenant, path: str, role: RoleName) -> httpx.Response:
    return await tenant.client.get(path, headers=await tenant.as_(role))


@pytest.mark.parametrize(
    ("name", "content", "media_type", "how"),
    [("lamp.png", PNG, "image/png", "inline"), ("bill.PDF", PDF, "application/pdf", "attachment")],
)
async def test_a_file_is_given_out_as_what_it_is_and_can_do_nothing(
    tenant: Tenant, name: str, content: bytes, media_type: str, how: str
) -> None:
    talk = await talk_of(tenant)
    made = await attached(tenant, talk, name, content)
    assert made.status_code == 201, made.text
    view: dict[str, Any] = made.json()
    assert (view["name"], view["media_type"], view["by"]) == (name, media_type, "customer")
    assert (await get(tenant, f"{talk}/attachments", "agent")).json() == [view]
    given = await get(tenant, f"{talk}/attachments/{view['id']}", "agent")
    assert given.content == content
    assert given.headers["content-type"] == media_type
    assert given.headers["content-disposition"] == f"{how}; filename*=UTF-8''{name}"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert given.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"PK\x03\x04", b"\x89PN", b"MZ"],
)
async def test_what_is_no_picture_and_no_pdf_is_refused_whatever_it_is_called(
    tenant: Tenant, content: bytes
) -> None:
    refused = await attached(tenant, await talk_of(tenant), "picture.png", content)
    assert (refused.status_code, refused.json()["code"]) == (422, "attachment_kind_refused")


async def test_a_file_has_an_end_and_so_has_their_number(tenant: Tenant, runtime: Runtime) -> None:
    talk = await talk_of(tenant)
    large = PNG + bytes(runtime.settings.knowledge.max_document_bytes)
    refused = await attached(tenant, talk, "large.png", large)
    assert (refused.status_code, refused.json()["code"]) == (422, "attachment_too_large")
    for _ in range(50):
        assert (await attached(tenant, talk, "a.png", PNG)).status_code == 201
    refused = await attached(tenant, talk, "a.png", PNG)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_attachments")


async def test_nobody_else_sees_a_file_or_adds_one(make_tenant: MakeTenant) -> None:
    tenant, foreign = await make_tenant(), await make_tenant()
    talk, other = await talk_of(tenant), await talk_of(tenant, "other_customer")
    view = (await attached(tenant, talk, "a.png", PNG)).json()
    path = f"{talk}/attachments/{view['id']}"
    assert (await get(tenant, path, "other_customer")).status_code == 404
    assert (await get(foreign, path, "owner")).status_code == 404
    # Neither through a conversation of one's own.
    through = f"{other}/attachments/{view['id']}"
    assert (await get(tenant, through, "other_customer")).status_code == 404
    assert (await attached(tenant, talk, "b.png", PNG, "other_customer")).status_code == 404
    assert (await attached(foreign, talk, "b.png", PNG, "agent")).status_code == 404


async def test_what_a_customer_attaches_waits_for_a_person_and_what_the_team_does_not(
    tenant: Tenant,
) -> None:
    talk = await talk_of(tenant)
    await attached(tenant, talk, "a.png", PNG, "agent")
    assert (await get(tenant, talk, "agent")).json()["waiting_since"] is None
    await attached(tenant, talk, "a.png", PNG)
    assert (await get(tenant, talk, "agent")).json()["waiting_since"] is not None


async def test_a_closed_conversation_takes_no_file(tenant: Tenant) -> None:
    talk = await talk_of(tenant)
    await tenant.client.post(f"{talk}/close", headers=await tenant.as_("agent"))
    refused = await attached(tenant, talk, "a.png", PNG)
    assert (refused.status_code, refused.json()["code"]) == (409, "conversation_is_closed")


async def test_a_file_is_told_in_the_export_and_goes_with_its_conversation(
    tenant: Tenant, runtime: Runtime
) -> None:
    talk = await talk_of(tenant)
    view = (await attached(tenant, talk, "a.png", PNG)).json()
    told = await get(tenant, f"/api/v1/customers/{tenant.customer_id}/export", "customer")
    held = told.json()["holdings"]["attachments"]
    assert [base64.b64decode(one["content"]) for one in held] == [PNG]
    await tenant.client.delete(talk, headers=await tenant.as_("customer"))
    async with runtime.database.transaction(tenant.id) as session:
        assert await session.get(Attachment, (tenant.id, view["id"])) is None
        assert await session.get(Conversation, (tenant.id, talk.rpartition("/")[2])) is None


async def test_a_customers_page_shows_and_takes_files(tenant: Tenant) -> None:
    talk_id = (await talk_of(tenant)).rpartition("/")[2]
    page = f"/my/talks/{talk_id}"
    browser = httpx.AsyncClient(
        transport=tenant.client._transport, base_url="http://desk.test", headers=BROWSER
    )
    async with browser:
        await sign_in(browser, tenant)
        sent = await browser.post(f"{page}/attachments", files={"file": ("lamp.png", PNG)})
        assert sent.status_code == 303
        shown = (await browser.get(page)).text
        assert "lamp.png" in shown
        refused = await browser.post(f"{page}/attachments", files={"file": ("lamp.png", b"no")})
        assert refused.status_code == 422


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\maya\\lamp.png", "lamp.png"),
        ('a"\r\nSet-Cookie: x.png', 'a"Set-Cookie: x.png'),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "file"),
        ("..", "file"),
        ("ü" * 400, "ü" * 150),
    ],
)
def test_a_name_is_the_last_part_without_what_steers(given: str, kept: str) -> None:
    assert clean_name(given) == kept
