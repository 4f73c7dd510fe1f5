"""The end of a turn's time: a lost lease, a time limit, a person, a burst that fills a ticket."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, update

from deskhand.assistant.engine import OfflineEngine
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.conversations import turns
from deskhand.domain.conversations.intake import Accepted
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.tables import Turn
from deskhand.infra.wakeup.port import LiveEvents
from deskhand.worker.turns import TurnRunner
from tests.support.environment import settings_from
from tests.support.patience import PATIENCE
from tests.workflow.chat import Chat, at_once, tickets, turn_row
from tests.workflow.engines import Held


def runner_of(chat: Chat, held: Held, **env: str) -> TurnRunner:
    """What a worker does under settings of its own."""
    settings = settings_from({"TURN_BACKOFF_SECONDS": "20", **env})
    return TurnRunner(replace(chat.runtime, settings=settings), Assistant(held))


async def loses_its_workers(chat: Chat, accepted: Accepted, times: int = 10) -> None:
    """The last claim is the caller's."""
    for _ in range(times):
        assert await chat.claim(accepted, "dead")
        await at_once(chat, accepted.turn_id)


async def test_a_worker_that_lost_its_lease_stops_and_leaves_the_turn_alone(
    quiet: Chat, offline: OfflineEngine
) -> None:
    held = Held(offline)
    accepted = await quiet.send("Where is my order ORD123?")
    runner = runner_of(quiet, held, TURN_LEASE_SECONDS="0.3")
    losing = asyncio.create_task(runner.run(accepted.turn_id))
    await held.entered.wait()
    await at_once(quiet, accepted.turn_id)
    assert await quiet.claim(accepted, "other")
    async with asyncio.timeout(PATIENCE):
        await losing  # By itself: the engine never goes on.

    row = await turn_row(quiet, accepted.turn_id)
    assert (row.status, row.lease_owner, row.fence, row.attempts) == ("running", "other", 2, 1)
    assert losing.cancelling() == 0


async def test_a_turn_over_its_time_is_a_failed_attempt_that_counts(
    quiet: Chat, offline: OfflineEngine
) -> None:
    held = Held(offline)
    accepted = await quiet.send("Where is my order ORD123?")
    async with asyncio.timeout(PATIENCE):
        await runner_of(quiet, held, TURN_TIMEOUT_SECONDS="0.2").run(accepted.turn_id)

    row = await turn_row(quiet, accepted.turn_id)
    assert (row.status, row.attempts, row.last_error) == ("queued", 1, "TimeoutError")


async def test_an_answer_that_is_stored_is_delivered_however_late(
    quiet: Chat, offline: OfflineEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(offline)
    held.go.set()
    runner = runner_of(quiet, held, TURN_LEASE_SECONDS="0.3")
    told: list[str] = []

    async def slow(events: LiveEvents, held: turns.Claim, message: MessageView) -> None:
        with suppress(TimeoutError):  # Some beats of the lease long, which is over by now.
            await asyncio.wait_for(asyncio.Event().wait(), 0.4)
        told.append(message.text)

    monkeypatch.setattr("deskhand.worker.turns.deliver", slow)
    accepted = await quiet.send("Where is my order ORD123?")
    await runner.run(accepted.turn_id)
    await runner.drain()

    assert (await quiet.turn(accepted.turn_id)).status == "completed"
    assert len(told) == 1


async def test_giving_up_opens_no_ticket_when_a_person_has_the_conversation(
    quiet: Chat, runner: TurnRunner
) -> None:
    accepted = await quiet.send("Where is my order ORD123?")
    await loses_its_workers(quiet, accepted)
    assert await quiet.claim(accepted, "dead")
    await quiet.hand_to(accepted.conversation_id, "person")  # Silences what waits, not this.
    await at_once(quiet, accepted.turn_id)
    await runner.run(accepted.turn_id)

    assert (await quiet.turn(accepted.turn_id)).status == "silent"
    assert await tickets(quiet) == []


async def test_giving_up_on_a_very_long_burst_still_ends_in_a_ticket(
    quiet: Chat, runner: TurnRunner
) -> None:
    accepted = (await quiet.burst(*("x" * 8000 for _ in range(3))))[0]
    await loses_its_workers(quiet, accepted)
    await runner.run(accepted.turn_id)

    assert (await quiet.turn(accepted.turn_id)).status == "failed"
    assert len((await tickets(quiet))[0].description) == 20_000


async def test_a_worker_that_died_is_not_the_messages_fault(
    quiet: Chat, runner: TurnRunner
) -> None:
    accepted = await quiet.send("Where is my order ORD123?")
    await loses_its_workers(quiet, accepted, 5)
    await runner.run(accepted.turn_id)

    row = await turn_row(quiet, accepted.turn_id)
    assert (row.status, row.attempts, row.lost, row.lost_alone) == ("completed", 1, 5, 0)
    assert await tickets(quiet) == []


async def test_a_turn_that_kills_its_worker_twice_when_it_is_alone_is_set_aside(
    quiet: Chat, offline: OfflineEngine, runner: TurnRunner
) -> None:
    accepted = await quiet.send("Where is my order ORD123?")
    await loses_its_workers(quiet, accepted, 2)
    for _ in range(2):
        held = Held(offline)
        dying = asyncio.create_task(runner_of(quiet, held).run(accepted.turn_id))
        await held.entered.wait()
        assert (await turn_row(quiet, accepted.turn_id)).alone
        other = await replace(quiet, ref=f"other-{id(held)}").send("Hello")
        await runner.run(other.turn_id)  # Another process is not held up.
        await at_once(quiet, accepted.turn_id)
        assert await quiet.claim(accepted, "next")
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        await at_once(quiet, accepted.turn_id)
        async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
            await session.execute(
                update(Turn).where(Turn.id == accepted.turn_id).values(status="queued")
            )
    await runner.run(accepted.turn_id)

    row = await turn_row(quiet, accepted.turn_id)
    assert (row.status, row.lost_alone) == ("failed", 2)
    assert len(await tickets(quiet)) == 1


async def test_a_lost_turn_rests_before_it_is_claimed_again(quiet: Chat) -> None:
    accepted = await quiet.send("Hello")
    assert await quiet.claim(accepted, "dead")
    ago = func.now() - timedelta(seconds=5)
    for lost, claimed in ((0, True), (3, False)):
        async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
            await session.execute(
                update(Turn).where(Turn.id == accepted.turn_id).values(lease_until=ago, lost=lost)
            )
            claims = await turns.claim(
                session,
                [accepted.turn_id],
                worker="next",
                lease=timedelta(seconds=60),
                pause=timedelta(seconds=2),
            )
        assert bool(claims) == claimed
