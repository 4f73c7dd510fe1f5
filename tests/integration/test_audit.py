"""The audit trail is sealed whole and in order, and shows what was changed behind its back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import make_url, select

from deskhand.domain import audit, trail
from deskhand.domain.audit import SYSTEM
from deskhand.domain.packs.store import PackStore
from deskhand.domain.tables import AuditEntry, AuditSeal
from deskhand.domain.trail import ChainState
from deskhand.infra.ids import new_id, shortly_before
from deskhand.infra.runtime import DatabaseUrls, Runtime
from deskhand.infra.wakeup.port import Task
from deskhand.worker.presence import Presence
from deskhand.worker.training import TrainingRunner
from deskhand.worker.upkeep import Upkeep
from tests.support.desk import MakeTenant


async def _nothing(task: Task, row_id: UUID) -> None:
    """Upkeep has nothing to start here."""


async def _sealed(runtime: Runtime, tenant_id: UUID) -> ChainState:
    upkeep = Upkeep(
        runtime,
        _nothing,
        lambda: None,
        PackStore(),
        presence=Presence(runtime.database.engine),
        trainings=TrainingRunner(runtime),
    )
    await upkeep.seal()
    async with runtime.database.transaction(tenant_id) as session:
        return await trail.verify(session)


async def _append(runtime: Runtime, tenant_id: UUID, entries: int) -> None:
    async with runtime.database.transaction(tenant_id) as session:
        for number in range(entries):
            await audit.append(session, SYSTEM, "counted", f"number:{number}")


async def test_all_that_waits_is_sealed_at_once_however_much_it_is(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    before = await _sealed(runtime, tenant.id)
    await _append(runtime, tenant.id, 2 * audit.SEALED_AT_ONCE + 7)

    after = await _sealed(runtime, tenant.id)
    assert after == ChainState(before.sealed + 2 * audit.SEALED_AT_ONCE + 7, True)
    assert await _sealed(runtime, tenant.id) == after


async def test_an_entry_that_was_committed_late_is_sealed_too(
    runtime: Runtime, make_tenant: MakeTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await make_tenant()
    await _append(runtime, tenant.id, 3)
    before = await _sealed(runtime, tenant.id)
    async with runtime.database.transaction(tenant.id) as session:
        with monkeypatch.context() as patched:
            earlier = shortly_before(new_id(), timedelta(minutes=10))
            patched.setattr(audit, "new_id", lambda: earlier)
            await audit.append(session, SYSTEM, "late", "entry")

    assert await _sealed(runtime, tenant.id) == ChainState(before.sealed + 1, True)


async def test_a_change_behind_the_trails_back_breaks_the_chain_where_it_was_made(
    runtime: Runtime, make_tenant: MakeTenant, postgres: DatabaseUrls
) -> None:
    tenant = await make_tenant()
    await _append(runtime, tenant.id, 5)
    assert (await _sealed(runtime, tenant.id)).intact
    async with runtime.database.transaction(tenant.id) as session:
        place = await session.scalar(
            select(AuditSeal.position)
            .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
            .where(AuditEntry.target == "number:3")
        )
    _as_owner(
        postgres,
        "UPDATE audit_entries SET detail = '{\"quiet\": true}' WHERE tenant_id = %s"
        " AND target = 'number:3'",
        tenant.id,
    )

    broken = await _sealed(runtime, tenant.id)
    assert (broken.intact, broken.broken_at) == (False, place)


def _as_owner(postgres: DatabaseUrls, statement: str, tenant_id: UUID) -> None:
    """What only somebody with the owner's password could do: work around row-level security."""
    url = make_url(postgres.owner_or_refuse()).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        connection.execute("ALTER TABLE audit_entries NO FORCE ROW LEVEL SECURITY")
        connection.execute(statement, (tenant_id,))
        connection.execute("ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY")
