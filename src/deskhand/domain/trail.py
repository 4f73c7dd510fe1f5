"""Checks the audit trail: from its rows, along its chain, and against the head kept elsewhere."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import BEFORE_MARKS, GENESIS, mark_of, seal_digest
from deskhand.domain.tables import AuditEntry, AuditSeal
from deskhand.infra.db.scope import sealing_of, tenant_of
from deskhand.infra.db.session import Database
from deskhand.infra.ids import shortly_before

CHECKED_AT_ONCE: Final = 5000
_LATEST_SEAL = timedelta(hours=1)
"""An entry that has no seal although the newest one is this much younger never went through us."""
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether the trail holds. `broken_at` is the first place in the chain that does not, or 0
    outside of it; `what` says how, `entry_id` which entry. `waiting` entries are not sealed yet."""

    sealed: int
    intact: bool
    broken_at: int | None = None
    what: str | None = None
    entry_id: UUID | None = None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the check has come: every row up to here is as it was written."""

    row: UUID = _FIRST
    rows_done: bool = False
    position: int = 0
    digest: str = GENESIS
    marked: bool = False
    waiting: int = 0
    state: ChainState | None = None


class _Broken(Exception):
    def __init__(self, what: str, at: int = 0, entry_id: UUID | None = None) -> None:
        super().__init__(what)
        self.what, self.at, self.entry_id = what, at, entry_id


async def check_step(
    session: AsyncSession, reached: Checkpoint, most: int = CHECKED_AT_ONCE
) -> Checkpoint:
    """Check up to `most` further rows, then as many seals; `state` is set at the end."""
    try:
        if not reached.rows_done:
            return await _check_rows(session, reached, most)
        return await _check_chain(session, reached, most)
    except _Broken as broken:
        found = ChainState(
            reached.position, False, broken.at, broken.what, broken.entry_id, reached.waiting
        )
        return replace(reached, state=found)


async def verify(session: AsyncSession) -> ChainState:
    """Check the tenant's whole trail in the session's transaction."""
    reached = Checkpoint()
    while reached.state is None:
        reached = await check_step(session, reached)
    return reached.state


async def verify_in_steps(database: Database, tenant_id: UUID) -> ChainState:
    """The same with a short transaction for each step, however long the trail is."""
    async for reached in _steps(database, tenant_id):
        if reached.state is not None:
            return reached.state
    raise AssertionError("steps end with a state")


async def _steps(database: Database, tenant_id: UUID) -> AsyncIterator[Checkpoint]:
    reached = Checkpoint()
    while reached.state is None:
        async with database.transaction(tenant_id) as session:
            reached = await check_step(session, reached)
        yield reached


async def _check_rows(session: AsyncSession, reached: Checkpoint, most: int) -> Checkpoint:
    """Every entry bears the mark it was written with, and has its place in the chain."""
    newest = await session.scalar(
        select(AuditSeal.entry_id).order_by(AuditSeal.position.desc()).limit(1)
    )
    since = _FIRST if newest is None else shortly_before(newest, _LATEST_SEAL)
    rows = (
        await session.execute(
            select(*AuditEntry.__table__.columns, AuditSeal.position)
            .outerjoin(
                AuditSeal,
                (AuditSeal.tenant_id == AuditEntry.tenant_id)
                & (AuditSeal.entry_id == AuditEntry.id),
            )
            .where(AuditEntry.id > reached.row)
            .order_by(AuditEntry.id)
            .limit(most)
        )
    ).all()
    waiting = reached.waiting
    for row in rows:
        if row.mark != BEFORE_MARKS and not _marked(session, row):
            raise _Broken("changed or forged", row.position or 0, row.id)
        if row.position is None:
            if row.id < since:
                raise _Broken("outside the chain", 0, row.id)
            waiting += 1
    last = rows[-1].id if rows else reached.row
    return replace(reached, row=last, waiting=waiting, rows_done=len(rows) < most)


async def _check_chain(session: AsyncSession, reached: Checkpoint, most: int) -> Checkpoint:
    """Places follow each other without a gap, and each seal covers its entry and the one before."""
    rows = (
        await session.execute(
            select(AuditSeal.position, AuditSeal.digest, *AuditEntry.__table__.columns)
            .outerjoin(
                AuditEntry,
                (AuditSeal.tenant_id == AuditEntry.tenant_id)
                & (AuditSeal.entry_id == AuditEntry.id),
            )
            .where(AuditSeal.position > reached.position)
            .order_by(AuditSeal.position)
            .limit(most)
        )
    ).all()
    position, digest, marked = reached.position, reached.digest, reached.marked
    head = sealing_of(session).head(tenant_of(session))
    if head is not None and not head.genuine:
        raise _Broken("the head kept elsewhere is not ours")
    for row in rows:
        position += 1
        if row.position != position or row.id is None:
            raise _Broken("removed", position)
        if row.mark == BEFORE_MARKS and marked:
            raise _Broken("back-dated", position, row.id)
        marked = marked or row.mark != BEFORE_MARKS
        digest = seal_digest(session, digest, row)
        if not hmac.compare_digest(digest, row.digest.encode("ascii", "replace").decode()):
            raise _Broken("changed or moved", position, row.id)
        if head is not None and position == head.count and digest != head.digest:
            raise _Broken("not the chain whose head was kept", position)
    reached = replace(reached, position=position, digest=digest, marked=marked)
    if len(rows) == most:
        return reached
    if head is not None and head.count > position:
        raise _Broken(f"cut off: there were {head.count}", position + 1)
    return replace(reached, state=ChainState(position, True, waiting=reached.waiting))


def _marked(session: AsyncSession, row: Any) -> bool:
    return hmac.compare_digest(mark_of(session, row), row.mark.encode("ascii", "replace").decode())
