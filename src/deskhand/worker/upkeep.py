"""What is done again and again: sweep, queue figures, seals, desks, actions, mail, documents."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from sqlalchemy import text

from deskhand.domain import audit
from deskhand.domain.accounts.tenants import tenants_to_keep
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.gateways.stored import Registered
from deskhand.domain.conversations import turns
from deskhand.domain.intents import trainings
from deskhand.domain.knowledge import ingest
from deskhand.domain.packs.store import PackStore
from deskhand.domain.privacy.retention import let_go
from deskhand.infra.failpoints import reached
from deskhand.infra.observability.metrics import queue_age_seconds, queue_depth
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import Task
from deskhand.worker.desk import keep_desks
from deskhand.worker.folder_sync import sync_folder
from deskhand.worker.mail import send_mail
from deskhand.worker.presence import Presence
from deskhand.worker.second_reading import SecondReading
from deskhand.worker.training import TrainingRunner
from deskhand.worker.webhooks import send_webhooks

log = structlog.get_logger(__name__)

_SEAL_SECONDS = 30.0
_SEAL_NEW_SECONDS = 1.0
_DESK_SECONDS = 10.0
_WEBHOOK_SECONDS = 5.0
_MAIL_SECONDS = 2.0
_READ_SECONDS = 30.0
_ACTION_SECONDS = 60.0
_RENEW_SECONDS = 60.0
_RETENTION_SECONDS = 600.0


class Upkeep:
    """The chores of a process that has a worker. Each is safe beside the same of others."""

    def __init__(
        self,
        runtime: Runtime,
        start: Callable[[Task, UUID], Awaitable[None]],
        look: Callable[[], None],
        packs: PackStore,
        *,
        presence: Presence,
        trainings: TrainingRunner,
    ) -> None:
        """`start` begins a task in this process, `look` has it look for due turns: a sweep must
        not need a bell."""
        self._trainings = trainings
        self._packs = packs
        self._runtime = runtime
        self._start = start
        self._look = look
        self._presence = presence
        self.second_reading = SecondReading(runtime)
        gateways = Registered.of(runtime.settings.gateways, runtime.secret)
        self._firewall = Firewall(runtime.database, packs, gateways)

    async def run(self) -> None:
        """Do all chores until cancelled."""
        settings = self._runtime.settings
        async with asyncio.TaskGroup() as chores:
            chores.create_task(_every(settings.turns.sweep_seconds, self.sweep))
            chores.create_task(_every(_SEAL_SECONDS, self.seal))
            chores.create_task(_every(_SEAL_NEW_SECONDS, self.seal_new))
            chores.create_task(_every(_DESK_SECONDS, self.keep_desks))
            chores.create_task(_every(_WEBHOOK_SECONDS, self.send_webhooks))
            chores.create_task(_every(_MAIL_SECONDS, self.send_mail))
            chores.create_task(_every(_READ_SECONDS, self.second_reading.run))
            chores.create_task(_every(_ACTION_SECONDS, self.end_actions))
            chores.create_task(_every(_RENEW_SECONDS, self._trainings.renew))
            chores.create_task(_every(_RETENTION_SECONDS, self.let_go))
            if settings.knowledge.sync_minutes > 0:
                minutes = settings.knowledge.sync_minutes
                chores.create_task(_every(minutes * 60, self.sync))

    async def sweep(self) -> None:
        """Begin everything that is due, also what a worker that is gone had; measure the queues."""
        await self._presence.keep()
        async with self._runtime.database.transaction(None) as session:
            lost = await turns.release_lost(session)
        if lost:
            log.warning("turns of a worker that is gone go on", turns=lost)
        async with self._runtime.database.transaction(None) as session:
            due_jobs = await ingest.JOBS.due(session)
            due_trainings = await trainings.JOBS.due(session)
            states = await turns.queue_state(session)
        for state in states:
            queue_depth.labels(queue=state.queue).set(state.depth)
            queue_age_seconds.labels(queue=state.queue).set(state.age)
        self._look()
        for job_id in due_jobs:
            await self._start("ingest", job_id)
        for version_id in due_trainings:
            await self._start("training", version_id)

    async def seal(self) -> None:
        """Chain the new audit entries of every tenant, also those that were committed late."""
        async with self._runtime.database.transaction(None) as session:
            tenants = await tenants_to_keep(session)
        for tenant_id in tenants:
            await self._seal(tenant_id)

    async def seal_new(self) -> None:
        """Chain what was written within the last second."""
        async with self._runtime.database.transaction(None) as session:
            tenants = list(await session.scalars(text("SELECT tenant_id FROM tenants_to_seal()")))
        for tenant_id in tenants:
            await self._seal(tenant_id)

    async def _seal(self, tenant_id: UUID) -> None:
        sealed = audit.SEALED_AT_ONCE
        while sealed == audit.SEALED_AT_ONCE:
            async with self._runtime.database.transaction(tenant_id) as session:
                sealed = await audit.seal(session)
                reached("audit.sealed")
        reached("audit.head")
        async with self._runtime.database.transaction(tenant_id) as session:
            if not await audit.keep_head(session):
                log.error("the audit trail is not the one whose head was kept")

    async def end_actions(self) -> None:
        """End calls that a stopped process left behind, and approvals that nobody decided."""
        async with self._runtime.database.transaction(None) as session:
            tenants = await tenants_to_keep(session)
        for tenant_id in tenants:
            await self._firewall.keep_up(tenant_id)

    async def let_go(self) -> None:
        """Erase what every tenant keeps no longer."""
        async with self._runtime.database.transaction(None) as session:
            tenants = await tenants_to_keep(session)
        for tenant_id in tenants:
            await let_go(self._runtime.database, tenant_id)

    async def keep_desks(self) -> None:
        """Do the chores of every team."""
        await keep_desks(self._runtime, self._packs)

    async def send_webhooks(self) -> None:
        """Send every tenant's events."""
        await send_webhooks(self._runtime)

    async def send_mail(self) -> None:
        """Send every tenant's mail, where a relay is set."""
        await send_mail(self._runtime)

    async def sync(self) -> None:
        """Bring the documents folder and the knowledge base in step."""
        await sync_folder(self._runtime)


async def _every(seconds: float, chore: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await chore()
        except Exception:
            log.exception("a chore failed", chore=chore.__name__)
        await asyncio.sleep(seconds)
