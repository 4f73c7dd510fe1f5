"""Trainings as jobs: claimed with a lease and a fence, and the classifiers they store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import SYSTEM
from deskhand.domain.intents.examples import Example
from deskhand.domain.intents.intents import own_intents
from deskhand.domain.intents.versions import NothingTaught, get_version, put_in_service
from deskhand.domain.tables import IntentExample, IntentVersion, TrainedClassifier
from deskhand.infra.clock import now
from deskhand.infra.db.scope import enter_tenant, tenant_of
from deskhand.infra.errors import Conflict
from deskhand.infra.ids import new_id
from deskhand.packs.loader import Pack

MAX_ATTEMPTS = 3


class TrainingLost(Conflict):
    """Another worker holds this training now."""


@dataclass(frozen=True, slots=True)
class HeldTraining:
    """The right to work on a training."""

    tenant_id: UUID
    version_id: UUID
    number: int
    fence: int
    attempts: int
    with_pack: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is to be learned: examples by language, and the own intents as they are now."""

    examples: Mapping[str, tuple[Example, ...]]
    taught: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Learned:
    """A classifier as it stores itself, and how well it does."""

    content: bytes
    figures: dict[str, Any]


async def due(session: AsyncSession, most: int = 100) -> list[UUID]:
    """Trainings of any tenant that could be claimed now."""
    return list(await session.scalars(text("SELECT id FROM due_trainings(:most)"), {"most": most}))


async def claim(session: AsyncSession, version_id: UUID, lease: timedelta) -> HeldTraining | None:
    """Claim a due training; the session goes on inside its tenant."""
    tenant_id = await session.scalar(
        text("SELECT tenant_id FROM training_tenant(:id)"), {"id": version_id}
    )
    if tenant_id is None:
        return None
    await enter_tenant(session, tenant_id)
    row = (
        await session.execute(
            update(IntentVersion)
            .where(
                IntentVersion.id == version_id,
                IntentVersion.status.in_(("queued", "running")),
                IntentVersion.run_after <= func.now(),
                or_(IntentVersion.lease_until.is_(None), IntentVersion.lease_until < func.now()),
            )
            .values(
                status="running",
                fence=IntentVersion.fence + 1,
                attempts=IntentVersion.attempts + 1,
                lease_until=func.now() + lease,
            )
            .returning(
                IntentVersion.number,
                IntentVersion.fence,
                IntentVersion.attempts,
                IntentVersion.with_pack,
            )
            .execution_options(synchronize_session=False)
        )
    ).one_or_none()
    if row is None:
        return None
    return HeldTraining(tenant_id, version_id, row.number, row.fence, row.attempts, row.with_pack)


async def lesson(session: AsyncSession, pack: Pack, held: HeldTraining) -> Lesson:
    """What the training shall learn; raises NothingTaught when it was all taken away."""
    given: dict[str, list[Example]] = {}
    rows = await session.execute(
        select(IntentExample.intent, IntentExample.text, IntentExample.language).order_by(
            IntentExample.id
        )
    )
    for intent, said, language in rows:
        given.setdefault(language, []).append(Example(intent, said, language))
    if not given:
        raise NothingTaught
    own = await own_intents(session)
    names = {*pack.intents, *(row.name for row in own)}
    examples = {
        language: tuple(
            one
            for one in (*_of_pack(pack, language, held.with_pack), *of_tenant)
            if one.intent in names
        )
        for language, of_tenant in sorted(given.items())
        if pack.speaks(language)
    }
    taught = {
        "intents": [
            {
                "name": row.name,
                "title": row.title,
                "category": row.category,
                "procedure": row.procedure,
                "macro_id": str(row.macro_id) if row.macro_id else None,
            }
            for row in own
        ]
    }
    return Lesson(examples, taught)


def _of_pack(pack: Pack, language: str, with_pack: bool) -> Sequence[Example]:
    shown = pack.examples.get(language) if with_pack else None
    if shown is None:
        return ()
    return [
        Example(intent, said, language) for intent, texts in shown.intents.items() for said in texts
    ]


async def report(
    session: AsyncSession, held: HeldTraining, done: int, total: int, lease: timedelta
) -> None:
    """Write down the progress and hold the training for longer; raises TrainingLost."""
    await _write(session, held, done=done, total=total, lease_until=func.now() + lease)


async def finish(
    session: AsyncSession,
    held: HeldTraining,
    basis: str,
    lesson: Lesson,
    learned: Mapping[str, Learned],
) -> None:
    """Store what was learned, and put it in service where that was wished; raises TrainingLost."""
    await _write(
        session,
        held,
        status="ready",
        taught=lesson.taught,
        basis=basis,
        figures={language: one.figures for language, one in learned.items()},
        lease_until=None,
        finished_at=now(),
        error=None,
    )
    await session.execute(
        insert(TrainedClassifier),
        [
            {
                "tenant_id": tenant_of(session),
                "id": new_id(),
                "created_at": now(),
                "version_id": held.version_id,
                "language": language,
                "content": one.content,
            }
            for language, one in learned.items()
        ],
    )
    version = await get_version(session, held.number)
    await session.refresh(version)
    if version.switch:
        await put_in_service(session, SYSTEM, version)


async def fail(
    session: AsyncSession, held: HeldTraining, error: str, *, final: bool, pause: timedelta
) -> None:
    """Write down that the training failed, for good or to be tried again after `pause`."""
    if final:
        await _write(
            session, held, status="failed", error=error, lease_until=None, finished_at=now()
        )
        return
    await _write(
        session,
        held,
        status="queued",
        error=error,
        lease_until=None,
        run_after=func.now() + pause,
    )


async def _write(session: AsyncSession, held: HeldTraining, **values: object) -> None:
    changed = await session.scalar(
        update(IntentVersion)
        .where(
            IntentVersion.id == held.version_id,
            IntentVersion.fence == held.fence,
            IntentVersion.status == "running",
        )
        .values(**values)
        .returning(IntentVersion.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise TrainingLost
