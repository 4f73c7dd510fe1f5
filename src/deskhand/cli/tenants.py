"""Which tenant a command works for, and its transaction on the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.cli.ground import ready_database
from deskhand.domain.accounts.roles import Role
from deskhand.domain.accounts.tenants import find_tenant, tenants_to_keep
from deskhand.domain.audit import Actor
from deskhand.domain.tables import Tenant
from deskhand.infra.db.engine import open_engine
from deskhand.infra.db.session import Database
from deskhand.infra.errors import InvalidInput, NotFound
from deskhand.infra.runtime import audit_sealing
from deskhand.infra.settings import Settings

OPERATOR = Actor("system", None, Role.OWNER.value)
"""Whoever may run a command on this machine may do what an owner may."""
Work = Callable[[AsyncSession], Awaitable[None]]


class TenantUnknown(NotFound):
    """There is no tenant of this name."""


class TenantNotChosen(InvalidInput):
    """There are several tenants: choose one with --tenant."""


class NoTenantYet(NotFound):
    """There is no tenant yet: make one with `deskhand users add --new-tenant`, or `seed`."""


async def chosen_tenant(database: Database, slug: str | None) -> UUID:
    """The tenant with this slug; without one the only tenant there is."""
    async with database.transaction(None) as session:
        if slug is not None:
            found = await find_tenant(session, slug)
            known = [] if found else await tenants_to_keep(session)
        else:
            found, known = None, await tenants_to_keep(session)
    if found is not None:
        return found
    if slug is None and len(known) == 1:
        return known[0]
    if not known:
        raise NoTenantYet
    listed = ", ".join([await _slug(database, tenant_id) for tenant_id in known])
    if slug is None:
        raise TenantNotChosen(f"There are several tenants: choose with --tenant: {listed}.")
    raise TenantUnknown(f"There is no tenant {slug!r}; there are {listed}.")


async def _slug(database: Database, tenant_id: UUID) -> str:
    async with database.transaction(tenant_id) as session:
        return str(await session.scalar(select(Tenant.slug)))


def in_tenant(slug: str | None, work: Work) -> None:
    """Do `work` in one transaction of the tenant; see `chosen_tenant` for which."""

    async def run(database: Database) -> None:
        tenant_id = await chosen_tenant(database, slug)
        async with database.transaction(tenant_id) as session:
            await work(session)

    on_database(run)


def outside_tenants(work: Work) -> None:
    """Do `work` in one transaction that belongs to no tenant."""

    async def run(database: Database) -> None:
        async with database.transaction(None) as session:
            await work(session)

    on_database(run)


def on_database(run: Callable[[Database], Awaitable[None]]) -> None:
    """Do `run` on the ready database, whose transactions are its own."""
    settings = Settings()

    async def opened(url: str) -> None:
        database = Database(open_engine(url, 2), audit_sealing(settings))
        try:
            await run(database)
        finally:
            await database.close()

    with ready_database(settings) as urls:
        asyncio.run(opened(urls.application))
