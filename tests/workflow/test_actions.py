"""What a customer agrees to is done once and told truly, whatever happens to the turn meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import select

from deskhand.assistant.engine import Brief, Engine, OfflineEngine, Planned
from deskhand.assistant.turn import Usage
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.tables import LedgerEntry, Order, Proposal, Refund, Request, Subscription
from deskhand.infra.runtime import Runtime
from deskhand.worker.turns import TurnRunner
from tests.workflow.chat import at_once
from tests.workflow.engines import Behind, HeldDraft
from tests.workflow.fernway import Talk, open_fernway, put_back_afterwards, talk_as
from tests.workflow.shop import Shop

TalkAs = Callable[..., Talk]
MakeRunner = Callable[[Engine], TurnRunner]


class BreaksOnce(Behind):
    """Breaks when the reply is planned, as a killed worker would: what was done is behind it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.broken = False

    async def plan(self, brief: Brief, spent: Usage) -> Planned:
        if not self.broken:
            self.broken = True
            raise RuntimeError("the worker is gone")
        return await super().plan(brief, spent)


@pytest.fixture(scope="module")
async def fernway(runtime: Runtime) -> Shop:
    return await open_fernway(runtime)


@pytest.fixture(autouse=True)
async def same_shop(runtime: Runtime, fernway: Shop) -> AsyncIterator[None]:
    async with put_back_afterwards(runtime, fernway):
        yield


@pytest.fixture
def maya(runtime: Runtime, runner: TurnRunner, fernway: Shop) -> Talk:
    return talk_as(runtime, runner, fernway, fernway.maya)


def kinds(message: MessageView) -> list[str]:
    return [str(proof["kind"]) for proof in message.evidence]


async def refunds(talk: Talk, number: str) -> Sequence[Refund]:
    async with talk.chat.runtime.database.transaction(talk.chat.shop.tenant_id) as session:
        found = await session.scalars(
            select(Refund).join(Order, Order.id == Refund.order_id).where(Order.number == number)
        )
        return list(found)


async def order_of(talk: Talk, number: str) -> Order:
    async with talk.chat.runtime.database.transaction(talk.chat.shop.tenant_id) as session:
        return (await session.scalars(select(Order).where(Order.number == number))).one()


async def test_what_was_shown_is_word_for_word_what_is_proposed_done_and_in_the_ledger(
    maya: Talk,
) -> None:
    shown = await maya.says("I need a refund for order #12345")
    assert shown.text == (
        "I can refund $119.00 for order 12345 (Fern Cam Outdoor), back to the way you paid."
        " Shall I do that?"
    )
    (card,) = shown.actions
    assert card["target"] == "12345 (Fern Cam Outdoor)"
    assert card["facts"] == [{"name": "amount", "label": "Amount", "value": "$119.00"}]
    done = await maya.says("yes")
    assert kinds(done) == ["done"]
    database, tenant_id = maya.chat.runtime.database, maya.chat.shop.tenant_id
    async with database.transaction(tenant_id) as session:
        proposal = await session.get_one(Proposal, (tenant_id, UUID(card["proposal"])))
        entry = (
            await session.scalars(select(LedgerEntry).where(LedgerEntry.proposal_id == proposal.id))
        ).one()
    assert proposal.arguments == entry.arguments == {"amount": {"minor": 11900, "currency": "USD"}}
    assert entry.state == "done"
    assert f"ledger:{entry.id}" in {one for proof in done.evidence for one in proof["evidence"]}
    assert [one.amount_minor for one in await refunds(maya, "12345")] == [11900]


async def test_a_turn_that_breaks_after_the_refund_tells_of_it_and_makes_no_second_one(
    maya: Talk, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    await maya.says("refund order 12345")
    broken = runner_with(BreaksOnce(offline))
    (accepted,) = await maya.chat.burst("yes")
    await broken.run(accepted.turn_id)
    assert len(await refunds(maya, "12345")) == 1
    assert (await maya.chat.turn(accepted.turn_id)).status == "queued"
    await at_once(maya.chat, accepted.turn_id)
    await broken.run(accepted.turn_id)
    turn = await maya.chat.turn(accepted.turn_id)
    assert turn.reply is not None
    assert "$119.00 for order 12345 (Fern Cam Outdoor) has been refunded" in turn.reply.message.text
    assert len(await refunds(maya, "12345")) == 1


async def test_a_no_that_comes_after_it_was_done_hears_that_it_was_done(
    maya: Talk, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    await maya.says("cancel ORD126")
    engine = HeldDraft(offline)
    runner = runner_with(engine)
    (accepted,) = await maya.chat.burst("yes")
    running = asyncio.create_task(runner.run(accepted.turn_id))
    await engine.entered.wait()
    await maya.chat.burst("wait no")
    engine.go.set()
    await running
    turn = await maya.chat.turn(accepted.turn_id)
    assert turn.reply is not None
    assert "order ORD126 (2 × Trail Headlamp) has been cancelled" in turn.reply.message.text


async def test_taking_leave_is_no_yes_and_a_yes_after_it_is_asked_once_more(maya: Talk) -> None:
    await maya.says("cancel ORD126")
    await maya.says("ok thx")
    assert (await order_of(maya, "ORD126")).status == "processing"
    assert kinds(await maya.says("yes")) == ["confirm"]
    assert (await order_of(maya, "ORD126")).status == "processing"


@pytest.mark.parametrize(
    "asked",
    [
        "ok, back to my refund: what was in order 12345?",
        "Ok. What does a return label cost?",
        "ok. so back to the camera",
    ],
)
async def test_an_ok_before_anything_else_is_no_yes(maya: Talk, asked: str) -> None:
    await maya.says("refund order 12345")
    assert "done" not in kinds(await maya.says(asked))
    assert await refunds(maya, "12345") == []


async def test_whoever_asks_whether_it_is_done_hears_that_it_waits_for_a_person(
    maya: Talk,
) -> None:
    asked = await maya.says("I want to talk to a person about my refund")
    ticket = next(word.strip(".") for word in asked.text.split() if word.startswith("TCK-"))
    for question in ("is it done?", "and when will I know?"):
        told = await maya.says(question)
        assert kinds(told) == ["waiting"]
        assert ticket in told.text


async def test_what_was_not_shown_again_is_not_agreed_to(maya: Talk) -> None:
    await maya.says("refund 12345 please")
    for aside in ("where is ORD123?", "where is ORD124?", "where is ORD125?"):
        told = await maya.says(aside)
    assert not told.choices
    assert kinds(await maya.says("yes")) == ["confirm"]
    assert not await refunds(maya, "12345")


async def test_only_the_newest_proposal_is_done_by_a_yes(maya: Talk) -> None:
    await maya.says("cancel ORD126")
    await maya.says("and refund 12345 please")
    assert "12345" in (await maya.says("yes")).text
    assert (await order_of(maya, "ORD126")).status == "processing"
    again = await maya.says("yes")
    assert kinds(again) == ["confirm"]
    assert "ORD126" in again.text


async def test_a_refusal_names_its_rule_and_the_thresholds_of_the_policies(maya: Talk) -> None:
    refused = await maya.says("please refund ORD125")
    assert [one["rule"] for one in refused.actions] == ["refund_eligible"]
    assert kinds(refused)[0] == "refused"
    assert not await refunds(maya, "ORD125")


async def test_a_choice_is_asked_for_changed_and_done(maya: Talk) -> None:
    asked = await maya.says("I want to change my plan")
    assert [one["value"] for one in asked.choices] == ["basic", "plus", "pro"]
    assert "Fernway Home Basic at $4.99" in (await maya.says("basic")).text
    changed = await maya.says("actually make it pro")
    assert "Fernway Home Pro at $19.99" in changed.text
    assert "you are on Fernway Home Pro now" in (await maya.says("yes")).text
    async with maya.chat.runtime.database.transaction(maya.chat.shop.tenant_id) as session:
        query = select(Subscription).where(Subscription.number == "SUB-1001")
        row = (await session.scalars(query)).one()
    assert (row.plan, row.price_minor) == ("Fernway Home Pro", 1999)


async def test_one_item_of_an_order_is_sent_back_and_only_that_one(
    runtime: Runtime, runner: TurnRunner, fernway: Shop
) -> None:
    async with runtime.database.transaction(fernway.tenant_id) as session:
        customer_id = (
            await session.scalars(select(Order.customer_id).where(Order.number == "ORD1002"))
        ).one()
    gloria = talk_as(runtime, runner, fernway, customer_id)
    asked = await gloria.says("I would like to return something from ORD1002")
    assert [one["value"] for one in asked.choices] == [
        "Trail Headlamp",
        "Trail Bottle 1 L",
        "every",
    ]
    shown = await gloria.says("the headlamp")
    assert "Bottle" not in shown.text
    assert kinds(await gloria.says("yes please")) == ["done"]
    async with runtime.database.transaction(fernway.tenant_id) as session:
        request = (await session.scalars(select(Request).where(Request.number == "ORD1002"))).one()
    assert request.detail == {"items": ["Trail Headlamp"]}


async def test_a_double_payment_is_disputed_after_a_yes(maya: Talk) -> None:
    shown = await maya.says("I was charged twice this month!")
    assert "PAY-2001-B" in (shown.question or "")
    done = await maya.says("yes please")
    assert "a dispute is open for payment PAY-2001-B of invoice INV-2001 ($9.99)" in done.text
    again = await maya.says("I was charged twice this month!")
    assert "A dispute is open already for invoice INV-2001" in again.text


@pytest.mark.parametrize(
    "supposed", ["what happens if I cancel ORD126?", "what if I ask for a refund of 12345?"]
)
async def test_supposing_does_nothing(maya: Talk, supposed: str) -> None:
    await maya.says(supposed)
    assert (await order_of(maya, "ORD126")).status == "processing"
    assert not await refunds(maya, "12345")
