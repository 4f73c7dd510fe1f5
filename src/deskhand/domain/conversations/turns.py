"""Turns: claimed with a lease and a fence, handed back, retried a bounded number of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.tables import Turn
from deskhand.infra.db.scope import enter_tenant, tenant_of
from deskhand.infra.errors import Conflict, NotFound
from deskhand.infra.ids import new_id

WAITING = ("queued", "running")
PRESENT = "present/"
"""Begins the name of a worker that holds a lock on it, and is gone when it does not."""


class TurnNotFound(NotFound):
    """No turn or task with this id exists here."""


class FenceStale(Conflict):
    """Another worker holds this turn now; what this one did is dropped."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a turn, as long as `fence` is the newest.

    `lost` workers died while they had it, `lost_alone` of them while they did nothing else.
    """

    tenant_id: UUID
    turn_id: UUID
    conversation_id: UUID
    fence: int
    attempts: int
    actor: Actor
    correlation_id: str
    lost: int = 0
    lost_alone: int = 0


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much waits, and the age of the oldest in seconds."""

    queue: str
    depth: int
    age: float


async def by_tenant(session: AsyncSession, turn_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """The turns of each tenant, asked from outside any tenant; a turn that is gone is left out."""
    found: dict[UUID, list[UUID]] = {}
    for row in await session.execute(_TENANTS, {"ids": list(turn_ids)}):
        found.setdefault(row.tenant_id, []).append(row.id)
    return found


async def claim(
    session: AsyncSession,
    turn_ids: Sequence[UUID],
    *,
    worker: str,
    lease: timedelta,
    pause: timedelta = timedelta(0),
) -> list[Claim]:
    """Claim those of the turns that are neither done, held, too early, nor behind an older one.

    A turn whose lease ran out had lost its worker; it rests `pause` for each such loss before.
    Raises IntegrityError when another turn of the conversation began to run at the same moment.
    """
    rows = await session.execute(
        _CLAIM, {"ids": list(turn_ids), "worker": worker, "lease": lease, "pause": pause}
    )
    tenant_id = tenant_of(session)
    return [
        Claim(
            tenant_id,
            row.id,
            row.conversation_id,
            row.fence,
            row.attempts,
            Actor.from_json(row.actor),
            row.correlation_id,
            row.lost,
            row.lost_alone,
        )
        for row in rows
    ]


_TENANTS = text(
    "SELECT wanted.id, tenant_id FROM unnest(CAST(:ids AS uuid[])) AS wanted(id),"
    " LATERAL turn_tenant(wanted.id)"
)
# Locked in the order of their ids, so that two workers that want the same turns wait in line.
_CLAIM = text(
    """WITH due AS (
           SELECT id FROM turns
           WHERE id = ANY(CAST(:ids AS uuid[])) AND status IN ('queued', 'running')
             AND run_after <= now()
             AND (lease_until IS NULL OR lease_until < now() - lost * CAST(:pause AS interval))
             AND NOT EXISTS (
                 SELECT 1 FROM turns AS earlier
                 WHERE earlier.tenant_id = turns.tenant_id
                   AND earlier.conversation_id = turns.conversation_id
                   AND earlier.first_seq < turns.first_seq
                   AND earlier.status IN ('queued', 'running'))
           ORDER BY id FOR UPDATE)
       UPDATE turns SET status = 'running', fence = fence + 1,
              attempts = attempts + CAST(turns.status = 'queued' AS int),
              lost = lost + CAST(turns.status = 'running' AS int),
              lost_alone = lost_alone + CAST(turns.status = 'running' AND alone AS int),
              alone = false,
              lease_until = now() + :lease, lease_owner = :worker
       FROM due WHERE turns.id = due.id
       RETURNING turns.id, conversation_id, fence, attempts, lost, lost_alone, actor,
                 correlation_id"""
)


async def enqueue(
    session: AsyncSession,
    conversation_id: UUID,
    seqs: Sequence[int],
    *,
    actor: dict[str, Any],
    about: dict[str, Any],
    correlation_id: str,
) -> UUID:
    """A new turn for messages that are stored already, with these numbers; its id."""
    turn = Turn(
        tenant_id=tenant_of(session),
        id=new_id(),
        conversation_id=conversation_id,
        first_seq=seqs[0],
        last_seq=seqs[-1],
        about=about,
        actor=actor,
        correlation_id=correlation_id,
        status="queued",
        attempts=0,
        fence=0,
        run_after=func.now(),
    )
    session.add(turn)
    await session.flush()
    return turn.id


async def renew(session: AsyncSession, held: Claim, lease: timedelta) -> bool:
    """Hold the turn for longer; False when it was lost to another worker."""
    renewed = await session.scalar(
        update(Turn)
        .where(Turn.id == held.turn_id, Turn.fence == held.fence, Turn.status == "running")
        .values(lease_until=func.now() + lease)
        .returning(Turn.id)
        .execution_options(synchronize_session=False)
    )
    return renewed is not None


async def mark_alone(session: AsyncSession, held: Claim) -> None:
    """Note that the worker does nothing else: should it die now, it was this turn."""
    await session.execute(
        update(Turn)
        .where(Turn.id == held.turn_id, Turn.fence == held.fence, Turn.status == "running")
        .values(alone=True)
        .execution_options(synchronize_session=False)
    )


async def hold(session: AsyncSession, held: Claim) -> None:
    """Lock the turn for this transaction; raises FenceStale when the fence is not the newest."""
    found = await session.scalar(
        select(Turn.id)
        .where(Turn.id == held.turn_id, Turn.fence == held.fence, Turn.status == "running")
        .with_for_update()
    )
    if found is None:
        raise FenceStale


async def holds_more(session: AsyncSession, held: Claim, seen: int | None) -> bool:
    """Whether the turn, still held, goes on behind the message with the number `seen`."""
    last = await session.scalar(
        select(Turn.last_seq).where(
            Turn.id == held.turn_id, Turn.fence == held.fence, Turn.status == "running"
        )
    )
    return last is not None and seen is not None and last > seen


async def finish(session: AsyncSession, held: Claim, status: str) -> None:
    """Make the turn final; raises FenceStale when another worker holds it."""
    done = await session.scalar(
        update(Turn)
        .where(Turn.id == held.turn_id, Turn.fence == held.fence, Turn.status == "running")
        .values(status=status, finished_at=func.now(), lease_until=None, lease_owner=None)
        .returning(Turn.id)
        .execution_options(synchronize_session=False)
    )
    if done is None:
        raise FenceStale


async def hand_back(
    session: AsyncSession,
    held: Claim,
    *,
    pause: timedelta = timedelta(0),
    error: str | None = None,
    count_attempt: bool = True,
) -> None:
    """Let others have the turn after `pause`. A graceful stop does not count as an attempt."""
    await session.execute(
        update(Turn)
        .where(Turn.id == held.turn_id, Turn.fence == held.fence, Turn.status == "running")
        .values(
            status="queued",
            lease_until=None,
            lease_owner=None,
            run_after=func.now() + pause,
            attempts=Turn.attempts if count_attempt else Turn.attempts - 1,
            last_error=error,
        )
        .execution_options(synchronize_session=False)
    )


async def next_waiting(session: AsyncSession, conversation_id: UUID) -> UUID | None:
    """The oldest turn of the conversation that waits to be claimed."""
    waiting: UUID | None = await session.scalar(
        select(Turn.id)
        .where(Turn.conversation_id == conversation_id, Turn.status == "queued")
        .order_by(Turn.first_seq)
        .limit(1)
    )
    return waiting


async def release_lost(session: AsyncSession) -> int:
    """End the leases of workers that are gone; how many. The session leaves its tenant."""
    lost: dict[tuple[UUID, str], list[UUID]] = {}
    for row in await session.execute(text("SELECT tenant_id, id, lease_owner FROM lost_turns()")):
        lost.setdefault((row.tenant_id, row.lease_owner), []).append(row.id)
    for (tenant_id, owner), turn_ids in lost.items():
        await enter_tenant(session, tenant_id)
        await session.execute(
            update(Turn)
            .where(Turn.id.in_(turn_ids), Turn.status == "running", Turn.lease_owner == owner)
            .values(lease_until=func.now())
            .execution_options(synchronize_session=False)
        )
    return sum(len(turn_ids) for turn_ids in lost.values())


async def due(session: AsyncSession, most: int) -> list[UUID]:
    """Turns of any tenant that could be claimed now, in turn by tenant and customer."""
    return list(await session.scalars(text("SELECT id FROM due_turns(:most)"), {"most": most}))


async def queue_state(session: AsyncSession) -> list[QueueState]:
    """The queues of turns and of ingest jobs, over all tenants."""
    rows = await session.execute(text("SELECT queue, depth, age FROM queue_state()"))
    return [QueueState(row.queue, row.depth, row.age) for row in rows]
