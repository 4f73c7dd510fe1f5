"""Trainings as jobs: what each shall learn, and the classifiers it stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import SYSTEM
from deskhand.domain.intents.examples import Example
from deskhand.domain.intents.intents import own_intents
from deskhand.domain.intents.versions import NothingTaught, get_version, put_in_service
from deskhand.domain.tables import IntentExample, IntentVersion, TrainedClassifier
from deskhand.infra.clock import now
from deskhand.infra.db.jobs import Held, Jobs
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id
from deskhand.packs.loader import Pack

JOBS = Jobs(IntentVersion, "due_trainings", "training_tenant")


@dataclass(frozen=True, slots=True)
class HeldTraining(Held):
    """The right to work on a training, with what it shall take in."""

    number: int
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


async def claim(session: AsyncSession, version_id: UUID, lease: timedelta) -> HeldTraining | None:
    """Claim a due training; the session goes on inside its tenant."""
    held = await JOBS.claim(session, version_id, lease)
    if held is None:
        return None
    version = (
        await session.scalars(select(IntentVersion).where(IntentVersion.id == version_id))
    ).one()
    return HeldTraining(**asdict(held), number=version.number, with_pack=version.with_pack)


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


async def finish(
    session: AsyncSession,
    held: HeldTraining,
    basis: str,
    lesson: Lesson,
    learned: Mapping[str, Learned],
) -> None:
    """Store what was learned, and put it in service where that was wished; raises JobLost."""
    await JOBS.write(
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
                "version_id": held.job_id,
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
    """Write down that the training failed, for good or to be tried again; raises JobLost."""
    if not final:
        await JOBS.put_back(session, held, error, pause)
        return
    await JOBS.write(
        session, held, status="failed", error=error, lease_until=None, finished_at=now()
    )
