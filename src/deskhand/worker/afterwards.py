"""What follows a delivery, off the customer's clock: insight, learning, the rolling summary."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from deskhand.assistant.tools.port import Desk
from deskhand.assistant.workflow.outcome import Aftermath
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.conversations import history
from deskhand.domain.tables import Conversation
from deskhand.infra.runtime import Runtime
from deskhand.worker.past import past_messages

log = structlog.get_logger(__name__)


class Afterwards:
    """Runs beside the turns; a failure here is logged and harms no answer."""

    def __init__(self, runtime: Runtime, assistant: Assistant) -> None:
        self._assistant = assistant
        self._settings = runtime.settings.turns
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, aftermath: Aftermath, desk: Desk) -> None:
        """Learn from a delivered reply and renew the summary, without waiting for it."""
        task = asyncio.create_task(self._learn_and_summarise(aftermath, desk))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self) -> None:
        """Wait for what still runs."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _learn_and_summarise(self, aftermath: Aftermath, desk: Desk) -> None:
        try:
            await self._assistant.afterwards(aftermath, desk)
            if aftermath.interaction >= self._settings.context_window:
                await self._summarise(aftermath, desk)
        except IntegrityError:
            log.info("the conversation was erased before anything was learned of it")
        except Exception:
            log.exception("insight, learning or the summary failed")

    async def _summarise(self, aftermath: Aftermath, desk: Desk) -> None:
        settings = self._settings
        async with desk.session() as session:
            conversation = await session.scalar(
                select(Conversation).where(Conversation.id == aftermath.conversation_id)
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
        summary = await self._assistant.engine.summarize(
            conversation.summary,
            past_messages(older),
        )
        async with desk.session() as session:
            await history.store_summary(
                session,
                conversation.id,
                summary,
                before=conversation.summary_seq,
                through=older[-1].seq,
            )
