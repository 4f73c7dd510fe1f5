"""The evidence of one action, for programs and for people."""

from __future__ import annotations

import re

from deskhand.domain.actions.outcomes import Done, Waiting
from tests.integration.actions.scene import Scene


async def test_a_refund_tells_who_asked_what_allowed_it_and_what_was_done(scene: Scene) -> None:
    outcome = await scene.do("refund", "12345")
    assert isinstance(outcome, Done)
    client, headers = scene.tenant.client, await scene.tenant.as_("agent")
    address = f"/api/v1/actions/{outcome.proposal_id}/evidence"
    seen = (await client.get(address, headers=headers)).json()
    assert seen["asked"]["by"]["customer_id"] == str(scene.tenant.customer_id)
    assert seen["answered"]["by"] == seen["asked"]["by"]
    rules = {one["rule"]: one["checks"] for one in seen["rules"]}
    assert rules["refund_eligible"] == "order.refund_eligible"
    assert "most: 2" in rules["refunds_per_month"]
    assert seen["action"]["pack"] == seen["done"]["pack"] == "shop"
    assert seen["facts"]["refundable"] == {"minor": 4900, "currency": "USD"}
    assert seen["facts"]["status"] == "delivered"
    assert seen["done"]["state"] == "done"
    told = [one["action"] for one in seen["audit"]]
    assert told == ["action.proposed", "action.confirmed", "action.done"]
    by_ledger = await client.get(f"/api/v1/actions/{outcome.ledger_id}/evidence", headers=headers)
    assert by_ledger.json() == seen


async def test_the_page_can_be_read_by_anybody(scene: Scene) -> None:
    await scene.add_order("LARGE", total_minor=80_000)
    held = await scene.do("refund", "LARGE")
    assert isinstance(held, Waiting)
    agent = scene.staff()
    await scene.firewall.decide(
        scene.tenant.id, agent, held.approval_id, grant=False, note="a second claim"
    )
    page = await scene.tenant.client.get(
        f"/api/v1/actions/{held.proposal_id}/evidence.txt",
        headers=await scene.tenant.as_("agent"),
    )
    assert page.headers["content-type"].startswith("text/plain")
    for words in (
        "refund: order LARGE",
        "It was refused. Nothing was done.",
        "by the customer",
        "amount: $800.00",
        "Of version shop",
        "Approval: declined, because arguments.amount > policy.approval_above",
        "a second claim",
        "Refused: By the rule approved",
        "approval.declined",
    ):
        assert words in page.text, page.text


async def test_the_html_page_tells_the_story_in_order_and_runs_nothing_of_anybodys(
    scene: Scene,
) -> None:
    hostile = "<script>alert(1)</script> Long Lane 1"
    await scene.add_order("MOVE1", status="processing", delivered_on=None)
    outcome = await scene.do("change_address", "MOVE1", arguments={"address": hostile})
    assert isinstance(outcome, Done)
    headers = await scene.tenant.as_("agent")
    address = f"/api/v1/actions/{outcome.proposal_id}/evidence.html"
    page = await scene.tenant.client.get(address, headers=headers)
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Long Lane 1" in page.text
    titles = re.findall(r"<h2>([^<]+)</h2>", page.text)
    assert titles == [
        "Asked",
        "Shown",
        "Rules",
        "Record",
        "Confirmed",
        "Ledger",
        "Digest of what was shown",
        "Audit trail",
    ]
    assert "Done in the desk&#x27;s own records." in page.text
