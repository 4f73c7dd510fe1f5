"""The team's chores: what becomes due by itself in each tenant's conversations."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from deskhand.domain.accounts.tenants import tenants_to_keep
from deskhand.domain.conversations import work
from deskhand.domain.conversations.colleagues import assign_waiting
from deskhand.domain.conversations.desk_settings import desk_settings
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import desk_of

# Whoever holds it does the tenant's chores; another process passes on at once.
_MINE = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:key, 0))")


async def keep_desks(runtime: Runtime) -> None:
    """Do what is due for every tenant, one transaction each."""
    async with runtime.database.transaction(None) as session:
        tenants = await tenants_to_keep(session)
    for tenant_id in tenants:
        await keep_desk(runtime, tenant_id)


async def keep_desk(runtime: Runtime, tenant_id: UUID) -> None:
    """Wake what was put off long enough, give what waits to somebody, and tell the team."""
    async with runtime.database.transaction(tenant_id) as session:
        if not await session.scalar(_MINE, {"key": f"desk-{tenant_id}"}):
            return
        changed = await work.wake(session)
        mode = (await desk_settings(session)).assignment.mode
        if mode != "off":
            changed += await assign_waiting(session, mode)
    for conversation_id in changed:
        data = {"conversation_id": str(conversation_id)}
        await runtime.events.publish(desk_of(tenant_id), "conversation", data)
