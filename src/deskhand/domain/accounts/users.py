"""Users: registration, log-in, sessions, and the people of a tenant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid5

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.roles import Role, at_least
from deskhand.domain.accounts.schemas import NewUser, Registration, UserChange
from deskhand.domain.accounts.tenants import create_tenant
from deskhand.domain.accounts.tokens import TokenClaims, TokenInvalid, TokenIssuer
from deskhand.domain.audit import Actor
from deskhand.domain.tables import Customer, RefreshToken, Tenant, User, WebSession
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, Forbidden, InvalidInput, NotFound
from deskhand.infra.ids import new_id

_SAME_ANSWER = timedelta(seconds=10)
"""For how long a refresh token that was exchanged gets the same answer again."""


class UserNotFound(NotFound):
    """No user with this id exists here."""


class UserExists(Conflict):
    """A user with this e-mail address exists here already."""


class RoleTooHigh(Forbidden):
    """You cannot give or change a role above your own."""


class LastOwner(Conflict):
    """A tenant keeps at least one active owner."""


class CustomerNeeded(InvalidInput):
    """A user of the role `customer`, and only such a one, needs the id of a customer."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in user: both tokens, and the access token's life in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


async def register(
    session: AsyncSession, issuer: TokenIssuer, registration: Registration, hashed: str
) -> tuple[Tenant, User, Session]:
    """A new tenant with its owner, signed in. `hashed` is the password's hash."""
    tenant = await create_tenant(session, registration.tenant_name)
    user = User(
        tenant_id=tenant.tenant_id,
        id=new_id(),
        email=registration.email,
        name=registration.name,
        password_hash=hashed,
        role=Role.OWNER.value,
        active=True,
    )
    session.add(user)
    await session.flush()
    actor = Actor("user", user.id, user.role)
    await audit.append(session, actor, "tenant.registered", f"tenant:{tenant.tenant_id}")
    return tenant, user, await open_session(session, issuer, user)


async def open_session(session: AsyncSession, issuer: TokenIssuer, user: User) -> Session:
    """Sign a user in, with tokens."""
    return await _open_session(session, issuer, user, new_id(), new_id(), now())


async def refresh(session: AsyncSession, issuer: TokenIssuer, claims: TokenClaims) -> Session:
    """Exchange a refresh token; the same one again, within seconds, gets the same answer."""
    token = await session.scalar(
        select(RefreshToken).where(RefreshToken.id == claims.token_id).with_for_update()
    )
    if token is None or token.revoked_at is not None:
        raise TokenInvalid
    user = await session.scalar(select(User).where(User.id == claims.user_id, User.active))
    if user is None:
        raise TokenInvalid
    if token.used_at is not None and token.successor_id is not None:
        return _tokens(issuer, user, token.family_id, token.successor_id, token.used_at)[0]
    token.used_at, token.successor_id = now(), new_id()
    await session.flush()
    return await _open_session(
        session, issuer, user, token.family_id, token.successor_id, token.used_at
    )


async def was_used(session: AsyncSession, claims: TokenClaims) -> bool:
    """Whether this refresh token was exchanged a while ago, so that somebody holds a copy.

    A program that asks twice at the same time, or again since the answer was lost, is no thief.
    """
    used: datetime | None = await session.scalar(
        select(RefreshToken.used_at).where(RefreshToken.id == claims.token_id).with_for_update()
    )
    return used is not None and now() - used > _SAME_ANSWER


async def log_out(session: AsyncSession, claims: TokenClaims) -> None:
    """End every refresh token of the same sign-in."""
    await session.execute(
        update(RefreshToken)
        .where(RefreshToken.family_id == claims.family_id, RefreshToken.revoked_at.is_(None))
        .values(revoked_at=now())
    )


async def _open_session(
    session: AsyncSession,
    issuer: TokenIssuer,
    user: User,
    family_id: UUID,
    token_id: UUID,
    moment: datetime,
) -> Session:
    opened, expires_at = _tokens(issuer, user, family_id, token_id, moment)
    session.add(
        RefreshToken(
            tenant_id=user.tenant_id,
            id=token_id,
            user_id=user.id,
            family_id=family_id,
            expires_at=expires_at,
        )
    )
    await session.flush()
    return opened


def _tokens(
    issuer: TokenIssuer, user: User, family_id: UUID, token_id: UUID, moment: datetime
) -> tuple[Session, datetime]:
    """The pair whose refresh token has this id, and when that expires."""

    def issue(use: Literal["access", "refresh"], id: UUID) -> tuple[str, TokenClaims]:
        return issuer.issue(
            use,
            tenant_id=user.tenant_id,
            user_id=user.id,
            role=Role(user.role),
            customer_id=user.customer_id,
            family_id=family_id,
            token_id=id,
            moment=moment,
        )

    access, _ = issue("access", uuid5(token_id, "access"))
    refresh_token, claims = issue("refresh", token_id)
    life = int(issuer.access.total_seconds())
    return Session(access, refresh_token, life), claims.expires_at


def all_users() -> Select[tuple[Any]]:
    """The tenant's users."""
    return select(User)


async def team_members(session: AsyncSession) -> list[User]:
    """Who works for the tenant now, by name."""
    query = all_users().where(User.role != Role.CUSTOMER.value, User.active)
    return list(await session.scalars(query.order_by(User.name, User.id)))


async def names_of(session: AsyncSession, user_ids: set[UUID]) -> dict[UUID, str]:
    """The names of these users; an id that is no user's has none."""
    if not user_ids:
        return {}
    rows = await session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


async def get_user(session: AsyncSession, user_id: UUID) -> User:
    """The user with this id; raises UserNotFound."""
    user = await session.scalar(select(User).where(User.id == user_id))
    if user is None:
        raise UserNotFound
    return user


async def add_user(session: AsyncSession, actor: Actor, new: NewUser, hashed: str) -> User:
    """Add a person to the tenant, of a role no higher than the actor's.

    `hashed` is the password's hash: hashing takes long, and a transaction must not.
    """
    if not at_least(Role(actor.role), new.role):
        raise RoleTooHigh
    if (new.role is Role.CUSTOMER) != (new.customer_id is not None):
        raise CustomerNeeded
    if new.customer_id is not None and not await session.scalar(
        select(Customer.id).where(Customer.id == new.customer_id)
    ):
        raise CustomerNeeded("No customer with this id exists here.")
    user = User(
        tenant_id=tenant_of(session),
        id=new_id(),
        email=new.email,
        name=new.name,
        password_hash=hashed,
        role=new.role.value,
        customer_id=new.customer_id,
        active=True,
    )
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise UserExists from error
    await audit.append(session, actor, "user.added", f"user:{user.id}", role=user.role)
    return user


async def change_user(
    session: AsyncSession,
    actor: Actor,
    user_id: UUID,
    change: UserChange,
    hashed: str | None = None,
) -> User:
    """Change a person of the tenant; a deactivated one is signed out everywhere.

    `hashed` is the new password's hash.
    """
    user = await get_user(session, user_id)
    own_role = Role(actor.role)
    if not at_least(own_role, Role(user.role)) or (
        change.role is not None and not at_least(own_role, change.role)
    ):
        raise RoleTooHigh
    if change.role is not None and (change.role is Role.CUSTOMER) != (user.role == Role.CUSTOMER):
        raise CustomerNeeded("A customer's role cannot be changed, nor given to staff.")
    loses_owner = change.active is False or change.role not in (None, Role.OWNER)
    if user.role == Role.OWNER and loses_owner:
        owners = await session.scalars(
            select(User.id).where(User.role == "owner", User.active).with_for_update()
        )
        if set(owners) <= {user.id}:
            raise LastOwner
    user.name = change.name or user.name
    user.role = change.role.value if change.role else user.role
    user.active = user.active if change.active is None else change.active
    user.password_hash = hashed or user.password_hash
    if hashed is not None or not user.active:
        for signed_in in (RefreshToken, WebSession):
            await session.execute(
                update(signed_in)
                .where(signed_in.user_id == user.id, signed_in.revoked_at.is_(None))
                .values(revoked_at=now())
            )
    await session.flush()
    await audit.append(
        session, actor, "user.changed", f"user:{user.id}", fields=sorted(change.model_fields_set)
    )
    return user
