"""Holds scripted dialogues as real turns, each in a conversation that is erased afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.erasure import erase
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import CustomerNotFound
from deskhand.domain.conversations.history import get_conversation, messages_after
from deskhand.domain.conversations.intake import Accepted, Incoming, accept
from deskhand.domain.tables import Customer, LedgerEntry, Proposal, Reply, Ticket, Turn
from deskhand.domain.tickets.schemas import ticket_reference
from deskhand.evaluation.dialogues import Case, Step
from deskhand.evaluation.grading import Moment, grade
from deskhand.evaluation.heard import Heard
from deskhand.evaluation.records import Snapshot, put_back, read_world, snapshot
from deskhand.evaluation.report import Result
from deskhand.evaluation.world import World
from deskhand.infra.db.session import Database
from deskhand.infra.ids import new_id

_CHANNEL = "evaluation"
_LOOK_SECONDS = 0.2
_PATIENCE_SECONDS = 180.0
_OPERATOR = Actor("system", None, "owner")
_SETTLED = ("completed", "failed", "silent")

AnswerTurn = Callable[[UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hall:
    """Where dialogues are held: one tenant's database, and what answers a turn there."""

    database: Database
    tenant_id: UUID
    answer: AnswerTurn
    max_chars: int


async def hold(
    hall: Hall, cases: Sequence[Case], on_result: Callable[[Result], None]
) -> list[Result]:
    """The results of every step of every dialogue, in order; `on_result` hears each at once.

    Another worker may take a turn first: its answer counts as well. What a dialogue changed in
    the records is put back, so the order of dialogues does not matter.
    """
    async with hall.database.transaction(hall.tenant_id) as session:
        world = await read_world(session)
        before = await snapshot(session)
    results = []
    for case in cases:
        async with _talk(hall, case, world, before) as talk:
            for number, step in enumerate(case.dialogue.turns, start=1):
                result = await talk.take(number, step)
                on_result(result)
                results.append(result)
    return results


@asynccontextmanager
async def _talk(hall: Hall, case: Case, world: World, before: Snapshot) -> AsyncIterator[_Talk]:
    """A conversation with the case's customer, erased with its tickets and effects at the end."""
    email = case.dialogue.customer
    async with hall.database.transaction(hall.tenant_id) as session:
        customer_id = None
        if email is not None:
            customer_id = await session.scalar(select(Customer.id).where(Customer.email == email))
            if customer_id is None:
                raise CustomerNotFound(f"{email} of the dialogue {case.dialogue.id} is not here.")
    talk = _Talk(hall, case, customer_id, (world, before))
    try:
        yield talk
    finally:
        async with hall.database.transaction(hall.tenant_id) as session:
            if talk.conversation_id is not None:
                await _forget(session, talk.conversation_id)
            await put_back(session, before)


async def _forget(session: AsyncSession, conversation_id: UUID) -> None:
    await session.execute(
        update(Reply)
        .where(Reply.conversation_id == conversation_id)
        .values(ticket_id=None)
        .execution_options(synchronize_session=False)
    )
    for table in (Ticket, Proposal, LedgerEntry):  # What they did is undone, and never was.
        await session.execute(
            delete(table)
            .where(table.conversation_id == conversation_id)
            .execution_options(synchronize_session=False)
        )
    await erase(session, _OPERATOR, conversation_id)


class _Talk:
    """One conversation while it is held."""

    def __init__(
        self, hall: Hall, case: Case, customer_id: UUID | None, truth: tuple[World, Snapshot]
    ) -> None:
        self.conversation_id: UUID | None = None
        self._hall = hall
        self._case = case
        self._actor = Actor("system", None, "customer", customer_id)
        self._world, self._records = truth
        self._written: list[str] = []
        self._earlier = Heard("")

    async def take(self, number: int, step: Step) -> Result:
        """Say what the step says, wait for the reply, and grade it."""
        self._written += step.says
        heard = await self._say(step.says)
        moment = Moment(
            self._world,
            self._case.dialogue.customer,
            self._case.language,
            "\n".join(self._written),
            self._earlier.text,
        )
        verdict = grade(step, heard, moment)
        self._earlier = heard
        return Result(self._case, number, step, heard, verdict)

    async def _say(self, texts: Sequence[str]) -> Heard:
        """Send a message, or a burst, and read what came of it once every turn has ended."""
        accepted = [await self._accept(text) for text in texts]
        started = perf_counter()
        for turn_id in dict.fromkeys(one.turn_id for one in accepted):
            await self._answered(turn_id)
        seconds = perf_counter() - started
        async with self._hall.database.transaction(self._hall.tenant_id) as session:
            heard = await self._read(session, accepted[0].seq, seconds)
        return heard

    async def _accept(self, text: str) -> Accepted:
        incoming = Incoming(
            text,
            self._actor,
            new_id().hex,
            _CHANNEL,
            conversation_id=self.conversation_id,
            customer_id=self._actor.customer_id,
        )
        async with self._hall.database.transaction(self._hall.tenant_id) as session:
            accepted = await accept(session, incoming, max_chars=self._hall.max_chars)
        self.conversation_id = accepted.conversation_id
        return accepted

    async def _answered(self, turn_id: UUID) -> None:
        """Have the turn answered, by us or by another worker; out of patience, it is not.

        A turn that failed is due again later, and we ring as the sweep of a worker would.
        """
        deadline = perf_counter() + _PATIENCE_SECONDS
        while perf_counter() < deadline:
            await self._hall.answer(turn_id)
            async with self._hall.database.transaction(self._hall.tenant_id) as session:
                status = await session.scalar(select(Turn.status).where(Turn.id == turn_id))
            if status in _SETTLED:
                return
            await asyncio.sleep(_LOOK_SECONDS)

    async def _read(self, session: AsyncSession, after: int, seconds: float) -> Heard:
        conversation_id = self.conversation_id
        if conversation_id is None:
            return Heard("", seconds=seconds)
        conversation = await get_conversation(session, _OPERATOR, conversation_id)
        said = await messages_after(session, conversation_id, after)
        replies = [message for message in said if message.role == "assistant"]
        last = replies[-1] if replies else None
        numbers = await session.scalars(
            select(Ticket.number).where(Ticket.conversation_id == conversation_id)
        )
        tickets = tuple(ticket_reference(number) for number in numbers)
        records = await snapshot(session)
        changed = records != self._records
        if changed:
            # What was done is true from now on, and may be told.
            self._world, self._records = await read_world(session), records
        return Heard(
            text="\n".join(message.text for message in replies),
            choices=tuple(str(choice.get("label", "")) for choice in last.choices) if last else (),
            question=last.question if last else None,
            owner=conversation.owner,
            waiting=conversation.waiting_since is not None or bool(tickets),
            waited_before=self._earlier.handed_over,
            changed=changed,
            tickets=tickets,
            seconds=seconds,
        )
