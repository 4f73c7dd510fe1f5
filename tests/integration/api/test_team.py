"""Macros, absence, and who gets what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from deskhand.infra import clock
from deskhand.infra.runtime import Runtime
from deskhand.worker.desk import keep_desk
from tests.integration.api.test_desk import PACKS, actions_of, done
from tests.integration.api.test_inbox import API, conversation_of, listed
from tests.support.desk import MakeTenant, RoleName, Tenant

MACRO = {
    "name": "Ask for a photo",
    "text": "Hi {{customer.first_name|there}}, a photo please? {{agent.name}}",
    "actions": {"add_tags": ["photo"], "priority": "high", "assign_to": "me"},
}


async def call(
    tenant: Tenant, method: str, path: str, body: Any = None, role: RoleName = "agent"
) -> httpx.Response:
    return await tenant.client.request(
        method, f"/api/v1/{path}", json=body, headers=await tenant.as_(role)
    )


async def ask_for_a_person(tenant: Tenant, text: str) -> str:
    """A conversation in which the customer waits for a person, who is nobody yet."""
    conversation = await conversation_of(tenant, text)
    await done(tenant, "POST", f"{conversation}/owner", {"owner": "person"})
    await done(tenant, "PATCH", conversation, {"assignee_id": None})
    return conversation


async def test_a_macro_says_its_text_and_does_the_rest_in_one_go(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "My camera is broken")
    macro = (await call(tenant, "POST", "macros", MACRO)).json()
    path = f"{conversation}/macros/{macro['id']}"
    shown = await done(tenant, "GET", path)
    assert "{{" not in shown["text"]
    after = await done(tenant, "POST", path)
    assert (after["priority"], after["assignee_id"]) == ("high", str(tenant.users["agent"]))
    messages = await tenant.client.get(
        f"{API}/{conversation}/messages", headers=await tenant.as_("customer")
    )
    assert messages.json()["items"][-1]["text"] == shown["text"]
    assert (await listed(tenant, "mine"))[0]["tags"] == ["photo"]
    assert "conversation.macro_run" in await actions_of(tenant, conversation)


async def test_a_macro_that_fails_in_one_part_does_nothing(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Hello")
    wrong = {**MACRO, "actions": {"assign_to": str(tenant.users["customer"])}}
    macro = (await call(tenant, "POST", "macros", wrong)).json()
    answer = await call(tenant, "POST", f"conversations/{conversation}/macros/{macro['id']}")
    assert answer.json()["code"] == "team_member_unknown"
    assert (await listed(tenant, "all"))[0]["last_message"]["text"] == "Hello"


async def test_a_private_macro_is_its_owners_and_a_shared_one_the_administrators(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    mine = (await call(tenant, "POST", "macros", MACRO)).json()
    assert (await call(tenant, "GET", "macros", role="admin")).json() == []
    refused = await call(tenant, "PUT", f"macros/{mine['id']}", MACRO, "admin")
    assert refused.json()["code"] == "macro_not_found"
    refused = await call(tenant, "POST", "macros", {**MACRO, "shared": True})
    assert refused.json()["code"] == "macro_of_the_team"
    shared = (await call(tenant, "POST", "macros", {**MACRO, "shared": True}, "admin")).json()
    assert len((await call(tenant, "GET", "macros")).json()) == 2
    refused = await call(tenant, "DELETE", f"macros/{shared['id']}")
    assert refused.json()["code"] == "macro_of_the_team"
    assert (await call(tenant, "DELETE", f"macros/{mine['id']}")).status_code == 204
    unknown = await call(tenant, "POST", "macros", {"name": "X", "text": "{{order.total}}"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "invalid_input")


async def test_what_waits_is_given_to_who_is_there_and_has_room(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    agent, admin = str(tenant.users["agent"]), str(tenant.users["admin"])
    first = await ask_for_a_person(tenant, "First")
    await keep_desk(runtime, PACKS, tenant.id)
    assert [row["id"] for row in await listed(tenant, "unassigned")] == [first]  # It is off.
    await call(tenant, "PUT", "desk", {"assignment": {"mode": "load"}}, "admin")
    until = clock.now() + timedelta(hours=1)
    away = await call(tenant, "PATCH", f"team/{agent}", {"away_until": until.isoformat()})
    assert away.json()["away"] is True
    await keep_desk(runtime, PACKS, tenant.id)
    assert len(await listed(tenant, "unassigned")) == 1
    with clock.frozen(until + timedelta(seconds=1)):
        await keep_desk(runtime, PACKS, tenant.id)
    assert [row["id"] for row in await listed(tenant, "mine")] == [first]
    await call(tenant, "PATCH", f"team/{agent}", {"capacity": 1, "away": False}, "admin")
    await call(tenant, "PATCH", f"team/{admin}", {"capacity": 5, "skills": ["vip"]}, "admin")
    second = await ask_for_a_person(tenant, "Second")
    await keep_desk(runtime, PACKS, tenant.id)
    assert {row["assignee"]["id"] for row in await listed(tenant, "waiting")} == {agent, admin}
    loads = {one["id"]: one["load"] for one in (await call(tenant, "GET", "team")).json()}
    assert (loads[agent], loads[admin]) == (1, 1)
    assert "conversation.assigned" in await actions_of(tenant, second)


async def test_one_says_oneself_that_one_is_away_and_nothing_else(tenant: Tenant) -> None:
    agent, admin = tenant.users["agent"], tenant.users["admin"]
    for user, body in ((agent, {"capacity": 50}), (admin, {"away": True})):
        refused = await call(tenant, "PATCH", f"team/{user}", body)
        assert (refused.status_code, refused.json()["code"]) == (403, "colleague_of_another")
    nobody = await call(tenant, "PATCH", f"team/{tenant.users['customer']}", {"away": True})
    assert nobody.json()["code"] == "team_member_unknown"
