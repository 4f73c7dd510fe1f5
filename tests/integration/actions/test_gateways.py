"""Another system that does the work: looked up when it is silent, never called twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from deskhand.domain.actions.gateways.registry import Same
from deskhand.domain.actions.outcomes import Done, Outcome, Refused, Unknown
from deskhand.domain.tables import ActionSlot, LedgerEntry, Proposal, Ticket
from deskhand.infra.clock import now
from tests.integration.actions.fake_gateway import FakeGateway, Fault, LookUp
from tests.integration.actions.scene import Scene


def with_gateway(scene: Scene, fake: FakeGateway) -> Scene:
    """The scene with orders kept by the other system."""
    return replace(scene, firewall=replace(scene.firewall, gateways=Same({"built_in": fake})))


async def refund_by(scene: Scene, fake: FakeGateway) -> Outcome:
    return await with_gateway(scene, fake).do("refund", "12345")


async def tickets(scene: Scene) -> list[Ticket]:
    async with scene.session() as session:
        return list(await session.scalars(select(Ticket)))


async def slots(scene: Scene) -> int:
    async with scene.session() as session:
        return len((await session.scalars(select(ActionSlot))).all())


@pytest.mark.parametrize("fault", ["none", "silent_after", "breaks_after"])
async def test_what_was_done_ends_done_even_when_the_answer_was_lost(
    scene: Scene, fault: Fault
) -> None:
    fake = FakeGateway(fault)
    outcome = await refund_by(scene, fake)
    assert isinstance(outcome, Done)
    assert outcome.result["reference"] == "R-1"
    assert len(fake.calls) == len(fake.done) == 1
    [entry] = await scene.ledger()
    assert (entry.state, entry.gateway) == ("done", "built_in")


@pytest.mark.parametrize("fault", ["silent_before", "silent_after"])
@pytest.mark.parametrize("looking", ["silent", "breaks"])
async def test_what_nobody_can_say_ends_unknown_with_a_ticket_and_is_not_tried_again(
    scene: Scene, fault: Fault, looking: LookUp
) -> None:
    fake = FakeGateway(fault, looking)
    outcome = await refund_by(scene, fake)
    assert isinstance(outcome, Unknown)
    [ticket] = await tickets(scene)
    assert outcome.ticket == f"TCK-{ticket.number}"
    assert (ticket.priority, ticket.customer_id) == ("high", scene.tenant.customer_id)
    again = await with_gateway(scene, fake).settle(outcome.proposal_id)
    assert again == outcome
    assert len(fake.calls) == 1
    assert await slots(scene) == 1, "it may have been done, so its place stays taken"


async def test_what_has_not_arrived_when_asked_is_unknown_and_not_refused(scene: Scene) -> None:
    """A slow call may still arrive after the look-up."""
    outcome = await refund_by(scene, FakeGateway("silent_before", "knows"))
    assert isinstance(outcome, Unknown)


async def test_what_the_other_system_refuses_is_refused_and_frees_its_place(scene: Scene) -> None:
    outcome = await refund_by(scene, FakeGateway("refuses"))
    assert isinstance(outcome, Refused)
    assert outcome.rule == "gateway"
    assert await slots(scene) == 0
    assert [one.detail["rule"] for one in await scene.audited("action.refused")] == ["gateway"]


@pytest.mark.parametrize(("arrived", "state"), [(True, "done"), (False, "unknown")])
async def test_a_call_of_a_stopped_process_is_looked_up_and_ended(
    scene: Scene, arrived: bool, state: str
) -> None:
    fake = FakeGateway()
    outcome = await refund_by(scene, fake)
    if not arrived:
        fake.done.clear()
    async with scene.session() as session:
        long_ago = {"state": "sent", "updated_at": now() - timedelta(hours=1)}
        sent = {"operation": "refund_order", "sets": {}}
        await session.execute(update(LedgerEntry).values(**long_ago, result=sent))
        await session.execute(update(Proposal).values(state="sent"))
    firewall = with_gateway(scene, fake).firewall
    assert await firewall.keep_up(scene.tenant.id) == 1
    assert await firewall.keep_up(scene.tenant.id) == 0
    assert [entry.state for entry in await scene.ledger()] == [state]
    assert len(await tickets(scene)) == (0 if arrived else 1)
    assert len(fake.calls) == 1
    assert isinstance(outcome, Done)


async def test_an_answer_while_it_is_being_done_does_not_do_it_again(scene: Scene) -> None:
    fake = FakeGateway()
    outcome = await refund_by(scene, fake)
    assert isinstance(outcome, Done)
    async with scene.session() as session:
        await session.execute(update(LedgerEntry).values(state="sent"))
        await session.execute(update(Proposal).values(state="sent"))
    again = await with_gateway(scene, fake).settle(outcome.proposal_id)
    assert isinstance(again, Unknown)
    assert again.ticket is None
    assert len(fake.calls) == 1
