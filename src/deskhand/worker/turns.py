"""One turn, from claim to delivery: answered once, retried a few times, never silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from time import perf_counter
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.tools.port import Desk
from deskhand.assistant.workflow.outcome import Aftermath, Outcome
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain import audit
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.gateways.stored import Registered
from deskhand.domain.actions.tickets import open_ticket_once
from deskhand.domain.audit import ASSISTANT
from deskhand.domain.conversations import history, replies, turns
from deskhand.domain.conversations.bursts import cut_after
from deskhand.domain.conversations.history import TurnStart
from deskhand.domain.conversations.replies import MoreWasWritten
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.conversations.turns import Claim, FenceStale
from deskhand.domain.intents.applying import TaughtPacks
from deskhand.domain.packs.store import PackStore
from deskhand.domain.tables import Conversation
from deskhand.domain.tickets.schemas import NewTicket
from deskhand.infra.failpoints import reached
from deskhand.infra.observability.logging import correlated
from deskhand.infra.observability.metrics import turn_attempts_total, turn_seconds
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import stream_of
from deskhand.packs.loader import Pack, PackInvalid
from deskhand.worker.afterwards import Afterwards
from deskhand.worker.begun import begun_turn
from deskhand.worker.claiming import Claiming
from deskhand.worker.delivery import LiveProgress, deliver, tell_waiting
from deskhand.worker.replies import gave_up_draft, reply_draft
from deskhand.worker.settling import Patience, Settling
from deskhand.worker.solitude import Solitude

log = structlog.get_logger(__name__)

_MOST_DESCRIBED = 20_000
"""Characters of a ticket's description."""

_MOST_RESTARTS = 5
"""How often a draft begins again because the customer went on writing; then it is delivered."""


_SUSPECT = 2
"""A turn that lost this many workers runs alone. Once may be anybody's fault."""
_PROVEN = 2
"""A turn at which this many workers died that did nothing else is set aside for a person."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """A turn that is over; `message` is None when a person took the conversation."""

    start: TurnStart
    outcome: Outcome
    message: MessageView | None


class TurnRunner:
    """Answers turns. One for a process; many turns run on its event loop at once."""

    def __init__(
        self, runtime: Runtime, assistant: Assistant, patience: Patience | None = None
    ) -> None:
        self._runtime = runtime
        self._assistant = assistant
        self.packs = PackStore()
        self._taught = TaughtPacks(runtime.embedder.name)
        self._database = runtime.database
        gateways = Registered.of(runtime.settings.gateways, runtime.secret)
        self._firewall = Firewall(runtime.database, self.packs, gateways)
        self._settings = runtime.settings.turns
        self._claiming = Claiming(runtime)
        self.presence = self._claiming.presence
        self._afterwards = Afterwards(runtime, assistant)
        self._solitude = Solitude()
        self._patience = patience or Patience()
        self._settling = Settling(runtime, self._patience)

    async def run(self, turn_id: UUID) -> None:
        """Claim the turn and answer it; nothing when it is done, held or not yet due."""
        async with AsyncExitStack() as company:
            # Before the claim: what is claimed begins at once, and is lost with few others.
            await company.enter_async_context(self._solitude.together())
            begun = await self._claiming.claim(turn_id)
            if begun is None:
                return
            held, start = begun
            reached("turn.claimed")
            if held.lost >= _SUSPECT:
                await company.aclose()
            with (
                correlated(held.correlation_id),
                structlog.contextvars.bound_contextvars(
                    turn_id=str(turn_id), attempt=held.attempts, lost=held.lost
                ),
            ):
                newer = True
                try:
                    newer = await self._attempt(held, start)
                finally:
                    if newer:
                        await self._wake_next(held)

    async def drain(self) -> None:
        """Wait for claims that are under way, and for what still runs after deliveries."""
        await self._claiming.drain()
        await self._afterwards.drain()

    async def _attempt(self, held: Claim, start: TurnStart) -> bool:
        """Answer, or write down why not; whether newer messages may wait."""
        started = perf_counter()
        try:
            if held.lost_alone >= _PROVEN:
                await self._give_up(held, f"the worker died {held.lost_alone} times at this alone")
                return True
            if held.lost >= self._settings.max_lost:
                await self._give_up(held, f"{held.lost} workers died")
                return True
            async with self._kept(held), self._undisturbed(held):
                answered = await self._answer(held, start)
            # From here on the turn is over: neither lease nor time may keep back what is stored.
            engine, newer = await self._tell(held, answered)
            turn_attempts_total.labels(outcome="answered").inc()
            turn_seconds.labels(engine=engine, outcome="answered").observe(perf_counter() - started)
            return newer
        except FenceStale:
            turn_attempts_total.labels(outcome="lost").inc()
            log.warning("the turn was lost to another worker")
        except asyncio.CancelledError:
            await asyncio.shield(self._hand_back(held, None))
            raise
        except Exception as error:
            turn_attempts_total.labels(outcome="failed").inc()
            log.exception("the attempt failed")
            await self._after_failure(held, error)
        return True

    async def _answer(self, held: Claim, start: TurnStart) -> _Answered:
        """Work out the reply to all that the turn holds, and store it.

        A customer who goes on writing while it is worked out gets one answer to everything, as
        long as restarts and the time of an attempt allow; what comes later is the next turn.
        """
        stream = stream_of(held.tenant_id, held.conversation_id)
        progress = LiveProgress(self._runtime.events, stream, held.turn_id)
        start = await self._settling.settled(held, start)
        reached("turn.settled")
        end = self._patience.time() + self._settings.timeout_seconds
        for restart in count():
            last = restart == _MOST_RESTARTS or self._patience.time() >= end
            try:
                async with asyncio.timeout(self._settings.timeout_seconds):
                    return await self._draft(held, start, progress, last=last)
            except MoreWasWritten:
                log.info("more was written, the draft begins again", restart=restart + 1)
                await progress.reset()
                newer = await self._settling.start_of(held)
                start = await self._settling.settled(held, newer)
        raise AssertionError("counting has no end")

    async def _draft(
        self, held: Claim, start: TurnStart, progress: LiveProgress, *, last: bool
    ) -> _Answered:
        """One draft, stored; raises MoreWasWritten when the turn grew, unless it is the last."""
        async with self._database.transaction(held.tenant_id) as session:
            pack = await self._pack(session)
        desk = Desk(
            database=self._database,
            embedder=self._runtime.embedder,
            embedders=self._runtime.embedders,
            tenant_id=held.tenant_id,
            actor=held.actor,
            customer_id=held.actor.customer_id or start.customer_id,
            conversation_id=held.conversation_id,
            held=held,
            nouns=pack.nouns,
            firewall=self._firewall,
        )
        turn = begun_turn(start, pack)
        progress.wording = pack.wording(turn.dialogue.language or pack.about.languages[0])
        outcome = await self._assistant.answer(turn, desk, progress)
        reached("turn.drafted")
        async with self._database.transaction(held.tenant_id) as session:
            if last:
                await cut_after(session, held, start.last_seq)
            message = await replies.settle(session, held, reply_draft(outcome), seen=start.last_seq)
            reached("reply.written")
        reached("reply.committed")
        return _Answered(start, outcome, message)

    async def _tell(self, held: Claim, answered: _Answered) -> tuple[str, bool]:
        """Deliver; the engine that answered, and whether messages came in meanwhile."""
        start, outcome, message = answered.start, answered.outcome, answered.message
        if message is not None:
            await deliver(self._runtime.events, held, message)
            if outcome.called is not None:
                await tell_waiting(self._runtime.events, held)
            aftermath = Aftermath(
                turn_id=held.turn_id,
                conversation_id=held.conversation_id,
                customer_id=outcome.customer_id,
                interaction=start.first_seq - 1,
                outcome=outcome,
            )
            reached("reply.delivered")
            self._afterwards.begin(held.tenant_id, aftermath)
        log.info("turn answered", engine=outcome.engine, intent=outcome.intent)
        return outcome.engine, message is None or message.seq > start.last_seq + 1

    async def _pack(self, session: AsyncSession) -> Pack:
        """The tenant's pack with what it was taught; the built-in one when this release can't use
        what is published."""
        try:
            pack = (await self.packs.of_tenant(session)).pack
            return await self._taught.applied(session, pack)
        except PackInvalid as error:
            log.error("the published pack cannot be used", faults=error.detail)
            return (await self.packs.version(session, None)).pack

    async def _give_up(self, held: Claim, error: str) -> None:
        """An honest message and a ticket, in the transaction that ends the turn."""
        async with self._database.transaction(held.tenant_id) as session:
            conversation = await session.scalar(
                select(Conversation)
                .where(Conversation.id == held.conversation_id)
                .with_for_update()  # Before the turn, in the order in which erasing locks.
            )
            if conversation is None:
                raise FenceStale
            if conversation.owner == "person":  # Who has it needs no ticket.
                await replies.end_silent(session, held)
                return
            written = await history.messages_of_turn(session, held.turn_id)
            opened = await open_ticket_once(
                session,
                held,
                ASSISTANT,
                NewTicket(
                    subject="The assistant could not answer",
                    description="\n".join(message.text for message in written)[:_MOST_DESCRIBED],
                    priority="high",
                    customer_id=held.actor.customer_id or conversation.customer_id,
                    conversation_id=held.conversation_id,
                ),
                "failed",
            )
            reached("turn.set_aside")
            await audit.append(
                session,
                ASSISTANT,
                "turn.set_aside",
                f"turn:{held.turn_id}",
                reason=error,
                attempts=held.attempts,
                lost=held.lost,
                lost_alone=held.lost_alone,
            )
            pack = await self._pack(session)
            draft = gave_up_draft(pack, opened.reference, opened.ticket_id)
            message = await replies.settle(session, held, draft, "failed")
        if message is not None:
            await deliver(self._runtime.events, held, message)
            await tell_waiting(self._runtime.events, held)
        turn_attempts_total.labels(outcome="gave_up").inc()
        log.error("the turn was given to a person", reason=error)

    async def _after_failure(self, held: Claim, error: Exception) -> None:
        try:
            if held.attempts >= self._settings.max_attempts:
                await self._give_up(held, type(error).__name__)
            else:
                await self._hand_back(held, error)
        except FenceStale:
            log.warning("the turn was lost to another worker")
        except Exception:
            # The lease runs out, the sweep finds the turn, and the next claim counts on.
            log.exception("the failed attempt could not be written down")

    async def _hand_back(self, held: Claim, error: Exception | None) -> None:
        pause = self._settings.backoff_seconds * 2 ** (held.attempts - 1) if error else 0.0
        async with self._database.transaction(held.tenant_id) as session:
            await turns.hand_back(
                session,
                held,
                pause=timedelta(seconds=pause),
                error=type(error).__name__ if error else None,
                count_attempt=error is not None,
            )
            reached("turn.given_back")

    @asynccontextmanager
    async def _undisturbed(self, held: Claim) -> AsyncIterator[None]:
        """A turn whose workers died runs alone: if one dies again, it was this turn."""
        if held.lost < _SUSPECT:
            yield
            return
        async with self._solitude.alone():
            async with self._database.transaction(held.tenant_id) as session:
                await turns.mark_alone(session, held)
            reached("turn.alone")
            yield

    @asynccontextmanager
    async def _kept(self, held: Claim) -> AsyncIterator[None]:
        """The lease is renewed while the work goes on; the work ends when the lease is lost."""
        work = asyncio.current_task()
        lost = False

        async def renew() -> None:
            nonlocal lost
            while True:
                await asyncio.sleep(self._claiming.lease.total_seconds() / 3)
                with suppress(Exception):  # A database away for a moment: the next beat tries.
                    async with self._database.transaction(held.tenant_id) as session:
                        lost = not await turns.renew(session, held, self._claiming.lease)
                    reached("turn.renewed")
                if lost and work is not None:
                    work.cancel()
                    return

        heartbeat = asyncio.create_task(renew())
        try:
            yield
        except asyncio.CancelledError:
            if lost and work is not None and work.uncancel() == 0:
                raise FenceStale from None
            raise
        finally:
            heartbeat.cancel()
            await asyncio.gather(heartbeat, return_exceptions=True)

    async def _wake_next(self, held: Claim) -> None:
        async with self._database.transaction(held.tenant_id) as session:
            waiting = await turns.next_waiting(session, held.conversation_id)
        if waiting is not None and waiting != held.turn_id:
            reached("turn.next")
            await self._runtime.wakeup.ring("turn", waiting)
