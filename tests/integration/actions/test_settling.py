"""From a wish to an effect: what is confirmed is done, once, and nothing else."""

from __future__ import annotations

from deskhand.domain.actions.outcomes import Done, Refused, Withdrawn
from tests.integration.actions.scene import Scene


async def test_a_confirmed_refund_is_done_and_stands_in_ledger_and_audit(scene: Scene) -> None:
    proposed = await scene.proposed("refund", "12345")
    assert proposed.arguments == {"amount": {"minor": 4900, "currency": "USD"}}
    assert await scene.refunds() == []
    outcome = await scene.settle(proposed.proposal_id, digest=proposed.digest)
    assert isinstance(outcome, Done)
    [refund] = await scene.refunds()
    assert (refund.amount_minor, refund.status) == (4900, "done")
    assert refund.ledger_id == outcome.ledger_id
    [entry] = await scene.ledger()
    assert (entry.state, entry.tool, entry.pack) == ("done", "refund", "shop")
    assert [one.detail["tool"] for one in await scene.audited("action.done")] == ["refund"]
    assert (await scene.order("12345")).status == "refunded"


async def test_a_confirmed_cancellation_is_done(scene: Scene) -> None:
    outcome = await scene.do("cancel", "ORD900", scene.other_customer)
    assert isinstance(outcome, Done)
    assert (await scene.order("ORD900")).status == "cancelled"


async def test_a_no_withdraws_it_and_a_later_yes_does_nothing(scene: Scene) -> None:
    proposed = await scene.proposed("refund", "12345")
    assert isinstance(await scene.settle(proposed.proposal_id, yes=False), Withdrawn)
    assert isinstance(await scene.settle(proposed.proposal_id), Withdrawn)
    assert await scene.refunds() == []


async def test_a_second_yes_is_told_what_the_first_did(scene: Scene) -> None:
    proposed = await scene.proposed("refund", "12345")
    first = await scene.settle(proposed.proposal_id)
    assert isinstance(first, Done)
    assert await scene.settle(proposed.proposal_id) == first
    assert len(await scene.refunds()) == 1


async def test_what_was_sent_cannot_be_cancelled(scene: Scene) -> None:
    refused = await scene.propose("cancel", "ORD123")
    assert isinstance(refused, Refused)
    assert (refused.rule, refused.say) == ("not_sent", "cancel-declined")
    [entry] = await scene.audited("action.refused")
    assert entry.detail["rule"] == "not_sent"
    assert entry.detail["pack"] == "shop"
