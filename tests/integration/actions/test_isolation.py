"""Nobody acts on what is another customer's or another tenant's, whoever asks, by any door."""

from __future__ import annotations

import pytest

from deskhand.domain.actions.outcomes import Refused
from deskhand.domain.audit import Actor
from deskhand.infra.ids import new_id
from tests.integration.actions.scene import Scene
from tests.support.desk import MakeTenant, RoleName

ACTIONS = {
    "refund": "12345",
    "cancel": "ORD900",
    "replace_items": "12345",
    "return_items": "12345",
    "end_subscription": "SUB-1",
    "dispute_payment": "INV-1",
}


@pytest.mark.parametrize(("action", "number"), ACTIONS.items())
async def test_another_customer_is_told_that_there_is_no_such_thing(
    scene: Scene, action: str, number: str
) -> None:
    stranger = scene.customer if number == "ORD900" else scene.other_customer
    refused = await scene.propose(action, number, stranger)
    nowhere = await scene.propose(action, "NOWHERE-1", stranger)
    assert isinstance(refused, Refused)
    assert isinstance(nowhere, Refused)
    assert (refused.rule, refused.say, refused.reason) == ("mine", nowhere.say, nowhere.reason)
    assert [one.detail["rule"] for one in await scene.audited("action.refused")] == ["mine"] * 2


async def test_an_unknown_visitor_can_do_nothing(scene: Scene) -> None:
    refused = await scene.propose("refund", "12345", Actor("user", None, "customer", None))
    assert isinstance(refused, Refused)
    assert refused.rule == "mine"


@pytest.mark.parametrize("role", ["agent", "admin", "owner"])
async def test_the_assistant_acts_in_a_turn_for_whom_it_talks_to_and_not_with_the_rights_of_staff(
    scene: Scene, role: RoleName
) -> None:
    turn = {"turn_id": new_id(), "conversation_id": new_id()}
    refused = await scene.propose("refund", "12345", scene.staff(role), **turn)
    assert isinstance(refused, Refused)
    assert refused.rule == "mine"


@pytest.mark.parametrize("role", ["agent", "admin", "owner", "customer"])
async def test_another_tenants_record_is_refused_and_audited_for_every_role(
    scene: Scene, make_tenant: MakeTenant, role: RoleName
) -> None:
    """Tenants have numbers in common, so a record of a number that only one has is asked for."""
    elsewhere = Scene(scene.firewall, await make_tenant())
    await scene.add_order("ONLY-HERE")
    client = scene.tenant.client
    answer = await client.post(
        "/api/v1/actions",
        json={"action": "refund", "number": "ONLY-HERE"},
        headers=await elsewhere.tenant.as_(role),
    )
    assert (answer.status_code, answer.json()["rule"]) == (409, "mine")
    [entry] = await elsewhere.audited("action.refused")
    assert (entry.detail["rule"], entry.detail["record"]) == ("mine", "order:ONLY-HERE")
    assert await scene.audited("action.refused") == []


async def test_the_team_acts_for_a_customer_by_the_same_rules(scene: Scene) -> None:
    headers = await scene.tenant.as_("agent")
    client = scene.tenant.client
    wish = {"action": "cancel", "number": "ORD123"}
    refused = await client.post("/api/v1/actions", json=wish, headers=headers)
    assert (refused.status_code, refused.json()["rule"]) == (409, "not_sent")
    assert "sent already" in refused.json()["detail"], "the team is told why"
    headers = await scene.tenant.as_("customer")
    refused = await client.post("/api/v1/actions", json=wish, headers=headers)
    assert "sent already" not in refused.json()["detail"], "what is for the team stays there"
    assert refused.json()["say"] == "cancel-declined"
