"""A confirmation serves once, in time, for exactly what was shown, and only whom it was shown."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from deskhand.domain.actions.outcomes import Allowed, Done, Refused, Wish
from deskhand.domain.actions.proposals import ProposalNotFound
from deskhand.domain.audit import Actor
from deskhand.domain.tables import Order, Proposal
from deskhand.infra.clock import frozen, now
from deskhand.infra.ids import new_id
from tests.integration.actions.scene import Scene
from tests.support.desk import MakeTenant


async def test_a_confirmation_of_one_amount_does_not_serve_for_another(scene: Scene) -> None:
    small = await scene.proposed("refund", "12345", arguments={"amount": 100})
    whole = await scene.proposed("refund", "12345")
    assert small.digest != whole.digest
    refused = await scene.settle(whole.proposal_id, digest=small.digest)
    assert isinstance(refused, Refused)
    assert refused.rule == "as_shown"
    assert await scene.refunds() == []
    assert isinstance(await scene.settle(whole.proposal_id, digest=whole.digest), Done)
    assert [one.amount_minor for one in await scene.refunds()] == [4900]


async def test_what_was_changed_in_the_store_is_not_done(scene: Scene) -> None:
    proposed = await scene.proposed("refund", "12345", arguments={"amount": 100})
    async with scene.session() as session:
        forged = {"amount": {"minor": 4900, "currency": "USD"}}
        await session.execute(update(Proposal).values(arguments=forged))
    refused = await scene.settle(proposed.proposal_id)
    assert isinstance(refused, Refused)
    assert refused.rule == "as_shown"
    assert await scene.refunds() == []


async def test_a_confirmation_expires(scene: Scene) -> None:
    proposed = await scene.proposed("refund", "12345")
    with frozen(now() + timedelta(minutes=31)):
        late = await scene.settle(proposed.proposal_id)
    assert isinstance(late, Refused)
    assert (late.rule, late.say) == ("in_time", "action-expired")
    again = await scene.settle(proposed.proposal_id)
    assert isinstance(again, Refused)
    assert await scene.refunds() == []


async def test_only_the_customer_it_was_shown_to_can_confirm(
    scene: Scene, make_tenant: MakeTenant
) -> None:
    proposed = await scene.proposed("refund", "12345")
    elsewhere = Scene(scene.firewall, await make_tenant())
    nobody = Actor("user", None, "customer", None)
    staff = [scene.staff(role) for role in ("agent", "admin", "owner")]
    for actor in (scene.other_customer, nobody, *staff):
        with pytest.raises(ProposalNotFound):
            await scene.settle(proposed.proposal_id, actor)
    with pytest.raises(ProposalNotFound):
        await elsewhere.settle(proposed.proposal_id, scene.customer)
    with pytest.raises(ProposalNotFound):
        await scene.settle(uuid4())
    assert await scene.refunds() == []
    assert isinstance(await scene.settle(proposed.proposal_id), Done)


async def test_what_one_of_the_team_proposes_only_that_person_confirms(scene: Scene) -> None:
    proposed = await scene.proposed("refund", "12345", scene.staff("agent"))
    for actor in (scene.staff("admin"), scene.customer):
        with pytest.raises(ProposalNotFound):
            await scene.settle(proposed.proposal_id, actor)
    assert isinstance(await scene.settle(proposed.proposal_id, scene.staff("agent")), Done)


async def test_the_same_wish_of_one_turn_is_one_proposal(scene: Scene) -> None:
    turn = {"turn_id": new_id(), "conversation_id": new_id()}
    first = await scene.proposed("refund", "12345", **turn)
    again = await scene.proposed("refund", "12345", **turn)
    assert again.proposal_id == first.proposal_id


async def test_a_later_proposal_of_the_conversation_takes_the_place_of_the_earlier(
    scene: Scene,
) -> None:
    conversation = new_id()
    first = await scene.proposed("refund", "12345", turn_id=new_id(), conversation_id=conversation)
    await scene.proposed(
        "end_subscription", "SUB-1", turn_id=new_id(), conversation_id=conversation
    )
    refused = await scene.settle(first.proposal_id)
    assert isinstance(refused, Refused)
    assert refused.rule == "newest"
    assert await scene.refunds() == []


async def test_two_proposals_of_one_turn_about_one_record_do_one_thing(scene: Scene) -> None:
    turn = {"turn_id": new_id(), "conversation_id": new_id()}
    first = await scene.proposed("refund", "12345", arguments={"amount": 100}, **turn)
    second = await scene.proposed("refund", "12345", arguments={"amount": 200}, **turn)
    assert isinstance(await scene.settle(first.proposal_id), Done)
    refused = await scene.settle(second.proposal_id)
    assert isinstance(refused, Refused)
    assert refused.rule == "once"
    assert [one.amount_minor for one in await scene.refunds()] == [100]


async def test_rules_are_judged_again_when_it_is_done(scene: Scene) -> None:
    proposed = await scene.proposed("refund", "12345")
    async with scene.session() as session:
        await session.execute(update(Order).values(refund_eligible=False))
    refused = await scene.settle(proposed.proposal_id)
    assert isinstance(refused, Refused)
    assert refused.rule == "refund_eligible"
    assert await scene.refunds() == []


async def test_what_is_computed_from_the_record_has_to_be_as_it_was_shown(scene: Scene) -> None:
    proposed = await scene.proposed("switch_plan", "SUB-1", arguments={"plan": "pro"})
    async with scene.session() as session:
        await session.execute(
            update(Proposal).values(
                arguments={**proposed.arguments, "price": {"minor": 1, "currency": "USD"}}
            )
        )
    refused = await scene.settle(proposed.proposal_id)
    assert isinstance(refused, Refused)
    assert refused.rule == "as_shown"


async def test_asking_what_the_rules_say_writes_nothing(scene: Scene) -> None:
    async with scene.session() as session:
        said = await scene.firewall.may(session, scene.customer, Wish("refund", "12345"))
    assert isinstance(said, Allowed)
    assert await scene.audited("action.proposed") == []
    assert await scene.ledger() == []
