"""Four eyes: above a threshold a person decides, never the one who asked, once and in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskhand.domain.actions.deciding import (
    ApprovalDecided,
    ApproverIsProposer,
    ApproverNotAllowed,
)
from deskhand.domain.actions.outcomes import Done, Refused, Waiting
from deskhand.domain.audit import Actor
from deskhand.infra.clock import frozen, now
from tests.integration.actions.scene import Scene

LARGE: dict[str, Any] = {"total_minor": 80_000}


async def waiting(scene: Scene, actor: Actor | None = None) -> Waiting:
    await scene.add_order("LARGE", **LARGE)
    outcome = await scene.do("refund", "LARGE", actor)
    assert isinstance(outcome, Waiting), outcome
    return outcome


async def decide(scene: Scene, held: Waiting, actor: Actor, *, grant: bool = True) -> Any:
    return await scene.firewall.decide(
        scene.tenant.id, actor, held.approval_id, grant=grant, note="looked into it"
    )


async def test_a_large_refund_waits_and_is_done_when_a_person_approves(scene: Scene) -> None:
    held = await waiting(scene)
    assert await scene.refunds() == []
    assert await scene.settle(held.proposal_id) == held, "a second yes does not do it"
    assert isinstance(await decide(scene, held, scene.staff()), Done)
    assert [one.amount_minor for one in await scene.refunds()] == [80_000]
    with pytest.raises(ApprovalDecided):
        await decide(scene, held, scene.staff("owner"))
    assert len(await scene.refunds()) == 1
    assert len(await scene.audited("approval.granted")) == 1


async def test_a_small_part_of_a_large_order_needs_nobody(scene: Scene) -> None:
    await scene.add_order("LARGE", **LARGE)
    assert isinstance(await scene.do("refund", "LARGE", arguments={"amount": 50_000}), Done)


async def test_what_is_turned_down_is_not_done(scene: Scene) -> None:
    held = await waiting(scene)
    refused = await decide(scene, held, scene.staff(), grant=False)
    assert isinstance(refused, Refused)
    assert (refused.rule, refused.say) == ("approved", "action-not-approved")
    assert isinstance(await scene.settle(held.proposal_id), Refused)
    assert await scene.refunds() == []


async def test_whoever_asked_cannot_approve(scene: Scene) -> None:
    held = await waiting(scene, scene.staff("owner"))
    with pytest.raises(ApproverIsProposer):
        await decide(scene, held, scene.staff("owner"))
    assert await scene.refunds() == []
    assert isinstance(await decide(scene, held, scene.staff("agent")), Done)


async def test_whoever_made_the_key_that_asked_cannot_approve(scene: Scene) -> None:
    await scene.add_order("LARGE", **LARGE)
    client, key = scene.tenant.client, await scene.tenant.api_key("read", "write")
    wish = {"action": "refund", "number": "LARGE"}
    action = (await client.post("/api/v1/actions", json=wish, headers=key)).json()
    address = f"/api/v1/actions/{action['id']}/confirm"
    held = (await client.post(address, json={"digest": action["digest"]}, headers=key)).json()
    assert (held["outcome"], held["reasons"]) == (
        "waiting",
        ["arguments.amount > policy.approval_above"],
    )
    grant = f"/api/v1/approvals/{held['approval_id']}/grant"
    owner, agent = await scene.tenant.as_("owner"), await scene.tenant.as_("agent")
    answers = [await client.post(grant, json={}, headers=who) for who in (owner, key, agent)]
    assert [one.status_code for one in answers] == [403, 403, 200]
    assert [one.json().get("code") for one in answers[:2]] == [
        "approver_is_proposer",
        "approver_not_allowed",
    ]
    assert answers[2].json()["outcome"] == "done"


async def test_neither_a_program_nor_a_customer_nor_the_assistant_approves(scene: Scene) -> None:
    held = await waiting(scene)
    for actor in (
        Actor("api_key", scene.tenant.users["owner"], "owner"),
        Actor("assistant", None, "assistant"),
        scene.customer,
        scene.other_customer,
    ):
        with pytest.raises((ApproverNotAllowed, ApproverIsProposer)):
            await decide(scene, held, actor)
    assert await scene.refunds() == []


async def test_nobody_decides_after_its_time_and_it_is_closed(scene: Scene) -> None:
    held = await waiting(scene)
    with frozen(now() + timedelta(hours=49)):
        with pytest.raises(ApprovalDecided):
            await decide(scene, held, scene.staff())
        assert await scene.firewall.keep_up(scene.tenant.id) == 1
        assert await scene.firewall.keep_up(scene.tenant.id) == 0
    refused = await scene.settle(held.proposal_id)
    assert isinstance(refused, Refused)
    assert refused.rule == "approved"


async def test_rules_are_judged_again_when_it_is_approved(scene: Scene) -> None:
    held = await waiting(scene)
    for number in ("A1", "A2"):
        await scene.add_order(number)
        assert isinstance(await scene.do("refund", number), Done)
    refused = await decide(scene, held, scene.staff())
    assert isinstance(refused, Refused)
    assert refused.rule == "refunds_per_month"
    assert len(await scene.refunds()) == 2


async def test_the_queue_lists_what_waits(scene: Scene) -> None:
    held = await waiting(scene)
    headers = await scene.tenant.as_("agent")
    client = scene.tenant.client
    listed = await client.get("/api/v1/approvals?state=waiting", headers=headers)
    assert [one["id"] for one in listed.json()["items"]] == [str(held.approval_id)]
    turned_down = await client.post(
        f"/api/v1/approvals/{held.approval_id}/decline", json={"note": "no"}, headers=headers
    )
    assert (turned_down.json()["state"], turned_down.json()["note"]) == ("declined", "no")
    listed = await client.get("/api/v1/approvals?state=waiting", headers=headers)
    assert listed.json()["items"] == []
