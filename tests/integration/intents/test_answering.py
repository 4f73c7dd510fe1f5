"""A customer's message is answered by what the tenant taught, and no more after a rollback."""

from __future__ import annotations

from typing import Any

from deskhand.worker.loop import Worker
from tests.integration.intents.test_taught import INTENTS, WRAPPING, asked, trained
from tests.support.desk import Tenant

ANSWER = "Yes {gladly}, we wrap it.\n[Tell us] the colour, {{customer.first_name|dear guest}}."
SAID = "Yes {gladly}, we wrap it. [Tell us] the colour, dear guest."
ARRIVALS = [
    "wann isses da",
    "what is the drop day of my haul",
    "has my haul dropped",
    "haul drop day please",
    "when does the haul drop",
]


async def said(tenant: Tenant, text: str) -> dict[str, Any]:
    answer = await tenant.client.post(
        "/api/chat/sync/", json={"message": text}, headers=await tenant.as_("customer")
    )
    assert answer.status_code == 200, answer.text
    reply: dict[str, Any] = answer.json()
    return reply


async def test_a_taught_intent_answers_with_its_macro_or_starts_its_procedure(
    tenant: Tenant, worker: Worker
) -> None:
    admin = await tenant.as_("admin")
    macro = await tenant.client.post(
        "/api/v1/macros", json={"name": "Wrap", "text": ANSWER, "shared": True}, headers=admin
    )
    wrapping = {"name": "gift_wrapping", "macro_id": macro.json()["id"], "examples": WRAPPING}
    hauls = {"name": "haul_status", "procedure": "order_status", "examples": ARRIVALS}
    for intent in (wrapping, hauls):
        added = await tenant.client.post(INTENTS, json=intent, headers=admin)
        assert added.status_code == 201, added.text
    assert (await trained(tenant, with_pack=False))["status"] == "in_service"
    wrapped = await said(tenant, "do you offer gift wrapping?")
    assert " ".join(wrapped["response"].split()) == SAID
    dropped = await said(tenant, "has my haul dropped?")
    assert "ORD123" in dropped["response"]
    await asked(tenant, "POST", "/rollback")
    assert "gladly" not in (await said(tenant, "do you offer gift wrapping?"))["response"]
