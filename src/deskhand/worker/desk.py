"""The team's chores: what becomes due by itself in each tenant's conversations."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from deskhand.domain.accounts.tenants import tenants_to_keep
from deskhand.domain.conversations import work
from deskhand.domain.conversations.colleagues import assign_waiting
from deskhand.domain.conversations.desk_settings import desk_settings
from deskhand.domain.conversations.service_clocks import keep_clocks
from deskhand.domain.packs.store import PackStore
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import desk_of

# Whoever holds it does the tenant's chores; another process passes on at once.
_MINE = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:key, 0))")


async def keep_desks(runtime: Runtime, packs: PackStore) -> None:
    """Do what is due for every tenant, one transaction each."""
    async with runtime.database.transaction(None) as session:
        tenants = await tenants_to_keep(session)
    for tenant_id in tenants:
        await keep_desk(runtime, packs, tenant_id)


async def keep_desk(runtime: Runtime, packs: PackStore, tenant_id: UUID) -> None:
    """Wake what was put off long enough, give what waits to somebody, keep the service clocks,
    and tell the team."""
    async with runtime.database.transaction(tenant_id) as session:
        if not await session.scalar(_MINE, {"key": f"desk-{tenant_id}"}):
            return
        changed = await work.wake(session)
        desk = await desk_settings(session)
        if desk.assignment.mode != "off":
            changed += await assign_waiting(session, desk.assignment.mode)
        if desk.version:  # Nobody has asked for clocks on a desk whose settings are new.
            hours = (await packs.of_tenant(session)).pack.about.hours
            changed += await keep_clocks(session, desk, hours)
    for conversation_id in changed:
        data = {"conversation_id": str(conversation_id)}
        await runtime.events.publish(desk_of(tenant_id), "conversation", data)
