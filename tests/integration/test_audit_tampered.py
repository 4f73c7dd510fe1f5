"""Whoever owns the database changes, forges, removes and cuts; every one of it is found."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit, trail
from deskhand.domain.audit import SYSTEM
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id, shortly_before
from deskhand.infra.runtime import DatabaseUrls, Runtime, audit_sealing
from deskhand.infra.sealing import Head, Sealing
from tests.support.desk import MakeTenant

ENTRIES = 24
TAMPERINGS = 1000
SEED = 9

Tampering = Callable[[AsyncSession, random.Random], Awaitable[None]]


async def run(session: AsyncSession, statement: str, **values: Any) -> None:
    await session.execute(text(statement), values)


async def ids(session: AsyncSession) -> list[UUID]:
    """The entries in the order of the chain."""
    found = await session.scalars(text("SELECT entry_id FROM audit_seals ORDER BY position"))
    return list(found)


async def changes_an_entry(session: AsyncSession, chance: random.Random) -> None:
    column, value = chance.choice(
        [
            ("action", f"'{chance.random()}'"),
            ("target", f"'user:{new_id()}'"),
            ("actor", "jsonb_build_object('kind', 'system', 'role', 'nobody')"),
            ("detail", f"jsonb_build_object('quiet', {chance.randrange(10**6)})"),
            ("created_at", f"created_at - interval '{chance.randrange(1, 10**6)} seconds'"),
            ("mark", f"'{chance.randbytes(32).hex()}'"),
            ("mark", "'before'"),
        ]
    )
    chosen = chance.choice(await ids(session))
    await run(session, f"UPDATE audit_entries SET {column} = {value} WHERE id = :id", id=chosen)


async def forges_an_entry(session: AsyncSession, chance: random.Random) -> None:
    like = chance.choice(await ids(session))
    age = timedelta(seconds=chance.choice([0, 10, 3000, 10**6]))
    mark = chance.choice(["before", chance.randbytes(32).hex(), "", None])
    await run(
        session,
        "INSERT INTO audit_entries (tenant_id, id, created_at, actor, action, target, detail, mark)"
        " SELECT tenant_id, :id, created_at - CAST(:age AS interval), actor, action, target,"
        " detail, coalesce(CAST(:mark AS text), mark) FROM audit_entries WHERE id = :like",
        id=UUID(int=shortly_before(new_id(), age).int | chance.getrandbits(60)),
        age=age,
        mark=mark,
        like=like,
    )


async def removes_an_entry(session: AsyncSession, chance: random.Random) -> None:
    chosen = chance.choice(await ids(session))
    place = await session.scalar(
        text("DELETE FROM audit_seals WHERE entry_id = :id RETURNING position"), {"id": chosen}
    )
    await run(session, "DELETE FROM audit_entries WHERE id = :id", id=chosen)
    if chance.random() < 0.5:  # And closes the gap.
        for step in (f"position - 1 + {10**6}", f"position - {10**6}"):
            after = "> :place" if "+" in step else f"> {10**6} AND :place > 0"
            await run(
                session,
                f"UPDATE audit_seals SET position = {step} WHERE position {after}",
                place=place,
            )


async def cuts_the_end_off(session: AsyncSession, chance: random.Random) -> None:
    gone = (await ids(session))[-chance.randrange(1, ENTRIES) :]
    await run(session, "DELETE FROM audit_seals WHERE entry_id = ANY(:ids)", ids=gone)
    # Without this the worker would seal them again, and nothing would be lost.
    await run(session, "DELETE FROM audit_entries WHERE id = ANY(:ids)", ids=gone)


async def moves_a_seal(session: AsyncSession, chance: random.Random) -> None:
    one, two = chance.sample(await ids(session), 2)
    column = chance.choice(["position", "digest"])
    rows = await session.execute(
        text(f"SELECT entry_id, {column} AS held FROM audit_seals WHERE entry_id = ANY(:ids)"),
        {"ids": [one, two]},
    )
    held = {row.entry_id: row.held for row in rows}
    away: Any = -1 if column == "position" else ""
    for entry_id, value in ((one, away), (two, held[one]), (one, held[two])):
        await run(
            session,
            f"UPDATE audit_seals SET {column} = :value WHERE entry_id = :id",
            value=value,
            id=entry_id,
        )


async def writes_the_chain_anew(session: AsyncSession, chance: random.Random) -> None:
    """With another key, after a change; the marks too."""
    await changes_an_entry(session, chance)
    await run(session, "DELETE FROM audit_seals")
    ours = session.info["sealing"]
    session.info["sealing"] = Sealing.of(str(chance.random()), ours.folder)
    rows = await session.execute(text("SELECT * FROM audit_entries"))
    for row in rows.all():
        mark = audit.mark_of(session, row)
        await run(session, "UPDATE audit_entries SET mark = :m WHERE id = :i", m=mark, i=row.id)
    await audit.seal(session)
    session.info["sealing"] = ours


KINDS: tuple[Tampering, ...] = (
    changes_an_entry,
    forges_an_entry,
    removes_an_entry,
    cuts_the_end_off,
    moves_a_seal,
    writes_the_chain_anew,
)


@pytest.fixture
def all_rights(postgres: DatabaseUrls) -> Iterator[None]:
    """The application's role may change the trail, as somebody could grant who owns it."""
    url = make_url(postgres.owner_or_refuse()).set(drivername="postgresql")
    rights = "UPDATE, DELETE ON audit_entries, audit_seals"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as owner:
        owner.execute(f"GRANT {rights} TO deskhand_app")
        try:
            yield
        finally:
            owner.execute(f"REVOKE {rights} FROM deskhand_app")


@asynccontextmanager
async def tampering(runtime: Runtime, tenant_id: UUID) -> AsyncIterator[AsyncSession]:
    """A transaction that may change every row of the tenant, and is never committed."""
    async with runtime.database.transaction(tenant_id) as session:
        yield session
        await session.rollback()


async def filled(runtime: Runtime, tenant_id: UUID) -> None:
    async with runtime.database.transaction(tenant_id) as session:
        for number in range(ENTRIES):
            await audit.append(session, SYSTEM, "counted", f"number:{number}", of=number / 8)
        while await audit.seal(session) == audit.SEALED_AT_ONCE:
            pass
    async with runtime.database.transaction(tenant_id) as session:
        assert await audit.keep_head(session)


async def test_every_tampering_is_found(
    runtime: Runtime, make_tenant: MakeTenant, all_rights: None
) -> None:
    tenant, chance = await make_tenant(), random.Random(SEED)
    await filled(runtime, tenant.id)
    async with tampering(runtime, tenant.id) as session:
        assert (await trail.verify(session)).intact
        missed: list[str] = []
        for number in range(TAMPERINGS):
            tamper = KINDS[number % len(KINDS)]
            savepoint = await session.begin_nested()
            await tamper(session, chance)
            await audit.seal(session)  # As a worker does within a second.
            if (await trail.verify(session)).intact:
                missed.append(f"{number} {tamper.__name__}")
            await savepoint.rollback()
        assert missed == []
        assert (await trail.verify(session)).intact


async def test_what_is_found_is_named(
    runtime: Runtime, make_tenant: MakeTenant, all_rights: None
) -> None:
    tenant = await make_tenant()
    await filled(runtime, tenant.id)
    async with tampering(runtime, tenant.id) as session:
        third = (await ids(session))[2]
        savepoint = await session.begin_nested()
        await run(session, "UPDATE audit_entries SET action = 'x' WHERE id = :id", id=third)
        found = await trail.verify(session)
        assert (found.what, found.broken_at, found.entry_id) == ("changed or forged", 3, third)
        await savepoint.rollback()
        gone = (await ids(session))[-2:]
        await run(session, "DELETE FROM audit_seals WHERE entry_id = ANY(:ids)", ids=gone)
        await run(session, "DELETE FROM audit_entries WHERE id = ANY(:ids)", ids=gone)
        found = await trail.verify(session)
        assert found.what == f"cut off: there were {ENTRIES}"
        # What is missing is never taken for the truth, nor written over.
        assert not await audit.keep_head(session)


async def test_a_head_that_we_did_not_sign_is_not_believed(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    await filled(runtime, tenant.id)
    sealing = audit_sealing(runtime.settings)
    path = sealing.folder / f"{tenant.id}.json"
    kept = path.read_text(encoding="utf-8")
    for forged in ("", "{}", "[]", json.dumps({**json.loads(kept), "count": 3})):
        path.write_text(forged, encoding="utf-8")
        async with runtime.database.transaction(tenant.id) as session:
            assert not (await trail.verify(session)).intact
            assert not await audit.keep_head(session)
    Sealing.of("another secret", sealing.folder).keep_head(tenant.id, Head(1, "0" * 64))
    async with runtime.database.transaction(tenant.id) as session:
        assert not (await trail.verify(session)).intact
    path.write_text(kept, encoding="utf-8")


async def test_a_long_trail_is_checked_in_steps(runtime: Runtime, make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    await filled(runtime, tenant.id)
    reached, steps = trail.Checkpoint(), 0
    while reached.state is None:
        async with runtime.database.transaction(tenant.id) as session:
            assert tenant_of(session) == tenant.id
            reached = await trail.check_step(session, reached, most=5)
        steps += 1
    assert (reached.state.sealed, reached.state.intact) == (ENTRIES, True)
    assert steps > 2 * (ENTRIES // 5)
    assert await trail.verify_in_steps(runtime.database, tenant.id) == reached.state
