"""Jobs as rows: claimed with a lease and a fence, written only by the worker that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow
from deskhand.infra.db.scope import enter_tenant
from deskhand.infra.errors import Conflict

MAX_ATTEMPTS = 3


class JobRow(TenantRow):
    """Work that waits or goes on, until its status is another than `queued` and `running`.

    `done` of `total` pieces are worked through. It is due from `run_after` on, and nobody else's
    while `lease_until` is ahead; each claim raises the fence.
    """

    __abstract__ = True

    status: Mapped[str] = mapped_column(default="queued")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    run_after: Mapped[datetime]
    error: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class JobLost(Conflict):
    """Another worker holds this job now."""


@dataclass(frozen=True, slots=True)
class Held:
    """The right to work on a job."""

    tenant_id: UUID
    job_id: UUID
    fence: int
    attempts: int

    @property
    def last_attempt(self) -> bool:
        """Whether a failure of this attempt is final."""
        return self.attempts >= MAX_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs of one table, with the database's functions that see those of every tenant."""

    table: type[JobRow]
    due_function: str
    tenant_function: str

    async def due(self, session: AsyncSession, most: int = 100) -> list[UUID]:
        """Jobs of any tenant that could be claimed now, in the order of their function."""
        due = getattr(func, self.due_function)(most).table_valued("id")
        return list(await session.scalars(select(due.c.id)))

    async def claim(self, session: AsyncSession, job_id: UUID, lease: timedelta) -> Held | None:
        """Claim a due job; the session goes on inside its tenant."""
        table = self.table
        owner = getattr(func, self.tenant_function)(job_id).table_valued("tenant_id")
        tenant_id = await session.scalar(select(owner.c.tenant_id))
        if tenant_id is None:
            return None
        await enter_tenant(session, tenant_id)
        row = (
            await session.execute(
                update(table)
                .where(
                    table.id == job_id,
                    table.status.in_(("queued", "running")),
                    table.run_after <= func.now(),
                    or_(table.lease_until.is_(None), table.lease_until < func.now()),
                )
                .values(
                    status="running",
                    fence=table.fence + 1,
                    attempts=table.attempts + 1,
                    lease_until=func.now() + lease,
                )
                .returning(table.fence, table.attempts)
                .execution_options(synchronize_session=False)
            )
        ).one_or_none()
        return None if row is None else Held(tenant_id, job_id, row.fence, row.attempts)

    async def write(self, session: AsyncSession, held: Held, **values: object) -> None:
        """Change a running job; raises JobLost when its fence is another's."""
        table = self.table
        changed = await session.scalar(
            update(table)
            .where(table.id == held.job_id, table.fence == held.fence, table.status == "running")
            .values(**values)
            .returning(table.id)
            .execution_options(synchronize_session=False)
        )
        if changed is None:
            raise JobLost

    async def report(
        self, session: AsyncSession, held: Held, done: int, total: int, lease: timedelta
    ) -> None:
        """Write down the progress and hold the job for longer; raises JobLost."""
        await self.write(session, held, done=done, total=total, lease_until=func.now() + lease)

    async def put_back(
        self, session: AsyncSession, held: Held, error: str, pause: timedelta
    ) -> None:
        """Let the job be tried again after `pause`; raises JobLost."""
        await self.write(
            session,
            held,
            status="queued",
            error=error,
            lease_until=None,
            run_after=func.now() + pause,
        )
