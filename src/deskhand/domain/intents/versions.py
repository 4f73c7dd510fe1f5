"""Versions of what was taught: queued, switched atomically, rolled back; every step is audited."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.intents.schemas import NewTraining
from deskhand.domain.tables import IntentExample, IntentVersion
from deskhand.infra.classification.classifier import FORMAT
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, NotFound
from deskhand.infra.ids import new_id
from deskhand.packs.loader import Pack

TRAINED = ("ready", "in_service", "retired", "rolled_back")


class IntentVersionNotFound(NotFound):
    """No training has this number here."""


class NothingTaught(Conflict):
    """There is no example yet to train on."""


class TrainingUnderWay(Conflict):
    """A training is under way; wait for its end."""


class VersionNotTrained(Conflict):
    """This training is not done, or it failed."""


class VersionInService(Conflict):
    """This version is in service already."""


class NoVersionInService(Conflict):
    """No version of one's own is in service."""


def versions() -> Select[tuple[Any]]:
    """The tenant's trainings."""
    return select(IntentVersion)


async def get_version(session: AsyncSession, number: int) -> IntentVersion:
    """The training with this number; raises IntentVersionNotFound."""
    found = await session.scalar(select(IntentVersion).where(IntentVersion.number == number))
    if found is None:
        raise IntentVersionNotFound
    return found


async def version_in_service(session: AsyncSession) -> IntentVersion | None:
    """The version that reads customers' messages; None while the pack's examples alone do."""
    found: IntentVersion | None = await session.scalar(
        select(IntentVersion).where(IntentVersion.status == "in_service")
    )
    return found


def basis_of(pack: Pack, model: str, *, with_pack: bool) -> str:
    """Digest of what a classifier fits: model, format, and where told the pack's examples."""
    of_pack = pack.examples_digest if with_pack else ""
    return hashlib.sha256(repr((FORMAT, model, of_pack)).encode()).hexdigest()


async def queue_training(
    session: AsyncSession, actor: Actor, pack: Pack, model: str, wanted: NewTraining
) -> IntentVersion:
    """A training of all that is taught, for a worker; raises NothingTaught, TrainingUnderWay."""
    await _one_at_a_time(session)
    if await session.scalar(select(IntentExample.id).limit(1)) is None:
        raise NothingTaught
    under_way = select(IntentVersion.id).where(IntentVersion.status.in_(("queued", "running")))
    if await session.scalar(under_way.limit(1)) is not None:
        raise TrainingUnderWay
    last = await session.scalar(select(func.max(IntentVersion.number)))
    version = IntentVersion(
        tenant_id=tenant_of(session),
        id=new_id(),
        created_at=now(),
        number=(last or 0) + 1,
        status="queued",
        switch=wanted.switch,
        with_pack=wanted.with_pack,
        note=wanted.note,
        taught={},
        basis=basis_of(pack, model, with_pack=wanted.with_pack),
        figures={},
        done=0,
        attempts=0,
        fence=0,
        run_after=func.now(),
    )
    session.add(version)
    await session.flush()
    await session.refresh(version)
    await _note(session, actor, "intents.training_queued", version)
    return version


async def queue_renewal(session: AsyncSession, pack: Pack, model: str) -> IntentVersion | None:
    """A training in place of a version in service that fits pack, model or release no more.

    None where it fits, where one is under way, and where that was tried and failed.
    """
    version = await version_in_service(session)
    if version is None:
        return None
    basis = basis_of(pack, model, with_pack=version.with_pack)
    newest = await session.scalar(
        select(IntentVersion).order_by(IntentVersion.number.desc()).limit(1)
    )
    if version.basis == basis or newest is None or newest.basis == basis:
        return None
    try:
        wanted = NewTraining(with_pack=version.with_pack, note=version.note)
        return await queue_training(session, SYSTEM, pack, model, wanted)
    except (NothingTaught, TrainingUnderWay):
        return None


async def switch(session: AsyncSession, actor: Actor, number: int) -> IntentVersion:
    """Let a trained version read messages from the next one on.

    Raises IntentVersionNotFound, VersionNotTrained, VersionInService.
    """
    await _one_at_a_time(session)
    version = await get_version(session, number)
    if version.status == "in_service":
        raise VersionInService
    if version.status not in TRAINED:
        raise VersionNotTrained
    await put_in_service(session, actor, version)
    return version


async def put_in_service(session: AsyncSession, actor: Actor, version: IntentVersion) -> None:
    """Retire what is in service, and put this version there."""
    before = await version_in_service(session)
    if before is not None:
        before.status = "retired"
        await session.flush()  # Two are never in service at once, not even for a moment.
    version.status, version.in_service_at = "in_service", now()
    await session.flush()
    replaced = before.number if before is not None else None
    await _note(session, actor, "intents.switched", version, replaced=replaced)


async def roll_back(session: AsyncSession, actor: Actor) -> IntentVersion | None:
    """Withdraw what is in service; what was there before it is again, or the pack alone (None).

    Raises NoVersionInService.
    """
    await _one_at_a_time(session)
    withdrawn = await version_in_service(session)
    if withdrawn is None:
        raise NoVersionInService
    before: IntentVersion | None = await session.scalar(
        select(IntentVersion)
        .where(IntentVersion.status == "retired")
        .order_by(IntentVersion.in_service_at.desc(), IntentVersion.number.desc())
        .limit(1)
    )
    withdrawn.status = "rolled_back"
    await session.flush()
    if before is not None:
        before.status, before.in_service_at = "in_service", now()
        await session.flush()
    restored = before.number if before is not None else None
    await _note(session, actor, "intents.rolled_back", withdrawn, restored=restored)
    return before


async def _one_at_a_time(session: AsyncSession) -> None:
    """Changes of one tenant's versions queue here until their transactions end."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"intents-{tenant_of(session)}"},
    )


async def _note(
    session: AsyncSession, actor: Actor, action: str, version: IntentVersion, **detail: Any
) -> None:
    await audit.append(session, actor, action, f"intents:{version.number}", **detail)
