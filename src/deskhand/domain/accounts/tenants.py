"""Tenants: made on registration, found by their slug."""

from __future__ import annotations

import re
import secrets
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import Tenant
from deskhand.infra.db.scope import enter_tenant
from deskhand.infra.ids import new_id


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "tenant"
    return f"{words[:40]}-{secrets.token_hex(3)}"


async def create_tenant(session: AsyncSession, name: str, slug: str | None = None) -> Tenant:
    """A new tenant; the session goes on inside it."""
    tenant = Tenant(tenant_id=new_id(), slug=slug or _slug(name), name=name, settings={})
    await enter_tenant(session, tenant.tenant_id)
    session.add(tenant)
    await session.flush()
    return tenant


async def find_tenant(session: AsyncSession, slug: str) -> UUID | None:
    """The id of the tenant with this slug, seen from outside any tenant."""
    found: UUID | None = await session.scalar(
        text("SELECT tenant_id FROM find_tenant(:slug) LIMIT 1"), {"slug": slug}
    )
    return found


async def own_tenant(session: AsyncSession) -> Tenant:
    """The tenant that the session works for."""
    return (await session.scalars(select(Tenant))).one()


async def tenants_to_keep(session: AsyncSession) -> list[UUID]:
    """The ids of all tenants, for upkeep that visits each in turn."""
    return list(await session.scalars(text("SELECT tenant_id FROM tenants_to_keep()")))
