"""Who is answered next: in turn by tenant and customer, and what a dead worker had at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

from deskhand.assistant.engine import OfflineEngine
from deskhand.assistant.turn import Turn, Usage
from deskhand.assistant.understanding.acts import Reading
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.conversations import turns
from deskhand.domain.conversations.intake import Accepted
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.inprocess import InProcessWakeup
from deskhand.worker.loop import Worker
from deskhand.worker.presence import Presence
from tests.support.environment import settings_from
from tests.support.patience import PATIENCE
from tests.workflow.chat import Chat, turn_row
from tests.workflow.engines import Held
from tests.workflow.shop import open_shop

QUESTION = "Where is my order ORD123?"


def _new_chat(chat: Chat, customer_id: UUID | None = None) -> Chat:
    """Another conversation in the same shop."""
    return Chat(chat.runtime, chat.shop, chat.shop.customer(customer_id))


async def _another_shop(runtime: Runtime) -> Chat:
    shop = await open_shop(runtime, documents=False)
    return Chat(runtime, shop, shop.customer())


async def _due(chat: Chat, of: list[Accepted]) -> list[int]:
    """The places in `of` of those that are due, in the order in which they would be begun."""
    async with chat.runtime.database.transaction(None) as session:
        due = await turns.due(session, 10_000)
    places = {accepted.turn_id: place for place, accepted in enumerate(of)}
    return [places[turn_id] for turn_id in due if turn_id in places]


async def test_nobody_waits_behind_all_that_another_customer_or_tenant_asks(quiet: Chat) -> None:
    sent = [await _new_chat(quiet).send(QUESTION) for _ in range(4)]
    sent.append(await _new_chat(quiet, quiet.shop.jonas).send(QUESTION))
    sent.append(await (await _another_shop(quiet.runtime)).send(QUESTION))

    assert await _due(quiet, sent) == [0, 5, 4, 1, 2, 3]


async def test_what_a_tenant_has_running_counts_as_its_share(quiet: Chat) -> None:
    running = await quiet.send(QUESTION)
    assert await quiet.claim(running, "somebody")
    sent = [await _new_chat(quiet).send(QUESTION)]
    sent.append(await (await _another_shop(quiet.runtime)).send(QUESTION))

    assert await _due(quiet, sent) == [1, 0]


class Noted(Held):
    """Remembers in which order messages were read."""

    def __init__(self, engine: OfflineEngine) -> None:
        super().__init__(engine)
        self.read_texts: list[str] = []

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        self.read_texts.append(turn.message)
        return await super().read(turn)


async def test_a_full_worker_goes_on_with_who_waits_for_the_first_time(
    quiet: Chat, offline: OfflineEngine
) -> None:
    bell, engine = InProcessWakeup(), Noted(offline)
    settings = settings_from({"TURN_CONCURRENCY": "1", "TURN_SETTLE_SECONDS": "0"})
    runtime = replace(quiet.runtime, settings=settings, bell=bell, wakeup=bell)
    loud = [replace(_new_chat(quiet), runtime=runtime) for _ in range(5)]
    other = replace(await _another_shop(quiet.runtime), runtime=runtime)
    async with asyncio.timeout(PATIENCE), Worker(runtime, Assistant(engine)).running():
        await bell.ring("turn", (await loud[0].send("loud 0")).turn_id)
        await engine.entered.wait()
        sent = [await chat.send(f"loud {number}") for number, chat in enumerate(loud) if number]
        sent.append(await other.send("quiet"))
        for accepted in sent:
            await bell.ring("turn", accepted.turn_id)
        engine.go.set()
        for chat, accepted in zip([*loud[1:], other], sent, strict=True):
            await chat.settled(accepted.turn_id)

    order = [text for text in engine.read_texts if text.startswith(("loud", "quiet"))]
    assert order.index("quiet") <= 2, order


async def test_what_a_dead_worker_had_is_free_before_its_lease_is_over(quiet: Chat) -> None:
    accepted = await quiet.send(QUESTION)
    worker = Presence(quiet.runtime.database.engine)
    await worker.keep()
    assert await quiet.claim(accepted, worker.name)
    assert accepted.turn_id not in await _released(quiet)

    await worker.leave()
    assert accepted.turn_id in await _released(quiet)
    again = await quiet.claim(accepted, "another")
    assert again is not None
    assert (again.lost, again.attempts) == (1, 1)


async def _released(chat: Chat) -> set[UUID]:
    """The turns of the shop that no living worker holds any more."""
    async with chat.runtime.database.transaction(None) as session:
        await turns.release_lost(session)
    async with chat.runtime.database.transaction(None) as session:
        return set(await turns.due(session, 10_000))


async def test_a_worker_that_cannot_lock_its_name_is_judged_by_its_leases_alone(
    quiet: Chat,
) -> None:
    worker = Presence(quiet.runtime.database.engine)
    accepted = await quiet.send(QUESTION)
    assert await quiet.claim(accepted, worker.name)

    assert accepted.turn_id not in await _released(quiet)
    assert (await turn_row(quiet, accepted.turn_id)).lease_owner == worker.name
