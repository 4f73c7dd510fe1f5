"""The tenant of a transaction, told to PostgreSQL so that row-level security can hold it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from deskhand.infra.sealing import Sealing

# Every transaction begins with it, so it goes to the driver as it is, without compilation.
_SET_TENANT = "SELECT set_config('app.tenant', %s, true)"


class TenantSession(Session):
    """A session whose `info["tenant_id"]` is set for each transaction it begins."""


@event.listens_for(TenantSession, "after_begin")
def _tell_postgres(
    session: Session, transaction: SessionTransaction, connection: Connection
) -> None:
    tenant_id = session.info.get("tenant_id")
    if tenant_id is not None and not transaction.nested:  # A savepoint is inside already.
        connection.exec_driver_sql(_SET_TENANT, (str(tenant_id),))


async def enter_tenant(session: AsyncSession, tenant_id: UUID) -> None:
    """Move a transaction that began without a tenant into `tenant_id`, until it ends."""
    session.info["tenant_id"] = tenant_id
    connection = await session.connection()
    await connection.exec_driver_sql(_SET_TENANT, (str(tenant_id),))


def sealing_of(session: AsyncSession) -> Sealing:
    """What the session marks the audit trail with; one without is a programming error."""
    sealing = session.info.get("sealing")
    if not isinstance(sealing, Sealing):
        raise RuntimeError("this session cannot write to the audit trail")
    return sealing


def tenant_of(session: AsyncSession) -> UUID:
    """The tenant that the session works for; a session without one is a programming error."""
    tenant_id = session.info.get("tenant_id")
    if not isinstance(tenant_id, UUID):
        raise RuntimeError("this session belongs to no tenant")
    return tenant_id
