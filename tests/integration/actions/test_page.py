"""`docs/actions.md` is true: its files have no fault, its tables are whole, its requests work."""

from __future__ import annotations

import json
import shlex
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from deskhand.packs import acting
from deskhand.packs.loader import pack_of
from tests.architecture.pages import DOCS, fences, table
from tests.integration.packs.test_page import pack_of_the_page
from tests.support.desk import Tenant

PAGE = DOCS / "actions.md"
SHAPES = (
    acting.Action,
    acting.Argument,
    acting.PoliciesFile,
    acting.Rule,
    acting.SlotsRule,
    acting.Risk,
    acting.Approvals,
)


def test_the_files_of_the_page_have_no_fault() -> None:
    files = pack_of_the_page()
    for fence in fences(PAGE):
        if fence.language == "yaml":
            files[fence.lines[0].removeprefix("# ")] = "\n".join((*fence.lines, ""))
    assert set(pack_of(files).actions) == {"postpone"}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_key_stands_on_the_page(shape: type[BaseModel]) -> None:
    keys = [field.alias or name for name, field in shape.model_fields.items()]
    assert [row[0].strip("`") for row in table(PAGE, shape.__name__)] == keys


async def test_the_requests_of_the_page_do_what_it_says(tenant: Tenant) -> None:
    known = {
        "TOKEN": (await tenant.sign_in("customer"))["access_token"],
        "STAFF_TOKEN": (await tenant.sign_in("agent"))["access_token"],
    }
    lines = [
        line
        for fence in fences(PAGE)
        if fence.language == "sh"
        for line in fence.lines
        if line.startswith("curl")
    ]
    answers: list[httpx.Response] = []
    for line in lines:
        for name in sorted(known, key=len, reverse=True):
            line = line.replace(f"${name}", known[name])
        answers.append(await requested(tenant.client, shlex.split(line)))
        if answers[-1].status_code == 201:
            made = answers[-1].json()
            known |= {"ACTION": made["id"], "DIGEST": made["digest"]}
    assert [one.status_code for one in answers] == [200, 201, 200, 200, 200, 200]
    assert answers[0].json()["allowed"] is True
    assert answers[2].json()["outcome"] == "done"
    assert "It was done." in answers[3].text
    assert "It was done." in answers[4].text


async def requested(client: httpx.AsyncClient, words: list[str]) -> httpx.Response:
    """What curl would get: `--json` sends, everything else asks."""
    url = next(word for word in words if word.startswith("http"))
    header, _, value = words[words.index("-H") + 1].partition(": ")
    body: dict[str, Any] = {}
    if "--json" in words:
        body["json"] = json.loads(words[words.index("--json") + 1])
    method = "POST" if body else "GET"
    address = url.removeprefix("http://127.0.0.1:8000")
    return await client.request(method, address, headers={header: value}, **body)
