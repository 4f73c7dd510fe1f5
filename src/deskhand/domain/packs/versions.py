"""A tenant's pack in versions: drafted, checked, published, rolled back; every step is audited."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.packs.schemas import check_files
from deskhand.domain.tables import PackVersion
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, InvalidInput, NotFound
from deskhand.infra.ids import new_id
from deskhand.packs.loader import Pack, pack_of


class PackVersionNotFound(NotFound):
    """No version of the pack has this number here."""


class PackFilesRefused(InvalidInput):
    """These files cannot be kept as a pack."""


class PackAlreadyPublished(Conflict):
    """This version of the pack is published already."""


class NoPackPublished(Conflict):
    """No version of the pack is published, so that none can be rolled back."""


def versions() -> Select[tuple[Any]]:
    """The tenant's versions, without their files."""
    return select(PackVersion)


async def get_version(session: AsyncSession, number: int) -> PackVersion:
    """The version with this number, without its files; raises PackVersionNotFound."""
    found = await session.scalar(select(PackVersion).where(PackVersion.number == number))
    if found is None:
        raise PackVersionNotFound
    return found


async def files_of(session: AsyncSession, number: int) -> dict[str, str]:
    """The files of a version, texts by path; raises PackVersionNotFound."""
    return dict((await _with_files(session, number)).files)


async def published_version(session: AsyncSession) -> PackVersion | None:
    """The version that answers customers; None while the built-in pack does."""
    found: PackVersion | None = await session.scalar(
        select(PackVersion).where(PackVersion.status == "published")
    )
    return found


async def draft(
    session: AsyncSession, actor: Actor, files: dict[str, str], note: str = ""
) -> PackVersion:
    """A new version with these files, which need not be finished; raises PackFilesRefused."""
    try:
        check_files(files)
    except ValueError as error:
        raise PackFilesRefused(f"The pack cannot be kept: {error}.") from error
    await _one_at_a_time(session)
    last = await session.scalar(select(func.max(PackVersion.number)))
    version = PackVersion(
        tenant_id=tenant_of(session),
        id=new_id(),
        number=(last or 0) + 1,
        name=None,
        status="draft",
        files=files,
        digest=digest_of(files),
        note=note,
        author_user_id=actor.id if actor.kind in ("user", "sample") else None,
    )
    session.add(version)
    await session.flush()
    await _note(session, actor, "pack.drafted", version)
    return version


async def check(session: AsyncSession, actor: Actor, number: int) -> PackVersion:
    """Find a version good; raises PackInvalid with every fault, and changes nothing then."""
    version = await _with_files(session, number)
    pack = await _compiled(version)
    await _one_at_a_time(session)
    await session.refresh(version, ["status"])
    version.name, version.checked_at = pack.name, now()
    if version.status == "draft":
        version.status = "checked"
    await session.flush()
    await _note(session, actor, "pack.checked", version)
    return version


async def publish(session: AsyncSession, actor: Actor, number: int) -> PackVersion:
    """Let a version answer customers from their next message on; the one before retires.

    Raises PackInvalid with every fault, PackAlreadyPublished, PackVersionNotFound.
    """
    version = await _with_files(session, number)
    pack = await _compiled(version)
    await _one_at_a_time(session)
    await session.refresh(version, ["status"])
    if version.status == "published":
        raise PackAlreadyPublished
    before = await published_version(session)
    if before is not None:
        before.status = "retired"
        await session.flush()  # Two are never published at once, not even for a moment.
    await _put_in_service(session, version, pack)
    replaced = before.number if before is not None else None
    await _note(session, actor, "pack.published", version, replaced=replaced)
    return version


async def roll_back(session: AsyncSession, actor: Actor) -> PackVersion | None:
    """Withdraw what is published; the version that answered before it does so again.

    None when there was none before: then the built-in pack answers. Raises NoPackPublished, and
    PackInvalid when the version before is none that this release can use.
    """
    await _one_at_a_time(session)
    withdrawn = await published_version(session)
    if withdrawn is None:
        raise NoPackPublished
    before: PackVersion | None = await session.scalar(
        select(PackVersion)
        .where(PackVersion.status == "retired")
        .order_by(PackVersion.published_at.desc(), PackVersion.number.desc())
        .limit(1)
        .options(undefer(PackVersion.files))
    )
    pack = await _compiled(before) if before is not None else None
    withdrawn.status = "rolled_back"
    await session.flush()
    if before is not None and pack is not None:
        await _put_in_service(session, before, pack)
    restored = before.number if before is not None else None
    await _note(session, actor, "pack.rolled_back", withdrawn, restored=restored)
    return before


def digest_of(files: dict[str, str]) -> str:
    """Equal for equal files, whatever their order."""
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


async def _put_in_service(session: AsyncSession, version: PackVersion, pack: Pack) -> None:
    moment = now()
    version.status, version.published_at, version.name = "published", moment, pack.name
    version.checked_at = version.checked_at or moment
    await session.flush()


async def _with_files(session: AsyncSession, number: int) -> PackVersion:
    query = select(PackVersion).where(PackVersion.number == number)
    # Also a row that this session knows already gets its files.
    query = query.options(undefer(PackVersion.files)).execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise PackVersionNotFound
    return found


async def _compiled(version: PackVersion) -> Pack:
    """Reading a pack takes the processor for a moment, so that it stays off the event loop."""
    return await asyncio.to_thread(pack_of, version.files)


async def _one_at_a_time(session: AsyncSession) -> None:
    """Changes of one tenant's pack queue here until their transactions end."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"pack-{tenant_of(session)}"},
    )


async def _note(
    session: AsyncSession, actor: Actor, action: str, version: PackVersion, **detail: Any
) -> None:
    target = f"pack:{version.number}"
    await audit.append(session, actor, action, target, digest=version.digest, **detail)
