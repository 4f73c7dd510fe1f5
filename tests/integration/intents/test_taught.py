"""Intents taught through the API: trained in the background, tried, switched, rolled back."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from deskhand.infra.runtime import Runtime
from deskhand.worker.loop import Worker
from tests.support.desk import MakeTenant, Tenant
from tests.support.patience import PATIENCE

INTENTS = "/api/v1/intents"
WRAPPING = [
    "can you wrap it as a present",
    "do you offer gift wrapping",
    "please gift wrap the parcel",
    "i want it wrapped with a ribbon",
    "is wrapping paper included",
    "could you put a greeting card in and wrap it",
]
REPAIRS = [
    "do you repair broken zippers",
    "my zip broke, can it be mended",
    "where do i send it for mending",
    "is there a repair service for jackets",
    "how much does mending a seam cost",
    "can a torn sleeve be fixed by you",
]


async def asked(tenant: Tenant, method: str, path: str, **more: Any) -> httpx.Response:
    headers = await tenant.as_("admin")
    return await tenant.client.request(method, f"{INTENTS}{path}", headers=headers, **more)


async def taught(tenant: Tenant) -> None:
    for name, texts in (("gift_wrapping", WRAPPING), ("mending", REPAIRS)):
        answer = await asked(tenant, "POST", "", json={"name": name, "examples": texts})
        assert answer.status_code == 201, answer.text
        assert answer.json()["own_examples"] == len(texts)


async def trained(tenant: Tenant, **how: Any) -> dict[str, Any]:
    """Train and wait for the end, as a page does."""
    queued = await asked(tenant, "POST", "/train", json=how)
    assert queued.status_code == 202, queued.text
    assert queued.json()["status"] == "queued"
    async with asyncio.timeout(PATIENCE):
        while True:
            version: dict[str, Any] = (
                await asked(tenant, "GET", f"/versions/{queued.json()['number']}")
            ).json()
            if version["status"] not in ("queued", "running"):
                return version
            await asyncio.sleep(0.1)


async def tried(tenant: Tenant, text: str, **more: Any) -> dict[str, Any]:
    answer = await asked(tenant, "POST", "/try", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_what_is_taught_is_known_after_the_training_and_unknown_after_a_rollback(
    tenant: Tenant, worker: Worker
) -> None:
    await taught(tenant)
    first = await trained(tenant, with_pack=False)
    assert (first["status"], first["error"]) == ("in_service", None)
    assert first["done"] == first["total"] == len(WRAPPING) + len(REPAIRS)
    assert first["figures"]["en"]["labels"] == 2
    found = await tried(tenant, "could i have it gift wrapped?")
    assert (found["intent"], found["version"]) == ("gift_wrapping", 1)
    assert sum(score["probability"] for score in found["scores"]) == pytest.approx(1, abs=0.01)
    second = await trained(tenant, with_pack=False, switch=False)
    assert second["status"] == "ready"
    assert (await tried(tenant, "mend a jacket", number=2))["version"] == 2
    switched = await asked(tenant, "POST", "/versions/2/switch")
    assert switched.json()["status"] == "in_service"
    assert (await asked(tenant, "POST", "/versions/2/switch")).json()["code"] == (
        "version_in_service"
    )
    back = await asked(tenant, "POST", "/rollback")
    assert back.json()["version"]["number"] == 1
    assert (await asked(tenant, "POST", "/rollback")).json() == {"version": None}
    again = await asked(tenant, "POST", "/rollback")
    assert (again.status_code, again.json()["code"]) == (409, "no_version_in_service")


async def test_a_file_teaches_moves_and_tells_of_lines_that_it_cannot_take(
    tenant: Tenant,
) -> None:
    lines = b"text,label\nwrap it please,wrapping\n,wrapping\nmend my coat,mending\nno label,\n"
    first = await asked(tenant, "POST", "/import", files={"file": ("a.csv", lines)})
    assert first.status_code == 200, first.text
    report = first.json()
    assert (report["added"], report["intents_added"]) == (2, ["mending", "wrapping"])
    assert [line["line"] for line in report["refused"]] == [3, 5]
    moving = b'{"text": "Wrap it  please", "intent": "mending"}\n'
    second = (await asked(tenant, "POST", "/import", files={"file": ("b.jsonl", moving)})).json()
    assert (second["added"], second["moved"], second["unchanged"]) == (0, 1, 0)
    listed = (await asked(tenant, "GET", "/examples?intent=mending")).json()["items"]
    assert {item["text"] for item in listed} == {"wrap it please", "mend my coat"}


async def test_examples_are_changed_and_removed_and_the_pack_keeps_its_own(
    tenant: Tenant,
) -> None:
    given = await asked(
        tenant, "POST", "/order_status/examples", json={"texts": ["wo is my pakage"]}
    )
    assert given.json()["added"] == 1
    [example] = (await asked(tenant, "GET", "/examples")).json()["items"]
    changed = await asked(
        tenant, "PATCH", f"/examples/{example['id']}", json={"text": "where is my pakage"}
    )
    assert changed.json()["text"] == "where is my pakage"
    shown = (await asked(tenant, "GET", "/order_status")).json()
    assert (shown["origin"], shown["own_examples"]) == ("pack", 1)
    assert shown["pack_examples"] > 10
    refused = await asked(tenant, "DELETE", "/order_status")
    assert (refused.status_code, refused.json()["code"]) == (409, "intent_of_the_pack")
    assert (await asked(tenant, "DELETE", f"/examples/{example['id']}")).status_code == 204
    assert (await asked(tenant, "GET", "/examples")).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "train"}, "intent_name_reserved"),
        ({"name": "order_status"}, "intent_exists"),
        ({"name": "new", "procedure": "no_such"}, "destination_unknown"),
        ({"name": "new", "examples": ["hallo"], "language": "fi"}, "language_not_served"),
    ],
)
async def test_an_intent_that_cannot_be_is_refused_with_its_reason(
    tenant: Tenant, body: dict[str, Any], code: str
) -> None:
    answer = await asked(tenant, "POST", "", json=body)
    assert answer.json()["code"] == code
    assert answer.headers["content-type"] == "application/problem+json"


async def test_nothing_can_be_trained_or_tried_before_something_is_taught(tenant: Tenant) -> None:
    for path, code in (("/train", "nothing_taught"), ("/try", "no_version_in_service")):
        answer = await asked(tenant, "POST", path, json={"text": "a"} if path == "/try" else {})
        assert (answer.status_code, answer.json()["code"]) == (409, code)


async def test_a_tenant_neither_sees_nor_uses_what_another_taught(
    tenant: Tenant, make_tenant: MakeTenant, worker: Worker, runtime: Runtime
) -> None:
    await taught(tenant)
    await trained(tenant, with_pack=False)
    other = await make_tenant()
    assert (await asked(other, "GET", "/versions")).json()["items"] == []
    assert (await asked(other, "GET", "/examples")).json()["items"] == []
    assert (await asked(other, "POST", "/versions/1/switch")).status_code == 404
    names = {one["name"] for one in (await asked(other, "GET", "")).json()}
    assert "gift_wrapping" not in names
