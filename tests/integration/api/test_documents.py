"""Documents: uploaded, read in the background, found, deleted."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from deskhand.worker.loop import Worker
from tests.support.desk import Tenant
from tests.support.patience import PATIENCE

API = "/api/v1/documents"
RETURNS = "# Returns\n\nYou can return a lamp within 45 days of delivery.\n"


async def ingest(tenant: Tenant, **body: Any) -> httpx.Response:
    return await tenant.client.post(f"{API}/ingest", json=body, headers=await tenant.as_("agent"))


async def read_through(tenant: Tenant, document_id: str) -> dict[str, Any]:
    """The document once its newest job has ended."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await tenant.client.get(
                f"{API}/{document_id}", headers=await tenant.as_("agent")
            )
            found: dict[str, Any] = answer.json()
            if found["job"]["status"] in ("completed", "failed"):
                return found
            await asyncio.sleep(0.02)


async def found(tenant: Tenant, query: str) -> list[dict[str, Any]]:
    answer = await tenant.client.post(
        f"{API}/search", json={"query": query}, headers=await tenant.as_("agent")
    )
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_document_is_read_found_and_gone_after_its_deletion(
    worker: Worker, tenant: Tenant
) -> None:
    accepted = await ingest(tenant, content=RETURNS, filename="returns.md", category="returns")
    assert accepted.status_code == 202
    body = accepted.json()
    assert body["unchanged"] is False
    assert body["job"]["status"] == "queued"
    document = await read_through(tenant, body["document"]["id"])
    assert document["status"] == "ready"
    assert document["title"] == "Returns"
    assert document["chunk_count"] == document["job"]["total"] == document["job"]["done"] == 1
    hit = (await found(tenant, "How long can I return a lamp?"))[0]
    assert "45 days" in hit["text"]
    assert hit["document_id"] == document["id"]
    agent = await tenant.as_("agent")
    assert (await tenant.client.delete(f"{API}/{document['id']}", headers=agent)).status_code == 204
    assert (await tenant.client.get(f"{API}/{document['id']}", headers=agent)).status_code == 404
    assert await found(tenant, "How long can I return a lamp?") == []


async def test_the_same_content_again_is_no_work_and_a_change_replaces_the_passages(
    worker: Worker, tenant: Tenant
) -> None:
    first = (await ingest(tenant, content=RETURNS, filename="returns.md")).json()
    await read_through(tenant, first["document"]["id"])
    same = (await ingest(tenant, content=RETURNS, filename="returns.md")).json()
    assert same["unchanged"] is True
    assert same["job"] is None
    changed = await ingest(tenant, content=RETURNS.replace("45", "60"), filename="returns.md")
    assert changed.json()["document"]["id"] == first["document"]["id"]
    await read_through(tenant, first["document"]["id"])
    texts = [hit["text"] for hit in await found(tenant, "return a lamp")]
    assert any("60 days" in text for text in texts)
    assert not any("45 days" in text for text in texts)


async def test_a_file_can_be_uploaded_in_a_form(worker: Worker, tenant: Tenant) -> None:
    page = b"<html><head><title>Lamps</title></head><body><p>Lamps glow.</p></body></html>"
    answer = await tenant.client.post(
        f"{API}/ingest",
        files={"file": ("lamps.html", page, "text/html")},
        data={"title": "All about lamps"},
        headers=await tenant.as_("agent"),
    )
    assert answer.status_code == 202, answer.text
    document = await read_through(tenant, answer.json()["document"]["id"])
    assert document["title"] == "All about lamps"
    assert document["media_type"] == "text/html"
    assert document["status"] == "ready"


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("program.exe", b"MZ", "document_type_unknown"),
        ("text.md", b"\xff\xfe\x00", "document_unreadable"),
        ("text.md", b"caf\xe9", "document_unreadable"),
        ("text.md", b"a\x00b", "document_unreadable"),
        ("text.md", b"x" * 200_001, "document_too_large"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_before_it_is_stored(
    tenant: Tenant, filename: str, content: bytes, code: str
) -> None:
    agent = await tenant.as_("agent")
    answer = await tenant.client.post(
        f"{API}/ingest",
        files={"file": (filename, content, "application/octet-stream")},
        headers=agent,
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert (await tenant.client.get(API, headers=agent)).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"{}", "application/json", 422),
        (b'{"content": ""}', "application/json", 422),
        (b'{"content": "x", "filename": "a.xyz"}', "application/json", 422),
        (b'{"content": "x", "title": "a\\u0000b"}', "application/json", 422),
        (b"no parts", "multipart/form-data", 400),
        (b"no parts", "multipart/form-data; boundary=x", 400),
        (
            b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
            422,
        ),
    ],
)
async def test_a_malformed_upload_is_a_clear_problem(
    shared_tenant: Tenant, body: bytes, kind: str, status: int
) -> None:
    answer = await shared_tenant.client.post(
        f"{API}/ingest",
        content=body,
        headers={**await shared_tenant.as_("agent"), "Content-Type": kind},
    )
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_another_tenant_does_not_find_the_document(
    worker: Worker, tenant: Tenant, shared_tenant: Tenant
) -> None:
    mine = (await ingest(tenant, content="# Word\n\nThe word is abracadabra.\n")).json()
    await read_through(tenant, mine["document"]["id"])
    assert (await found(tenant, "abracadabra"))[0]["score"] > 0.3
    assert await found(shared_tenant, "abracadabra") == []
