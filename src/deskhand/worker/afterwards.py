"""What follows a delivery, off the customer's clock: insight, learning, the rolling summary."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from contextvars import Context
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from deskhand.assistant.workflow.outcome import Aftermath
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.conversations import history
from deskhand.domain.tables import Conversation
from deskhand.infra.failpoints import reached
from deskhand.infra.runtime import Runtime
from deskhand.worker.past import past_messages

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Delivered:
    tenant_id: UUID
    aftermath: Aftermath


class Afterwards:
    """Runs beside the turns; a failure here is logged and harms no answer.

    What is delivered while it writes waits, and is then written together: the busier the desk,
    the less each turn costs.
    """

    def __init__(self, runtime: Runtime, assistant: Assistant) -> None:
        self._assistant = assistant
        self._database = runtime.database
        self._settings = runtime.settings.turns
        self._waiting: list[_Delivered] = []
        self._learning: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, tenant_id: UUID, aftermath: Aftermath) -> None:
        """Learn from a delivered reply and renew the summary, without waiting for it."""
        self._waiting.append(_Delivered(tenant_id, aftermath))
        if self._learning is None or self._learning.done():
            # Its log lines belong to several turns, so it takes the context of none.
            self._learning = self._start(self._learn_all(), Context())
        if aftermath.interaction >= self._settings.context_window:
            self._start(self._renew_summary(tenant_id, aftermath.conversation_id))

    async def drain(self) -> None:
        """Wait for what still runs."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    def _start(
        self, work: Coroutine[None, None, None], context: Context | None = None
    ) -> asyncio.Task[None]:
        task = asyncio.create_task(work, context=context)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _learn_all(self) -> None:
        while self._waiting:
            delivered, self._waiting = self._waiting, []
            for tenant_id, together in _by_tenant(delivered):
                await self._learn(tenant_id, together)

    async def _learn(self, tenant_id: UUID, delivered: Sequence[Aftermath]) -> None:
        try:
            async with self._database.transaction(tenant_id) as session:
                await self._assistant.afterwards(delivered, session)
                reached("learning.written")
        except IntegrityError:
            if len(delivered) == 1:
                log.info(
                    "the conversation was erased before anything was learned of it",
                    turn_id=str(delivered[0].turn_id),
                )
                return
            for aftermath in delivered:
                await self._learn(tenant_id, (aftermath,))
        except Exception:
            turn_ids = [str(aftermath.turn_id) for aftermath in delivered]
            log.exception("insight or learning failed", turn_ids=turn_ids)

    async def _renew_summary(self, tenant_id: UUID, conversation_id: UUID) -> None:
        try:
            await self._summarise(tenant_id, conversation_id)
        except Exception:
            log.exception("the summary failed")

    async def _summarise(self, tenant_id: UUID, conversation_id: UUID) -> None:
        settings = self._settings
        async with self._database.transaction(tenant_id) as session:
            conversation = await session.scalar(
                select(Conversation).where(Conversation.id == conversation_id)
            )
            older = (
                await history.unsummarised(
                    session, conversation, settings.context_window, settings.summary_every
                )
                if conversation is not None
                else []
            )
        if conversation is None or not older:
            return
        summary = await self._assistant.engine.summarize(conversation.summary, past_messages(older))
        reached("summary.made")
        async with self._database.transaction(tenant_id) as session:
            await history.store_summary(
                session,
                conversation.id,
                summary,
                before=conversation.summary_seq,
                through=older[-1].seq,
            )


def _by_tenant(delivered: Iterable[_Delivered]) -> Iterable[tuple[UUID, list[Aftermath]]]:
    """The aftermaths of each tenant, in the order of their delivery."""
    ordered = sorted(delivered, key=lambda one: one.tenant_id)
    for tenant_id, group in groupby(ordered, key=lambda one: one.tenant_id):
        yield tenant_id, [one.aftermath for one in group]
