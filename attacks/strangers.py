"""Every operation of the OpenAPI document, asked by those who must not see what it is about."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from attacks.tally import Tally
from attacks.target import Target

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_METHODS = ("get", "post", "put", "patch", "delete")
_SHARED = re.compile(r"/(packs|auth|audit|openapi)\b|/health|/metrics|/support/resolve")
"""Where a stranger's own answer may hold what others have too, or where nothing is by id."""


@dataclass
class _Known:
    """What one caller sees: ids by the list they stand in, and everything that names somebody."""

    ids: dict[str, list[str]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)


async def run(target: Target, chance: random.Random) -> Tally:
    """Ids of the sample shop, given to strangers: nothing is told, nothing breaks."""
    tally = Tally()
    async with target.client("owner") as owner:
        document = (await owner.get("/api/v1/openapi.json")).json()
        known = await _seen(owner, document)
    async with target.client("customer") as one, target.client("other_customer") as other:
        private = (await _seen(one, document)).secrets - (await _seen(other, document)).secrets
    operations = [*_operations(document)]
    chance.shuffle(operations)
    for caller in ("nobody_outside", "foreign_owner", "foreign_key", "other_customer"):
        secrets = private if caller == "other_customer" else known.secrets
        async with target.client(caller) as client:
            for method, path, operation in operations[: target.times(len(operations), 60)]:
                for ids in _ways(path, known, chance):
                    asked = await _ask(client, method, path.format_map(ids), operation, document)
                    told = _told(asked, secrets, set(ids.values()))
                    by_id = any(name.endswith("id") for name in ids)
                    belongs = caller != "other_customer" and by_id and not _SHARED.search(path)
                    held = asked.status_code < 500 and not told
                    held = held and not (belongs and asked.is_success)
                    what = f"{caller}: {method.upper()} {path}: {asked.status_code} {told}"
                    tally.note(held, what)
    return tally


async def _seen(client: httpx.AsyncClient, document: dict[str, Any]) -> _Known:
    """What the caller finds by itself, in every list that needs nothing to be known."""
    known = _Known()
    for path, operations in document["paths"].items():
        if "get" not in operations or "{" in path or not path.startswith("/api/v1/"):
            continue
        answer = await client.get(path)
        listed = answer.headers.get("content-type", "").startswith("application/json")
        if answer.status_code != 200 or not listed or _SHARED.search(path):
            continue
        known.secrets |= set(_ID.findall(answer.text)) | set(_MAIL.findall(answer.text))
        body = json.loads(answer.text or "{}")
        items = body.get("items", []) if isinstance(body, dict) else body
        found = [item["id"] for item in items if isinstance(item, dict) and "id" in item]
        known.ids[path] = [str(one) for one in found]
    return known


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                yield method, path, operations[method]


def _ways(path: str, known: _Known, chance: random.Random) -> list[dict[str, str]]:
    """Values for the path's parameters: an id of the list before it, and one of any other kind."""
    names = re.findall(r"{(\w+)}", path)
    if not names:
        return [{}]
    before = path.partition("/{")[0]
    every = sorted({one for ids in known.ids.values() for one in ids})
    own = known.ids.get(before) or every
    return [{name: chance.choice(ids) for name in names} for ids in (own, every)]


async def _ask(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    operation: dict[str, Any],
    document: dict[str, Any],
) -> httpx.Response:
    content = operation.get("requestBody", {}).get("content", {})
    body = None
    if "application/json" in content:
        body = _example(content["application/json"]["schema"], document)
    return await client.request(method.upper(), path, json=body if content else None)


def _example(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """An example of the schema: its own, else one of its required fields."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "example" in schema:
        return schema["example"]
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        return _example(choice, document)
    if schema.get("type") == "object":
        wanted = schema.get("required", ())
        return {name: _example(schema["properties"][name], document) for name in wanted}
    if "enum" in schema:
        return schema["enum"][0]
    plain = {"integer": 1, "number": 1.0, "boolean": True, "array": [], "string": "Hello there"}
    return plain.get(str(schema.get("type")))


def _told(answer: httpx.Response, secrets: set[str], given: set[str]) -> list[str]:
    """Secrets that stand in the answer and were not in the question."""
    text = answer.text if answer.status_code < 300 else json.dumps(answer.text)
    return sorted(one for one in secrets - given if one in text)[:3]
