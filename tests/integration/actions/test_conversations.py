"""Actions in a conversation: who is awaited, and what stays when it is erased."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from deskhand.domain.actions.outcomes import Done, Refused, Waiting
from deskhand.domain.tables import Conversation, Proposal
from tests.integration.actions.scene import Scene


async def conversation_of(scene: Scene) -> UUID:
    answer = await scene.tenant.client.post(
        "/api/v1/conversations", json={}, headers=await scene.tenant.as_("customer")
    )
    return UUID(answer.json()["id"])


async def test_a_conversation_waits_for_a_person_when_its_action_does(scene: Scene) -> None:
    conversation_id = await conversation_of(scene)
    await scene.add_order("LARGE", total_minor=80_000)
    held = await scene.do("refund", "LARGE", conversation_id=conversation_id)
    assert isinstance(held, Waiting)
    async with scene.session() as session:
        row = (await session.scalars(select(Conversation))).one()
    assert row.waiting_reason == "handed_over"


async def test_erasing_a_conversation_takes_the_words_and_leaves_the_effect(scene: Scene) -> None:
    conversation_id = await conversation_of(scene)
    await scene.add_order("HERE", status="processing", delivered_on=None)
    given = {"address": "7 New Street"}
    done = await scene.do(
        "change_address", "HERE", arguments=given, conversation_id=conversation_id
    )
    assert isinstance(done, Done)
    still_open = await scene.proposed("refund", "12345", conversation_id=conversation_id)
    erased = await scene.tenant.client.delete(
        f"/api/v1/conversations/{conversation_id}", headers=await scene.tenant.as_("customer")
    )
    assert erased.status_code == 204, erased.text
    [entry] = await scene.ledger()
    assert (entry.state, entry.arguments, entry.result) == ("done", {}, {})
    async with scene.session() as session:
        proposals = list(await session.scalars(select(Proposal)))
    assert [(one.arguments, one.facts, one.conversation_id) for one in proposals] == [
        ({}, {}, None)
    ] * 2
    assert isinstance(await scene.settle(still_open.proposal_id), Refused)
    assert (await scene.order("HERE")).address == "7 New Street"
