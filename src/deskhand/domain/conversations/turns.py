"""Turns: claimed with a lease and a fence, handed back, retried a bounded number of times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from deskhand.domain.audit import Actor
from deskhand.domain.tables import Turn
from deskhand.infra.db.scope import enter_tenant
from deskhand.infra.errors import Conflict, NotFound

WAITING = ("queued", "running")


class TurnNotFound(NotFound):
    """No turn or task with this id exists here."""


class FenceStale(Conflict):
    """Another worker holds this turn now; what this one did is dropped."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a turn, as long as `fence` is the newest."""

    tenant_id: UUID
    turn_id: UUID
    conversation_id: UUID
    fence: int
    attempts: int
    actor: Actor
    correlation_id: str


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much waits, and the age of the oldest in seconds."""

    queue: str
    depth: int
    age: float


async def claim(
    session: AsyncSession, turn_id: UUID, *, worker: str, lease: timedelta
) -> Claim | None:
    """Claim a due turn, or None when it is done, held, too early, or not the oldest waiting one.

    The session begins outside any tenant and goes on inside the turn's.
    """
    tenant_id = await session.scalar(
        text("SELECT tenant_id FROM turn_tenant(:id)"), {"id": turn_id}
    )
    if tenant_id is None:
        return None
    await enter_tenant(session, tenant_id)
    earlier = aliased(Turn)
    statement = (
        update(Turn)
        .where(
            Turn.id == turn_id,
            Turn.status.in_(WAITING),
            Turn.run_after <= func.now(),
            or_(Turn.lease_until.is_(None), Turn.lease_until < func.now()),
            ~exists().where(
                earlier.tenant_id == Turn.tenant_id,
                earlier.conversation_id == Turn.conversation_id,
                earlier.first_seq < Turn.first_seq,
                earlier.status.in_(WAITING),
            ),
        )
        .values(
            status="running",
            fence=Turn.fence + 1,
            attempts=Turn.attempts + 1,
            lease_until=func.now() + lease,
            lease_owner=worker,
        )
        .returning(Turn.conversation_id, Turn.fence, Turn.attempts, Turn.actor, Turn.correlation_id)
        .execution_options(synchronize_session=False)
    )
    try:
        async with session.begin_nested():
            row = (await session.execute(statement)).one_or_none()
    except IntegrityError:  # Another turn of the conversation began to run at the same moment.
        return None
    if row is None:
        return None
    return Claim(
        tenant_id,
        turn_id,
        row.conversation_id,
        row.fence,
        row.attempts,
        Actor.from_json(row.actor),
        row.correlation_id,
    )


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


async def hold(session: AsyncSession, held: Claim) -> None:
    """Lock the turn for this transaction; raises FenceStale when the fence is not the newest."""
    found = await session.scalar(
        select(Turn.id)
        .where(Turn.id == held.turn_id, Turn.fence == held.fence, Turn.status == "running")
        .with_for_update()
    )
    if found is None:
        raise FenceStale


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


async def due(session: AsyncSession, most: int = 500) -> list[UUID]:
    """Turns of any tenant that could be claimed now, longest due first."""
    return list(await session.scalars(text("SELECT id FROM due_turns(:most)"), {"most": most}))


async def queue_state(session: AsyncSession) -> list[QueueState]:
    """The queues of turns and of ingest jobs, over all tenants."""
    rows = await session.execute(text("SELECT queue, depth, age FROM queue_state()"))
    return [QueueState(row.queue, row.depth, row.age) for row in rows]
