"""The pack by API: every fault in one answer, nothing half done, nothing too large."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.desk import MakeTenant, Tenant
from tests.support.pack_files import small_pack, with_file, with_words

PACKS = "/api/v1/packs"


async def drafted(tenant: Tenant, files: dict[str, str], note: str = "") -> int:
    answer = await tenant.client.post(
        PACKS, json={"files": files, "note": note}, headers=await tenant.as_("owner")
    )
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["number"]
    return number


async def asked(tenant: Tenant, method: str, path: str, **more: Any) -> httpx.Response:
    headers = await tenant.as_("admin")
    return await tenant.client.request(method, f"{PACKS}{path}", headers=headers, **more)


async def states(tenant: Tenant) -> dict[int, str]:
    listed = (await asked(tenant, "GET", "")).json()["items"]
    return {item["number"]: item["status"] for item in listed}


async def test_a_pack_is_drafted_checked_published_and_rolled_back(tenant: Tenant) -> None:
    number = await drafted(tenant, small_pack(), "First")
    checked = (await asked(tenant, "POST", f"/{number}/check")).json()
    assert (checked["status"], checked["name"], checked["note"]) == ("checked", "workshop", "First")
    assert checked["author_user_id"] == str(tenant.users["owner"])
    published = await asked(tenant, "POST", f"/{number}/publish")
    assert published.status_code == 200, published.text
    assert published.json()["status"] == "published"
    assert (await asked(tenant, "POST", f"/{number}/publish")).json()["code"] == (
        "pack_already_published"
    )
    back = await asked(tenant, "POST", "/rollback")
    assert back.json() == {"published": None, "built_in": "shop"}
    again = await asked(tenant, "POST", "/rollback")
    assert (again.status_code, again.json()["code"]) == (409, "no_pack_published")


async def test_rolling_back_names_the_version_that_answers_again(tenant: Tenant) -> None:
    for _ in range(2):
        number = await drafted(tenant, small_pack())
        await asked(tenant, "POST", f"/{number}/publish")
    back = (await asked(tenant, "POST", "/rollback")).json()
    assert back["published"]["number"] == 1
    assert await states(tenant) == {1: "published", 2: "rolled_back"}


async def test_a_bad_pack_is_one_problem_with_all_faults_and_nothing_changes(
    tenant: Tenant,
) -> None:
    good = await drafted(tenant, small_pack())
    await asked(tenant, "POST", f"/{good}/publish")
    files = with_words("intents.yaml", "about: repair", "about: repiar")
    files["wording/de.ftl"] = files["wording/de.ftl"].replace("repair-none", "repair-nothing")
    bad = await drafted(tenant, files)
    for step in ("check", "publish"):
        answer = await asked(tenant, "POST", f"/{bad}/{step}")
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["code"] == "pack_invalid"
        assert problem["faults"] == [
            "intents.yaml, line 1: repair_status: there is no noun `repiar`.",
            "wording/de.ftl: the sentence `repair-none` is missing.",
        ]
    assert await states(tenant) == {good: "published", bad: "draft"}


async def test_a_version_is_read_with_its_files_and_listed_without(tenant: Tenant) -> None:
    number = await drafted(tenant, small_pack())
    read = (await asked(tenant, "GET", f"/{number}")).json()
    assert read["files"] == small_pack()
    listed = (await asked(tenant, "GET", "")).json()["items"]
    assert [item["number"] for item in listed] == [number]
    assert "files" not in listed[0]


async def test_a_version_is_compared_with_another_and_with_what_answers(tenant: Tenant) -> None:
    first = await drafted(tenant, small_pack())
    second = await drafted(tenant, with_words("pack.yaml", "Repair shop", "Repairs"))
    third = await drafted(tenant, with_file("README.md", "What we repair.\n"))
    told = (await asked(tenant, "GET", f"/{second}/diff", params={"with": first})).json()
    assert (told["before"], told["after"]) == ("1", "2")
    assert [(one["path"], one["change"]) for one in told["files"]] == [("pack.yaml", "changed")]
    assert "+title: Repairs" in told["files"][0]["diff"]
    await asked(tenant, "POST", f"/{second}/publish")
    now = (await asked(tenant, "GET", f"/{third}/diff")).json()
    assert now["before"] == "2"
    assert {one["path"] for one in now["files"]} == {"README.md", "pack.yaml"}
    missing = await asked(tenant, "GET", f"/{third}/diff", params={"with": 99})
    assert (missing.status_code, missing.json()["code"]) == (404, "pack_version_not_found")


@pytest.mark.parametrize("role", ["agent", "customer"])
async def test_only_owners_and_admins_see_or_change_a_pack(tenant: Tenant, role: Any) -> None:
    number = await drafted(tenant, small_pack())
    headers = await tenant.as_(role)
    for method, path in (("GET", ""), ("GET", f"/{number}"), ("POST", f"/{number}/publish")):
        answer = await tenant.client.request(method, f"{PACKS}{path}", headers=headers)
        assert answer.status_code == 403, path
    assert await states(tenant) == {number: "draft"}


async def test_a_version_of_another_tenant_does_not_exist(make_tenant: MakeTenant) -> None:
    mine, other = await make_tenant(), await make_tenant()
    for _ in range(2):
        await drafted(mine, small_pack())
    await drafted(other, small_pack())
    for method, path in (("GET", "/2"), ("POST", "/2/check"), ("POST", "/2/publish")):
        assert (await asked(other, method, path)).status_code == 404
    answer = await asked(other, "GET", "/1/diff", params={"with": 2})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"files": {}},
        {"files": {"../x.yaml": ""}},
        {"files": {"pack.yaml": 7}},
        {"files": {"pack.yaml": "a\0b"}},
        {"files": {"pack.yaml": "x" * 1_000_001}},
        {"files": {f"procedures/p{number}.yaml": "" for number in range(301)}},
        {"files": {"pack.yaml": ""}, "note": "n" * 501},
    ],
)
async def test_what_cannot_be_kept_is_refused_and_leaves_nothing(
    shared_tenant: Tenant, body: dict[str, Any]
) -> None:
    answer = await asked(shared_tenant, "POST", "", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid_input"
    assert len(answer.text) < 2_000
    assert await states(shared_tenant) == {}


async def test_half_a_character_is_refused(shared_tenant: Tenant) -> None:
    headers = {**await shared_tenant.as_("owner"), "Content-Type": "application/json"}
    body = b'{"files": {"pack.yaml": "\\ud800"}}'
    answer = await shared_tenant.client.post(PACKS, content=body, headers=headers)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("number", ["0", "-1", "x", str(2**31), str(10**30)])
async def test_a_number_that_no_version_can_have_is_no_error_of_ours(
    shared_tenant: Tenant, number: str
) -> None:
    for method, path in (("GET", f"/{number}"), ("POST", f"/{number}/publish")):
        assert (await asked(shared_tenant, method, path)).status_code == 422
