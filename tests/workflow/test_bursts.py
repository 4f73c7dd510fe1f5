"""Bursts: several messages in a row get one answer, also when a worker is already at it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

import pytest
from sqlalchemy import text

from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.conversations.intake import Accepted, Incoming, accept
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.conversations.turns import next_waiting
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import stream_of
from deskhand.interfaces.channels.answer import wait_for_answer
from deskhand.interfaces.server import open_ground
from deskhand.interfaces.web.auth import Principal
from deskhand.worker.settling import Patience
from deskhand.worker.turns import TurnRunner
from tests.support.environment import settings_from
from tests.support.patience import PATIENCE
from tests.workflow.chat import Chat, at_once, text_of, tickets, turn_row, until

Happening = Callable[[], Awaitable[object]]


class Watched(Assistant):
    """Keeps what it was asked; things happen before or after it has worked out an answer."""

    def __init__(
        self,
        assistant: Assistant,
        before: Sequence[Happening] = (),
        after: Sequence[Happening] = (),
    ) -> None:
        self.engine = assistant.engine
        self.asked: list[str] = []
        self._assistant = assistant
        self._before = list(before)
        self._after = list(after)

    async def answer(self, turn: Any, desk: Any, progress: Any) -> Any:
        self.asked.append(turn.message)
        if self._before:
            await self._before.pop(0)()
        outcome = await self._assistant.answer(turn, desk, progress)
        if self._after:
            await self._after.pop(0)()
        return outcome

    async def afterwards(self, delivered: Any, session: Any) -> None:
        await self._assistant.afterwards(delivered, session)


class Held(Watched):
    """Has its first answer, and holds it back until a test lets it go."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(assistant, after=[self._hold])
        self.entered = asyncio.Event()
        self.go = asyncio.Event()

    async def _hold(self) -> None:
        self.entered.set()
        await self.go.wait()


class Scripted(Patience):
    """Time that passes only in pauses; something happens in each of them."""

    def __init__(self, happenings: list[Happening]) -> None:
        self.pauses: list[float] = []
        self._happenings = happenings
        self.now = 0.0

    def time(self) -> float:
        return self.now

    async def wait(self, heard: asyncio.Event, seconds: float) -> None:
        self.pauses.append(seconds)
        happens = self._happenings.pop(0) if self._happenings else None
        self.now += min(seconds, 0.6) if happens else seconds
        if happens:
            await happens()


def roles(messages: list[MessageView]) -> list[str]:
    return [message.role for message in messages]


def writes(chat: Chat, *texts: str) -> list[Happening]:
    """The customer writes these, one at each happening."""

    def writing(words: str) -> Happening:
        return lambda: chat.send(words)

    return [writing(words) for words in texts]


class Hire(Protocol):
    """Makes what a worker does with a turn; it pauses behind unfinished messages."""

    def __call__(
        self, assistant: Assistant, patience: Patience | None = None, **env: str
    ) -> TurnRunner: ...


@pytest.fixture
async def hire(runtime: Runtime) -> AsyncIterator[Hire]:
    """Workers whose afterthoughts are waited for at the end."""
    hired: list[TurnRunner] = []

    def make(assistant: Assistant, patience: Patience | None = None, **env: str) -> TurnRunner:
        settings = settings_from({"TURN_BACKOFF_SECONDS": "20", **env})
        hired.append(TurnRunner(replace(runtime, settings=settings), assistant, patience))
        return hired[-1]

    yield make
    for worker in hired:
        await worker.drain()


async def run_all(chat: Chat, runner: TurnRunner, accepted: Accepted) -> None:
    """The turn, and those that wait behind it."""
    await runner.run(accepted.turn_id)
    while True:
        async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
            waiting = await next_waiting(session, accepted.conversation_id)
        if waiting is None:
            break
        await runner.run(waiting)
    await runner.drain()


async def test_ten_bursts_of_three_short_messages_get_ten_answers_on_an_idle_worker(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    for number in range(10):
        chat = replace(quiet, ref=f"burst-{number}")
        watched = Watched(assistant)
        patience = Scripted(writes(chat, "about my order ORD123", "where is it?"))
        first = await chat.send("hi")
        await run_all(chat, hire(watched, patience), first)

        assert watched.asked == ["hi\nabout my order ORD123\nwhere is it?"]
        said = await chat.messages(first.conversation_id)
        assert roles(said) == ["customer", "customer", "customer", "assistant"]
        assert "ORD123" in said[-1].text
        assert patience.pauses == [1.2, 1.2]


async def test_whole_sentences_that_come_while_a_slow_model_works_are_answered_together(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    for number in range(10):
        chat = replace(quiet, ref=f"slow-{number}")
        more = writes(chat, "And where is ORD124?", "Is shipping free?")

        async def both(more: list[Happening] = more) -> None:
            for happens in more:
                await happens()

        watched = Watched(assistant, [both])
        first = await chat.send("Where is my order ORD123?")
        await run_all(chat, hire(watched), first)

        together = "Where is my order ORD123?\nAnd where is ORD124?\nIs shipping free?"
        assert watched.asked == ["Where is my order ORD123?", together]
        said = await chat.messages(first.conversation_id)
        assert roles(said) == ["customer", "customer", "customer", "assistant"]
        row = await turn_row(chat, first.turn_id)
        assert (row.status, row.attempts, row.fence, row.last_seq) == ("completed", 1, 1, 3)


async def test_a_question_that_is_complete_is_not_waited_behind(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    patience = Scripted([])
    for ref, words in (("whole", "Where is my order ORD123?"), ("number", "ORD123")):
        chat = replace(quiet, ref=ref)
        await run_all(chat, hire(assistant, patience), await chat.send(words))
    assert patience.pauses == []


async def test_the_pause_can_be_turned_off(quiet: Chat, assistant: Assistant, hire: Hire) -> None:
    patience = Scripted([])
    runner = hire(assistant, patience, TURN_SETTLE_SECONDS="0")
    await run_all(quiet, runner, await quiet.send("hi"))
    assert patience.pauses == []


async def test_who_never_finishes_is_answered_after_the_longest_pause(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    patience = Scripted(writes(quiet, *(f"and {'x' * number} then" for number in range(50))))
    watched = Watched(assistant)
    first = await quiet.send("hi")
    await hire(watched, patience).run(first.turn_id)

    assert patience.time() <= 4.0
    assert watched.asked[0].count("\n") == len(patience.pauses)
    assert (await quiet.turn(first.turn_id)).status == "completed"


class Real(Patience):
    """Time as it is, with a sign that the pause has begun."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    async def wait(self, heard: asyncio.Event, seconds: float) -> None:
        self.begun.set()
        await super().wait(heard, seconds)


async def test_a_message_that_completes_the_burst_ends_the_pause_at_once(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    patience = Real()
    long = {"TURN_SETTLE_SECONDS": "300", "TURN_SETTLE_MOST_SECONDS": "300"}
    runner = hire(assistant, patience, **long)
    first = await quiet.send("about my order")
    running = asyncio.create_task(runner.run(first.turn_id))
    await patience.begun.wait()
    await quiet.send("Where is ORD123?")
    stream = stream_of(quiet.shop.tenant_id, first.conversation_id)
    async with asyncio.timeout(PATIENCE):
        while not running.done():  # The worker may begin to listen a moment later.
            await quiet.runtime.events.publish(stream, "message.accepted", {})
            await asyncio.wait([running], timeout=0.05)
    await running
    assert "ORD123" in text_of(await quiet.turn(first.turn_id))


async def test_who_goes_on_for_ever_is_answered_after_five_restarts_and_nothing_is_lost(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    watched = Watched(assistant, writes(quiet, *(f"Is number {n} there?" for n in range(6))))
    first = await quiet.send("Where is my order ORD123?", key="first")
    runner = hire(watched)
    await runner.run(first.turn_id)

    assert len(watched.asked) == 6
    said = await quiet.messages(first.conversation_id)
    assert roles(said) == ["customer"] * 7 + ["assistant"]
    await run_all(quiet, runner, first)
    assert watched.asked[6:] == ["Is number 5 there?"]
    said = await quiet.messages(first.conversation_id)
    assert roles(said) == ["customer"] * 7 + ["assistant", "assistant"]
    answered = {message.turn_id for message in said if message.role == "assistant"}
    assert {message.turn_id for message in said} == answered


async def test_a_restart_that_would_take_too_long_is_left_to_the_next_turn(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    patience = Scripted([])

    async def late() -> None:
        patience.now += 40  # Of the 60 seconds that a draft may take.
        await quiet.send("Is shipping free?")

    watched = Watched(assistant, [late, late, late])
    first = await quiet.send("Where is my order ORD123?")
    await run_all(quiet, hire(watched, patience), first)

    once, twice = "Where is my order ORD123?", "Is shipping free?"
    assert watched.asked == [once, f"{once}\n{twice}", f"{once}\n{twice}\n{twice}", twice]
    said = await quiet.messages(first.conversation_id)
    assert roles(said) == ["customer"] * 4 + ["assistant", "assistant"]


async def test_a_zombie_does_not_answer_a_turn_that_got_more_messages(
    quiet: Chat, assistant: Assistant, hire: Hire, runner: TurnRunner
) -> None:
    held = Held(assistant)
    accepted = await quiet.send("Where is my order ORD123?")
    zombie = asyncio.create_task(hire(held).run(accepted.turn_id))
    await held.entered.wait()
    await quiet.send("And where is ORD124?")
    await at_once(quiet, accepted.turn_id)
    await runner.run(accepted.turn_id)
    before = await quiet.turn(accepted.turn_id)
    held.go.set()
    await zombie

    assert await quiet.turn(accepted.turn_id) == before
    assert "ORD124" in text_of(before)
    said = await quiet.messages(accepted.conversation_id)
    assert roles(said) == ["customer", "customer", "assistant"]


async def test_a_message_that_is_being_stored_when_the_answer_is_stored_is_not_passed_over(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    held = Held(assistant)
    first = await quiet.send("Where is my order ORD123?")
    running = asyncio.create_task(hire(held).run(first.turn_id))
    await held.entered.wait()
    incoming = Incoming("And ORD124?", quiet.actor, "late", external_ref=quiet.ref)
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        late = await accept(session, incoming, max_chars=8000)
        held.go.set()
        await until(lambda: _somebody_waits(quiet), "the answer did not wait")
    await running

    assert late.turn_id == first.turn_id
    said = await quiet.messages(first.conversation_id)
    assert roles(said) == ["customer", "customer", "assistant"]
    assert "ORD124" in said[-1].text


async def _somebody_waits(chat: Chat) -> bool:
    async with chat.runtime.database.transaction(None) as session:
        waits = await session.scalar(
            text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
        )
    return bool(waits)


async def test_a_burst_that_asks_for_a_person_opens_one_ticket(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    held = Held(assistant)
    first = await quiet.send("I want to talk to a person please.")
    running = asyncio.create_task(hire(held).run(first.turn_id))
    await held.entered.wait()
    await quiet.send("It is about ORD123.")
    held.go.set()
    await running

    assert len(await tickets(quiet)) == 1
    said = await quiet.messages(first.conversation_id)
    assert roles(said) == ["customer", "customer", "assistant"]


async def test_the_draft_of_a_dead_worker_is_made_anew_with_what_came_since(
    quiet: Chat, runner: TurnRunner
) -> None:
    first = await quiet.send("Where is my order ORD123?")
    assert await quiet.claim(first, "dead")
    second = await quiet.send("And where is ORD124?")
    await at_once(quiet, first.turn_id)
    await runner.run(first.turn_id)

    assert second.turn_id == first.turn_id
    said = await quiet.messages(first.conversation_id)
    assert roles(said) == ["customer", "customer", "assistant"]
    assert "ORD124" in said[-1].text


async def test_a_door_that_waits_gets_the_answer_of_the_turn_that_its_message_is_in(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    ground = open_ground(quiet.runtime, None)
    caller = Principal(quiet.shop.tenant_id, quiet.shop.owner)
    sent: list[Accepted] = []

    async def more() -> None:
        sent.append(await quiet.send(f"Is number {len(sent)} there?"))

    first = await quiet.send("Where is my order ORD123?")
    await run_all(quiet, hire(Watched(assistant, [more] * 6)), first)
    joined, cut = sent[0], sent[-1]
    assert joined.turn_id == cut.turn_id == first.turn_id

    answers = [await wait_for_answer(ground, caller, one, 20) for one in (first, joined, cut)]
    assert answers[0] == answers[1]
    assert answers[2].id != first.turn_id
    assert {answer.status for answer in answers} == {"completed"}


async def test_text_that_was_shown_is_taken_back_when_the_draft_begins_again(
    quiet: Chat, assistant: Assistant, hire: Hire
) -> None:
    first = await quiet.send("Where is my order ORD123?")
    runner = hire(Watched(assistant, after=writes(quiet, "And where is ORD124?")))
    await runner.run(first.turn_id)

    stream = stream_of(quiet.shop.tenant_id, first.conversation_id)
    subscription = quiet.runtime.events.subscribe(stream)
    kinds: list[str] = []
    async for event in subscription:
        kinds.append(event.type)
        if event.type == "reply":
            break
    await subscription.aclose()
    assert kinds.index("reply.delta") < kinds.index("reply.reset") < len(kinds) - 1
    assert "reply.delta" in kinds[kinds.index("reply.reset") :]
