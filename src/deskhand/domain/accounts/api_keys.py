"""API keys: random, shown once, kept as digests."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.roles import Role, at_least
from deskhand.domain.accounts.schemas import NewApiKey
from deskhand.domain.accounts.users import RoleTooHigh
from deskhand.domain.audit import Actor
from deskhand.domain.tables import ApiKey, User
from deskhand.infra.clock import now
from deskhand.infra.db.scope import enter_tenant, tenant_of
from deskhand.infra.errors import InvalidInput, NotFound, Unauthenticated
from deskhand.infra.ids import new_id

_MARK = "dk"


class ApiKeyInvalid(Unauthenticated):
    """This API key is not valid here."""


class ApiKeyNotFound(NotFound):
    """No API key with this id exists here."""


class ApiKeyForCustomer(InvalidInput):
    """An API key acts for the team: its role is agent, admin or owner."""


def looks_like_api_key(credential: str) -> bool:
    """Whether the credential has the form of an API key, not of a token."""
    return credential.startswith(f"{_MARK}_")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


async def create_api_key(session: AsyncSession, actor: Actor, new: NewApiKey) -> tuple[ApiKey, str]:
    """A new key and its secret, `dk_<prefix>_<secret>`, which is not kept."""
    if new.role is Role.CUSTOMER:
        raise ApiKeyForCustomer
    if not at_least(Role(actor.role), new.role):
        raise RoleTooHigh
    prefix = secrets.token_hex(6)
    secret = f"{_MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey(
        tenant_id=tenant_of(session),
        id=new_id(),
        name=new.name,
        prefix=prefix,
        key_digest=_digest(secret),
        role=new.role.value,
        scopes=sorted({scope.value for scope in new.scopes}),
        created_by=await _maker(session, actor),
        expires_at=now() + timedelta(days=new.expires_days) if new.expires_days else None,
    )
    session.add(key)
    await session.flush()
    await audit.append(session, actor, "api_key.created", f"api_key:{key.id}", role=key.role)
    return key, secret


async def _maker(session: AsyncSession, actor: Actor) -> UUID | None:
    """The person behind the actor, also where a key makes a key."""
    if actor.kind != "api_key" or actor.id is None:
        return actor.id
    return (await get_api_key(session, actor.id)).created_by


async def authenticate_api_key(session: AsyncSession, secret: str) -> tuple[ApiKey, Role]:
    """The key behind `secret` and its role; the session goes on inside its tenant.

    A key ends when it expires and when its maker's access does, and has no higher role than its
    maker. Raises ApiKeyInvalid.
    """
    _, _, rest = secret.partition("_")
    rows = await session.execute(
        text("SELECT tenant_id, key_id, key_digest FROM find_api_keys(:prefix)"),
        {"prefix": rest.partition("_")[0]},
    )
    for row in rows.all():
        if hmac.compare_digest(row.key_digest, _digest(secret)):
            await enter_tenant(session, row.tenant_id)
            key = await get_api_key(session, row.key_id)
            if key.expires_at is not None and key.expires_at <= now():
                raise ApiKeyInvalid
            role = await _role_of(session, key)
            key.last_used_at = now()
            return key, role
    raise ApiKeyInvalid


async def _role_of(session: AsyncSession, key: ApiKey) -> Role:
    role = Role(key.role)
    if key.created_by is None:  # By the operator, at the command line.
        return role
    maker = await session.scalar(select(User).where(User.id == key.created_by, User.active))
    if maker is None:
        raise ApiKeyInvalid
    return role if at_least(Role(maker.role), role) else Role(maker.role)


def all_api_keys() -> Select[tuple[Any]]:
    """The tenant's keys, the revoked ones too."""
    return select(ApiKey)


async def get_api_key(session: AsyncSession, key_id: UUID) -> ApiKey:
    """The key with this id; raises ApiKeyNotFound."""
    key = await session.scalar(select(ApiKey).where(ApiKey.id == key_id))
    if key is None:
        raise ApiKeyNotFound
    return key


async def revoke_api_key(session: AsyncSession, actor: Actor, key_id: UUID) -> None:
    """End a key at once; ending it twice changes nothing."""
    key = await get_api_key(session, key_id)
    key.revoked_at = key.revoked_at or now()
    await audit.append(session, actor, "api_key.revoked", f"api_key:{key.id}")
