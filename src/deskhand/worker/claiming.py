"""Claims turns; those that are asked for while a claim is under way are claimed together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import Context
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError

from deskhand.domain.conversations import history, turns
from deskhand.domain.conversations.history import TurnStart
from deskhand.domain.conversations.turns import Claim
from deskhand.infra.db.scope import enter_tenant
from deskhand.infra.failpoints import reached
from deskhand.infra.runtime import Runtime
from deskhand.worker.presence import Presence

log = structlog.get_logger(__name__)

_TOGETHER = 64

Begun = tuple[Claim, TurnStart]


class Claiming:
    """One for a process. The more turns come at once, the less the claim of each costs."""

    def __init__(self, runtime: Runtime) -> None:
        self.presence = Presence(runtime.database.engine)
        self._database = runtime.database
        self._window = runtime.settings.turns.context_window
        self._waiting: dict[asyncio.Future[Begun | None], UUID] = {}
        self._working: asyncio.Task[None] | None = None
        self._pause = timedelta(seconds=runtime.settings.turns.backoff_seconds)
        self.lease = timedelta(seconds=runtime.settings.turns.lease_seconds)

    async def claim(self, turn_id: UUID) -> Begun | None:
        """The claim, and what the turn starts from; None when it is done, held or not yet due."""
        asked: asyncio.Future[Begun | None] = asyncio.get_running_loop().create_future()
        self._waiting[asked] = turn_id
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work(), context=Context())
        try:
            return await asked
        except asyncio.CancelledError:
            if asked.done() and not asked.cancelled() and (begun := asked.result()) is not None:
                # Cancelled in the moment between the claim and its use.
                await asyncio.shield(self._hand_back(begun[0]))
            raise

    async def drain(self) -> None:
        """Wait for what is being claimed, and for what nobody wants to be handed back."""
        if self._working is not None:
            await self._working

    async def _work(self) -> None:
        while self._waiting:
            asked = dict(list(self._waiting.items())[:_TOGETHER])
            for one in asked:
                del self._waiting[one]
            try:
                begun = await self._claim_together(list(dict.fromkeys(asked.values())))
            except Exception as error:
                for one in asked:
                    if not one.done():
                        one.set_exception(error)
            else:
                await self._hand_out(asked, begun)

    async def _hand_out(
        self, asked: dict[asyncio.Future[Begun | None], UUID], begun: dict[UUID, Begun]
    ) -> None:
        for one, turn_id in asked.items():
            if not one.done():  # Else its task was cancelled meanwhile.
                one.set_result(begun.pop(turn_id, None))
        for held, _ in begun.values():
            await self._hand_back(held)

    async def _hand_back(self, held: Claim) -> None:
        try:
            async with self._database.transaction(held.tenant_id) as session:
                await turns.hand_back(session, held, count_attempt=False)
        except Exception:
            # Its lease runs out, and the sweep finds it.
            log.exception("a claim that nobody wants could not be handed back")

    async def _claim_together(self, turn_ids: Sequence[UUID]) -> dict[UUID, Begun]:
        """All in one transaction; one by one when another process interfered."""
        try:
            return await self._claim_at_once(turn_ids)
        except IntegrityError:  # Another turn of a conversation began to run at the same moment.
            if len(turn_ids) == 1:
                return {}
        begun: dict[UUID, Begun] = {}
        for turn_id in turn_ids:
            begun |= await self._claim_together([turn_id])
        return begun

    async def _claim_at_once(self, turn_ids: Sequence[UUID]) -> dict[UUID, Begun]:
        begun: dict[UUID, Begun] = {}
        async with self._database.transaction(None) as session:
            for tenant_id, of_tenant in (await turns.by_tenant(session, turn_ids)).items():
                await enter_tenant(session, tenant_id)
                claims = await turns.claim(
                    session,
                    of_tenant,
                    worker=self.presence.name,
                    lease=self.lease,
                    pause=self._pause,
                )
                starts = await history.turn_starts(session, claims, self._window)
                begun |= {held.turn_id: (held, starts[held.turn_id]) for held in claims}
            if begun:
                reached("turn.claiming")
        return begun
