"""What stays of a conversation: the window, the summary, outcomes and cases, and then nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.engine import Engine, OfflineEngine
from deskhand.assistant.workflow.outcome import Aftermath
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.actions.erasure import erase
from deskhand.domain.actions.tickets import open_ticket_once
from deskhand.domain.audit import ASSISTANT
from deskhand.domain.conversations.feedback import give_feedback
from deskhand.domain.conversations.history import newest_messages
from deskhand.domain.conversations.schemas import FeedbackIn
from deskhand.domain.tables import Case, StrategyOutcome
from deskhand.domain.tickets.schemas import NewTicket
from deskhand.worker.afterwards import Afterwards
from deskhand.worker.turns import TurnRunner
from tests.workflow.chat import Chat, tickets, until
from tests.workflow.conftest import MakeRunner
from tests.workflow.engines import Failing, HeldDraft, Remembering


async def test_the_newest_fifteen_messages_and_a_summary_of_the_rest_are_remembered(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    engine = Remembering(offline)
    runner = runner_with(engine)
    for number in range(14):
        first = "Is the zebra-striped tent in stock?"
        accepted = await quiet.send(f"Hello number {number}" if number else first)
        await runner.run(accepted.turn_id)
        await runner.drain()
    last = await quiet.send("Where is my order ORD123?")
    await runner.run(last.turn_id)

    past = engine.pasts[-1]
    assert len(past.messages) == 15
    assert past.messages[-2].text == "Hello number 13"
    assert "zebra-striped tent" in past.summary
    assert all("zebra" not in said.text for said in past.messages)
    stored = await quiet.conversation(last.conversation_id)
    assert stored.summary_seq >= 10


async def test_an_erased_conversation_keeps_nobody_from_learning_of_the_others(
    quiet: Chat, offline: OfflineEngine
) -> None:
    learner = _Later(offline)
    runner = TurnRunner(quiet.runtime, learner)
    erased = await quiet.send("Where is my order ORD123?")
    kept = await replace(quiet, ref="kept").send("Where is my order ORD124?")
    for accepted in (erased, kept):
        await runner.run(accepted.turn_id)
        await runner.drain()
    await _erase(quiet, erased.conversation_id)
    afterwards = Afterwards(quiet.runtime, Assistant(offline))
    for aftermath in learner.delivered:
        afterwards.begin(quiet.shop.tenant_id, aftermath)
    await afterwards.drain()

    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        learned = set(await session.scalars(select(StrategyOutcome.id)))
    assert kept.turn_id in learned
    assert erased.turn_id not in learned


class _Later(Assistant):
    """Keeps what was delivered, and learns nothing of it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.delivered: list[Aftermath] = []

    async def afterwards(self, delivered: Sequence[Aftermath], session: AsyncSession) -> None:
        self.delivered += delivered


async def test_of_a_very_long_conversation_the_newest_messages_are_shown(quiet: Chat) -> None:
    accepted = await quiet.burst(*(f"Number {number}" for number in range(12)))
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        shown = await newest_messages(session, accepted[0].conversation_id, most=5)
    assert [message.text for message in shown] == [f"Number {number}" for number in range(7, 12)]


async def test_a_short_conversation_is_remembered_word_for_word(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    engine = Remembering(offline)
    runner = runner_with(engine)
    await runner.run((await quiet.send("Hello there")).turn_id)
    await runner.run((await quiet.send("Where is my order ORD123?")).turn_id)

    past = engine.pasts[-1]
    assert past.summary == ""
    assert [said.role for said in past.messages] == ["customer", "assistant"]
    assert past.messages[0].text == "Hello there"


async def test_the_strategy_is_stored_with_its_propensity_and_the_case_with_it(chat: Chat) -> None:
    turn = await chat.ask("Where is my order ORD123?")

    async def stored() -> tuple[StrategyOutcome, Case] | None:
        async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
            outcome = await session.scalar(
                select(StrategyOutcome).where(StrategyOutcome.id == turn.id)
            )
            case = await session.scalar(select(Case).where(Case.id == turn.id))
        return (outcome, case) if outcome and case else None

    outcome, case = await until(stored, "neither outcome nor case was stored")
    assert turn.reply is not None
    assert outcome.strategy == turn.reply.strategy
    assert 0 < outcome.propensity <= 1
    assert outcome.state["intent"] == "order_status"
    assert (case.issue, case.customer_id) == ("order_status", chat.shop.maya)
    assert case.resolved == "assumed"


async def test_what_the_customer_says_next_is_a_signal_for_the_turn_before(
    quiet: Chat, runner: TurnRunner
) -> None:
    first = await quiet.send("Where is my order ORD123?")
    await runner.run(first.turn_id)
    await runner.drain()
    await runner.run((await quiet.send("Thank you so much!")).turn_id)
    await runner.drain()

    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        outcome = (
            await session.scalars(
                select(StrategyOutcome).where(StrategyOutcome.id == first.turn_id)
            )
        ).one()
    assert outcome.signals["thanked"] is True


async def words_in_any_table(chat: Chat, words: str) -> list[str]:
    """Every `table.column` that holds the words, in whatever type can hold text."""
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        columns = await session.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND data_type IN"
                " ('text', 'jsonb', 'json', 'ARRAY', 'tsvector', 'bytea', 'character varying',"
                "  'USER-DEFINED')"
            )
        )
        found = []
        for table, column in columns.all():
            value = f"convert_from({column}, 'UTF8')" if column == "content" else f"{column}::text"
            query = f'SELECT count(*) FROM "{table}" WHERE {value} ILIKE :words'
            if await session.scalar(text(query), {"words": f"%{words}%"}):
                found.append(f"{table}.{column}")
        return found


async def _erase(chat: Chat, conversation_id: UUID) -> None:
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        await erase(session, chat.shop.owner, conversation_id)


async def test_nothing_of_an_erased_conversation_is_left_in_any_table(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner, runner: TurnRunner
) -> None:
    marker = "quetzalcoatl"
    failing = runner_with(Failing(offline))
    accepted = await quiet.send(f"I want to talk to a person about my {marker} tent", key=marker)
    await failing.run(accepted.turn_id)
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        await session.execute(
            text("UPDATE turns SET run_after = now() WHERE id = :id"), {"id": accepted.turn_id}
        )
    await runner.run(accepted.turn_id)
    await runner.drain()
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        await give_feedback(
            session,
            quiet.shop.owner,
            accepted.turn_id,
            FeedbackIn(rating="escalate", comment=f"my {marker} is wet"),
        )
    assert {"messages.text", "tickets.description"} <= set(await words_in_any_table(quiet, marker))
    await _erase(quiet, accepted.conversation_id)

    assert await words_in_any_table(quiet, marker) == []
    assert await words_in_any_table(quiet, str(accepted.conversation_id)) == [
        "audit_entries.target"
    ]
    assert len(await tickets(quiet)) == 1


async def test_a_turn_that_runs_while_its_conversation_is_erased_writes_nothing(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    held = HeldDraft(offline)
    accepted = await quiet.send("I want to talk to a person about my quetzalcoatl tent")
    running = asyncio.create_task(runner_with(held).run(accepted.turn_id))
    await held.entered.wait()
    await _erase(quiet, accepted.conversation_id)
    held.go.set()
    await running

    assert await words_in_any_table(quiet, "quetzalcoatl") == []


async def test_an_erasure_waits_for_a_ticket_that_is_being_opened(quiet: Chat) -> None:
    accepted = await quiet.send("I want to talk to a person about my quetzalcoatl tent")
    new = NewTicket(
        subject="A tent",
        description="my quetzalcoatl tent",
        conversation_id=accepted.conversation_id,
    )
    held = await quiet.claim(accepted, "a")
    assert held is not None
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        await open_ticket_once(session, held, ASSISTANT, new)
        erasing = asyncio.create_task(_erase(quiet, accepted.conversation_id))
        await until(lambda: _waits_for_a_lock(quiet), "the erasure did not wait")
    await erasing

    assert await words_in_any_table(quiet, "quetzalcoatl") == []


async def _waits_for_a_lock(chat: Chat) -> bool:
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        waiting: int = await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))
    return waiting > 0
