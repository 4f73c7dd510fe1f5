"""The pack that answers a tenant's customers: its published version, or the built-in one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.packs.versions import PackVersionNotFound
from deskhand.domain.tables import PackVersion, Tenant
from deskhand.infra.db.scope import tenant_of
from deskhand.packs.loader import Pack, PackInvalid, built_in, pack_of

_MOST_KEPT = 32
"""Compiled packs in memory; one of six languages takes some 10 MB."""
_MARK = "@"


class PackInUse(NamedTuple):
    """A pack, and the version of it: `workshop@3`, or `shop` for a built-in one."""

    pack: Pack
    version: str

    @property
    def number(self) -> int | None:
        """What `PackStore.version` is asked for to get this pack again."""
        return number_in(self.version)


def number_in(version: str) -> int | None:
    """The number in a label such as `workshop@3`; None in that of a built-in pack."""
    _, mark, number = version.partition(_MARK)
    return int(number) if mark else None


class Faults(NamedTuple):
    """Why a version cannot be used; kept like a pack, since its files never change."""

    lines: tuple[str, ...]


class PackStore:
    """Packs by tenant, compiled once for each version. One serves a whole process.

    Which version is published is read in the caller's own transaction, so that every process
    sees a change with the next turn; nothing has to be told to anybody.
    """

    def __init__(
        self, built_in: Callable[[str], Pack] = built_in, most_kept: int = _MOST_KEPT
    ) -> None:
        """`built_in` gives the packs that come with Deskhand, by name."""
        self._built_in = built_in
        self._most_kept = most_kept
        self._given: dict[str, Pack] = {}
        self._kept: OrderedDict[tuple[UUID, UUID], Pack | Faults] = OrderedDict()
        self._compiling = asyncio.Lock()

    async def of_tenant(self, session: AsyncSession) -> PackInUse:
        """The pack that answers the session's tenant now; one look-up when it is known.

        Raises PackInvalid when the published version is none that this release can use.
        """
        query = (
            select(Tenant.pack, PackVersion.id, PackVersion.number)
            .outerjoin(
                PackVersion,
                and_(PackVersion.tenant_id == Tenant.tenant_id, PackVersion.status == "published"),
            )
            .where(Tenant.tenant_id == tenant_of(session))
        )
        name, version_id, number = (await session.execute(query)).one()
        return await self._in_use(session, name, version_id, number)

    async def version(self, session: AsyncSession, number: int | None) -> PackInUse:
        """The tenant's version with this number, published or not; None is the built-in pack.

        A conversation finishes so on the version that it began with. Raises PackVersionNotFound,
        PackInvalid.
        """
        tenant_id = tenant_of(session)
        if number is None:
            name = await session.scalar(select(Tenant.pack).where(Tenant.tenant_id == tenant_id))
            return await self._in_use(session, str(name), None, None)
        query = select(PackVersion.id).where(PackVersion.number == number)
        version_id = await session.scalar(query)
        if version_id is None:
            raise PackVersionNotFound
        return await self._in_use(session, "", version_id, number)

    async def _in_use(
        self, session: AsyncSession, name: str, version_id: UUID | None, number: int | None
    ) -> PackInUse:
        if version_id is None:
            if name not in self._given:
                # Read from files, which takes a moment.
                self._given[name] = await asyncio.to_thread(self._built_in, name)
            return PackInUse(self._given[name], name)
        pack = await self._own(session, version_id)
        return PackInUse(pack, f"{pack.name}{_MARK}{number}")

    async def _own(self, session: AsyncSession, version_id: UUID) -> Pack:
        key = (tenant_of(session), version_id)
        if key not in self._kept:
            # One at a time: many turns may begin at once on a version that nobody knows yet.
            async with self._compiling:
                if key not in self._kept:
                    await self._compile(session, key)
        found = self._kept[key]
        self._kept.move_to_end(key)
        if isinstance(found, Faults):
            raise PackInvalid(*found.lines)
        return found

    async def _compile(self, session: AsyncSession, key: tuple[UUID, UUID]) -> None:
        files = await session.scalar(select(PackVersion.files).where(PackVersion.id == key[1]))
        self._kept[key] = await asyncio.to_thread(_pack_or_faults, dict(files or {}))
        while len(self._kept) > self._most_kept:
            self._kept.popitem(last=False)


def _pack_or_faults(files: dict[str, str]) -> Pack | Faults:
    try:
        return pack_of(files)
    except PackInvalid as fault:
        return Faults(fault.faults)
