"""Whose a password is: proven outside of any transaction, the tenant chosen afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.passwords import hash_password, matching
from deskhand.domain.accounts.schemas import Credentials
from deskhand.domain.accounts.tenants import find_tenant
from deskhand.domain.accounts.users import get_user
from deskhand.domain.audit import Actor
from deskhand.domain.tables import User
from deskhand.infra.db.scope import enter_tenant
from deskhand.infra.db.session import Database
from deskhand.infra.errors import InvalidInput, Unauthenticated


class CredentialsWrong(Unauthenticated):
    """The e-mail address or the password is wrong."""


class TenantNeeded(InvalidInput):
    """This address and password serve several tenants: send `tenant` as well."""


@dataclass(frozen=True, slots=True)
class Account:
    """One tenant's account of an address."""

    tenant_id: UUID
    user_id: UUID
    password_hash: str


async def accounts_of(session: AsyncSession, email: str) -> list[Account]:
    """The active accounts of an address, over all tenants."""
    rows = await session.execute(
        text("SELECT tenant_id, user_id, password_hash FROM find_logins(:email)"),
        {"email": email},
    )
    return [Account(row.tenant_id, row.user_id, row.password_hash) for row in rows]


async def hash_for(database: Database, email: str, password: str) -> str:
    """The hash of a password that the address is to have."""
    async with database.transaction(None) as session:
        known = await accounts_of(session, email)
    return await hash_password(password, [one.password_hash for one in known])


async def prove(database: Database, email: str, password: str) -> list[Account]:
    """The accounts that the password opens, after one computation however many there are.

    An unknown address takes as long as a wrong password, and says the same: raises
    CredentialsWrong.
    """
    async with database.transaction(None) as session:
        known = await accounts_of(session, email)
    opened = await matching(password, [one.password_hash for one in known])
    proven = [one for one, opens in zip(known, opened, strict=True) if opens]
    if not proven:
        raise CredentialsWrong
    return proven


async def enter_account(
    session: AsyncSession, proven: Sequence[Account], credentials: Credentials
) -> User:
    """The user who signs in; the transaction goes on inside the user's tenant.

    Raises CredentialsWrong when the named tenant is none of theirs, TenantNeeded when none is
    named and several are.
    """
    if credentials.tenant is not None:
        wanted = await find_tenant(session, credentials.tenant)
        proven = [one for one in proven if one.tenant_id == wanted]
    if not proven:
        raise CredentialsWrong
    if len(proven) > 1:
        raise TenantNeeded
    await enter_tenant(session, proven[0].tenant_id)
    user = await get_user(session, proven[0].user_id)
    actor = Actor("user", user.id, user.role, user.customer_id)
    await audit.append(session, actor, "user.logged_in", f"user:{user.id}")
    return user
