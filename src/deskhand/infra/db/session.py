"""Sessions: one per request or task, each inside one tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from deskhand.infra.db.admission import Admission
from deskhand.infra.db.scope import TenantSession
from deskhand.infra.sealing import Sealing


class Database:
    """Opens transactions on the application's role."""

    def __init__(
        self,
        engine: AsyncEngine,
        sealing: Sealing | None = None,
        admission: Admission | None = None,
    ) -> None:
        """`sealing` is needed to write: nearly everything is noted in the audit trail.

        With `admission` a transaction begins soon or not at all.
        """
        self.engine = engine
        self._admission = admission
        self._sealing = sealing
        self._sessions = async_sessionmaker(
            engine, expire_on_commit=False, autoflush=False, sync_session_class=TenantSession
        )

    @asynccontextmanager
    async def transaction(self, tenant_id: UUID | None) -> AsyncIterator[AsyncSession]:
        """One transaction inside `tenant_id`, committed at the end, rolled back on an error.

        With None the transaction belongs to no tenant: row-level security shows it nothing,
        and only the look-up functions of the schema answer. Raises what `Admission` does.
        """
        info = {"tenant_id": tenant_id, "sealing": self._sealing}
        place = self._admission.entered(tenant_id) if self._admission else nullcontext()
        async with place, self._sessions(info=info) as session, session.begin():
            yield session

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()
