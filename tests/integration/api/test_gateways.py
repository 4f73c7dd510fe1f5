"""Gateways by the API: checked at save, shown without their credential, audited."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from deskhand.domain.tables import AuditEntry
from deskhand.infra.runtime import Runtime
from tests.support.desk import Tenant
from tests.support.order_system.server import TOKEN, description, gateway_text

FILE = gateway_text(9000).replace("http://127.0.0.1:9000", "https://orders.example.com")
NEW = {"file": FILE, "description": description(), "credential": TOKEN}
AT = "/api/v1/gateways"


async def test_a_gateway_is_registered_changed_and_removed_and_its_credential_never_shown(
    tenant: Tenant, runtime: Runtime
) -> None:
    client, owner = tenant.client, await tenant.as_("owner")
    made = await client.post(AT, json=NEW, headers=owner)
    assert made.status_code == 201, made.text
    one = made.json()
    assert (one["name"], one["actions"], one["has_credential"]) == (
        "orders",
        ["cancel", "refund"],
        True,
    )
    assert (await client.post(AT, json=NEW, headers=owner)).status_code in (409, 422)
    other = FILE.replace("https://orders.example.com", "https://elsewhere.example.com")
    changed = await client.patch(f"{AT}/{one['id']}", json={"file": other}, headers=owner)
    assert changed.json()["base_url"] == "https://elsewhere.example.com"
    assert changed.json()["has_credential"] is True
    listed = await client.get(AT, headers=owner)
    assert TOKEN not in made.text + changed.text + listed.text
    assert (await client.delete(f"{AT}/{one['id']}", headers=owner)).status_code == 204
    assert (await client.get(AT, headers=owner)).json() == []
    async with runtime.database.transaction(tenant.id) as session:
        query = select(AuditEntry).where(AuditEntry.action.like("gateway.%"))
        trail = list(await session.scalars(query.order_by(AuditEntry.id)))
    assert [entry.action for entry in trail] == [
        "gateway.added",
        "gateway.changed",
        "gateway.removed",
    ]
    assert TOKEN not in json.dumps([entry.detail for entry in trail])


@pytest.mark.parametrize(
    ("new", "code", "said"),
    [
        (
            {**NEW, "file": FILE.replace("createRefund", "createRefnd")},
            "gateway_invalid",
            "gateway.yaml, line 6: the description has no operation `createRefnd`",
        ),
        ({**NEW, "description": "[]"}, "gateway_invalid", "openapi.yaml, line 1: "),
        ({**NEW, "credential": "two\nlines"}, "credential_refused", "printable ASCII"),
        (
            {**NEW, "file": FILE.replace("https://orders.example.com", "https://10.0.0.1")},
            "address_refused",
            "not a public one",
        ),
        (
            {**NEW, "file": FILE.replace("https://orders.example.com", "http://a.example")},
            "address_refused",
            "https://",
        ),
    ],
)
async def test_what_cannot_be_used_is_refused_at_save_and_nothing_is_kept(
    tenant: Tenant, new: dict[str, str], code: str, said: str
) -> None:
    client, owner = tenant.client, await tenant.as_("owner")
    answer = await client.post(AT, json=new, headers=owner)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert said in answer.json()["detail"]
    assert (await client.get(AT, headers=owner)).json() == []
