"""Answered once and in order: bursts, repeated requests, persons, zombies, failures, stops."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from deskhand.assistant.engine import OfflineEngine
from deskhand.domain.conversations.intake import IdempotencyKeyReused
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.knowledge.documents import delete_document
from deskhand.infra.clock import now
from deskhand.worker.turns import TurnRunner
from tests.workflow.chat import Chat, at_once, text_of, tickets, turn_row, until
from tests.workflow.conftest import MakeRunner
from tests.workflow.engines import Failing, Held, HeldDraft


def roles(messages: list[MessageView]) -> list[str]:
    return [message.role for message in messages]


async def test_a_burst_of_messages_is_answered_once(chat: Chat) -> None:
    accepted = await chat.burst("Hi", "it's about my order", "where is ORD123?")
    await chat.ring(accepted[-1])
    turn = await chat.settled(accepted[0].turn_id)

    assert {one.turn_id for one in accepted} == {turn.id}
    assert "SP100000123" in text_of(turn)
    said = await chat.messages(turn.conversation_id)
    assert roles(said) == ["customer", "customer", "customer", "assistant"]


async def test_another_writers_message_during_a_turn_is_answered_after_it(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    held = Held(offline)
    runner = runner_with(held)
    first = await quiet.send("Where is my order ORD123?")
    running = asyncio.create_task(runner.run(first.turn_id))
    await held.entered.wait()
    second = await replace(quiet, actor=quiet.shop.owner).send("And where is ORD124?")
    assert second.turn_id != first.turn_id
    await runner.run(second.turn_id)
    assert (await quiet.turn(second.turn_id)).status == "queued"
    held.go.set()
    await running
    await runner.run(second.turn_id)

    said = await quiet.messages(first.conversation_id)
    assert roles(said) == ["customer", "customer", "assistant", "assistant"]
    assert "ORD123" in said[2].text
    assert "ORD124" in said[3].text


async def test_messages_of_a_conversation_are_answered_in_their_order(chat: Chat) -> None:
    asked = []
    for number in ("ORD123", "ORD124", "ORD125"):
        accepted = await chat.send(f"Where is my order {number}?")
        await chat.ring(accepted)
        asked.append(accepted)
    for accepted in asked:
        assert (await chat.settled(accepted.turn_id)).status == "completed"

    said = await chat.messages(asked[0].conversation_id)
    answers = [message.text for message in said if message.role == "assistant"]
    assert answers[0].index("ORD123") >= 0
    assert "ORD125" in answers[-1] or "ORD123" in answers[-1]  # One answer may serve a burst.
    assert [message.seq for message in said] == list(range(1, len(said) + 1))


async def test_the_same_request_again_stores_nothing_new(chat: Chat) -> None:
    first = await chat.send("Where is my order ORD123?", key="key-1")
    again = await chat.send("Where is my order ORD123?", key="key-1")
    await chat.ring(first)
    await chat.settled(first.turn_id)
    late = await chat.send("Where is my order ORD123?", key="key-1")

    assert again.repeated
    assert late.repeated
    assert {first.message_id} == {again.message_id, late.message_id}
    assert len(await chat.messages(first.conversation_id)) == 2


async def test_a_key_with_another_body_is_refused(quiet: Chat) -> None:
    await quiet.send("Where is my order ORD123?", key="key-1")
    with pytest.raises(IdempotencyKeyReused):
        await quiet.send("Where is my order ORD124?", key="key-1")


async def test_two_equal_requests_at_the_same_moment_are_one(quiet: Chat) -> None:
    both = await asyncio.gather(*(quiet.send("Hello", key="at-once") for _ in range(5)))

    assert len({accepted.turn_id for accepted in both}) == 1
    assert sum(accepted.repeated for accepted in both) == 4
    assert len(await quiet.messages(both[0].conversation_id)) == 1


async def test_the_assistant_is_silent_where_a_person_owns_the_conversation(chat: Chat) -> None:
    first = await chat.ask("Where is my order ORD123?")
    await chat.hand_to(first.conversation_id, "person")
    turn = await chat.ask("And when will it arrive?")

    assert turn.status == "silent"
    assert turn.reply is None
    assert roles(await chat.messages(turn.conversation_id)) == ["customer", "assistant", "customer"]

    await chat.hand_to(first.conversation_id, "assistant")
    assert "SP100000123" in text_of(await chat.ask("Where is my order ORD123?"))


async def test_a_person_who_takes_over_during_a_turn_drops_its_reply(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    held = HeldDraft(offline)
    accepted = await quiet.send("Where is my order ORD123?")
    running = asyncio.create_task(runner_with(held).run(accepted.turn_id))
    await held.entered.wait()
    await quiet.hand_to(accepted.conversation_id, "person")
    held.go.set()
    await running

    assert (await quiet.turn(accepted.turn_id)).status == "silent"
    assert roles(await quiet.messages(accepted.conversation_id)) == ["customer"]


async def test_a_zombies_reply_changes_nothing(
    quiet: Chat, offline: OfflineEngine, runner: TurnRunner, runner_with: MakeRunner
) -> None:
    held = HeldDraft(offline)
    accepted = await quiet.send("Where is my order ORD123?")
    zombie = asyncio.create_task(runner_with(held).run(accepted.turn_id))
    await held.entered.wait()
    await at_once(quiet, accepted.turn_id)  # Its lease ran out: it seemed to be dead.
    await runner.run(accepted.turn_id)
    before = await quiet.turn(accepted.turn_id)
    held.go.set()
    await zombie

    assert await quiet.turn(accepted.turn_id) == before
    assert before.status == "completed"
    assert (await turn_row(quiet, accepted.turn_id)).fence == 2
    assert roles(await quiet.messages(accepted.conversation_id)) == ["customer", "assistant"]


async def test_a_zombie_opens_no_ticket(
    quiet: Chat, offline: OfflineEngine, runner: TurnRunner, runner_with: MakeRunner
) -> None:
    held = Held(offline)
    accepted = await quiet.send("I want to talk to a person please")
    zombie = asyncio.create_task(runner_with(held).run(accepted.turn_id))
    await held.entered.wait()
    await at_once(quiet, accepted.turn_id)
    await runner.run(accepted.turn_id)
    held.go.set()
    await zombie

    assert len(await tickets(quiet)) == 1


async def test_a_ticket_opened_by_an_attempt_that_died_is_not_opened_again(
    quiet: Chat, offline: OfflineEngine, runner: TurnRunner, runner_with: MakeRunner
) -> None:
    held = HeldDraft(offline)
    accepted = await quiet.send("I want to talk to a person please")
    dead = asyncio.create_task(runner_with(held).run(accepted.turn_id))
    await held.entered.wait()
    assert len(await tickets(quiet)) == 1
    dead.cancel()
    await asyncio.gather(dead, return_exceptions=True)
    await runner.run(accepted.turn_id)

    opened = await tickets(quiet)
    assert len(opened) == 1
    assert f"TCK-{opened[0].number}" in text_of(await quiet.turn(accepted.turn_id))


async def test_a_stopped_worker_hands_its_turn_back_uncounted(
    quiet: Chat, offline: OfflineEngine, runner: TurnRunner, runner_with: MakeRunner
) -> None:
    held = Held(offline)
    accepted = await quiet.send("Where is my order ORD123?")
    running = asyncio.create_task(runner_with(held).run(accepted.turn_id))
    await held.entered.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    row = await turn_row(quiet, accepted.turn_id)
    assert (row.status, row.attempts, row.lease_until) == ("queued", 0, None)
    await runner.run(accepted.turn_id)
    assert (await quiet.turn(accepted.turn_id)).status == "completed"


async def test_a_failing_assistant_is_tried_three_times_then_a_person_takes_over(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    failing = runner_with(Failing(offline))
    accepted = await quiet.send("Where is my order ORD123?")
    for attempt, pause in ((1, 20), (2, 40)):
        await failing.run(accepted.turn_id)
        row = await turn_row(quiet, accepted.turn_id)
        assert (row.status, row.attempts) == ("queued", attempt)
        left = row.run_after - now()
        assert timedelta(seconds=pause - 10) < left <= timedelta(seconds=pause)
        await failing.run(accepted.turn_id)  # Too early: nothing happens.
        assert (await turn_row(quiet, accepted.turn_id)).attempts == attempt
        await at_once(quiet, accepted.turn_id)
    await failing.run(accepted.turn_id)
    await failing.run(accepted.turn_id)

    turn = await quiet.turn(accepted.turn_id)
    opened = await tickets(quiet)
    assert turn.status == "failed"
    assert len(opened) == 1
    assert f"TCK-{opened[0].number}" in text_of(turn)
    assert "sorry" in text_of(turn)
    assert "ORD123" in opened[0].description
    assert roles(await quiet.messages(accepted.conversation_id)) == ["customer", "assistant"]


async def test_a_turn_whose_workers_all_died_is_given_to_a_person(
    quiet: Chat, runner: TurnRunner
) -> None:
    accepted = await quiet.send("Where is my order ORD123?")
    for _ in range(10):
        assert await quiet.claim(accepted, "dead")
        await at_once(quiet, accepted.turn_id)
    await runner.run(accepted.turn_id)

    assert (await quiet.turn(accepted.turn_id)).status == "failed"
    assert len(await tickets(quiet)) == 1


async def test_a_held_turn_cannot_be_claimed_again(quiet: Chat) -> None:
    accepted = await quiet.send("Hello")

    assert await quiet.claim(accepted, "a") is not None
    assert await quiet.claim(accepted, "b") is None


async def test_turns_that_wake_together_are_all_answered_and_each_once(
    quiet: Chat, runner: TurnRunner
) -> None:
    chats = [replace(quiet, ref=f"together-{number}") for number in range(20)]
    accepted = [await chat.send("Where is my order ORD123?") for chat in chats]
    wanted = [*(one.turn_id for one in accepted), accepted[0].turn_id]
    await asyncio.gather(*(runner.run(turn_id) for turn_id in wanted))

    for chat, one in zip(chats, accepted, strict=True):
        assert roles(await chat.messages(one.conversation_id)) == ["customer", "assistant"]
        assert (await chat.turn(one.turn_id)).attempts == 1


async def test_a_claim_that_meets_a_running_turn_keeps_no_other_from_being_answered(
    quiet: Chat, runner: TurnRunner
) -> None:
    first = await quiet.send("Where is my order ORD123?")
    assert await quiet.claim(first, "dead")
    second = await replace(quiet, actor=quiet.shop.owner).send("And ORD124?")
    other = await replace(quiet, ref="another").send("Where is my order ORD123?")
    await at_once(quiet, first.turn_id)
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        # One after the other: two of a conversation may not run, not even within a statement.
        for turn, status in ((first, "queued"), (second, "running")):
            await session.execute(
                text("UPDATE turns SET status = :status WHERE id = :id"),
                {"id": turn.turn_id, "status": status},
            )
    await asyncio.gather(runner.run(first.turn_id), runner.run(other.turn_id))

    assert (await quiet.turn(other.turn_id)).status == "completed"
    assert (await quiet.turn(first.turn_id)).status == "queued"


async def test_a_claim_whose_task_was_cancelled_is_handed_back(
    quiet: Chat, runner: TurnRunner
) -> None:
    accepted = await quiet.send("Where is my order ORD123?")
    running = asyncio.create_task(runner.run(accepted.turn_id))
    await asyncio.sleep(0)  # It has asked for the claim, and the claim goes on without it.
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    async def free() -> bool:
        row = await turn_row(quiet, accepted.turn_id)
        return row.fence == 1 and row.lease_owner is None

    await until(free, "the turn was kept")
    assert (await turn_row(quiet, accepted.turn_id)).attempts == 0


async def test_many_workers_that_wake_at_once_answer_once(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    accepted = await quiet.send("Where is my order ORD123?")
    runners = [runner_with(offline) for _ in range(8)]
    await asyncio.gather(*(runner.run(accepted.turn_id) for runner in runners))

    assert roles(await quiet.messages(accepted.conversation_id)) == ["customer", "assistant"]


async def test_a_source_deleted_while_the_answer_is_written_is_not_cited(
    quiet: Chat, offline: OfflineEngine, runner: TurnRunner, runner_with: MakeRunner
) -> None:
    held = HeldDraft(offline)
    accepted = await quiet.send("How do I reset my password?")
    running = asyncio.create_task(runner_with(held).run(accepted.turn_id))
    await held.entered.wait()
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        await delete_document(session, quiet.shop.owner, quiet.shop.documents["account.md"])
    held.go.set()
    await running
    await at_once(quiet, accepted.turn_id)
    await runner.run(accepted.turn_id)

    turn = await quiet.turn(accepted.turn_id)
    assert turn.reply is not None
    gone = str(quiet.shop.documents["account.md"])
    assert gone not in {source.document_id for source in turn.reply.message.sources}
    assert "Forgot password" not in text_of(turn)
