"""Accounts by a proven address, and never by one that was only typed: customers', the team's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.roles import STAFF, Role
from deskhand.domain.accounts.sign_ins import end_all_sign_ins
from deskhand.domain.audit import Actor
from deskhand.domain.tables import User
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Forbidden
from deskhand.infra.ids import new_id


class AccountClosed(Forbidden):
    """This account cannot be used here."""


async def account_of(session: AsyncSession, email: str) -> User | None:
    """The account with this address, of whichever role, or None."""
    user: User | None = await session.scalar(select(User).where(User.email == email))
    return user


async def open_account(
    session: AsyncSession, *, email: str, name: str, customer_id: UUID, hashed: str
) -> User:
    """An account for the customer whose address was proven. `hashed` is the password's hash."""
    user = User(
        tenant_id=tenant_of(session),
        id=new_id(),
        email=email,
        name=name,
        password_hash=hashed,
        role=Role.CUSTOMER.value,
        customer_id=customer_id,
        active=True,
    )
    session.add(user)
    await session.flush()
    await audit.append(session, _actor(user), "user.signed_up", f"user:{user.id}")
    return user


async def enter(session: AsyncSession, user: User, *, hashed: str | None) -> None:
    """Let a customer in by a proven address; with `hashed` that is the password from now on.

    Then every sign-in of before ends. Raises AccountClosed for the team and for ended accounts.
    """
    if not user.active or user.role != Role.CUSTOMER.value:
        raise AccountClosed
    if hashed is not None:
        await _renew_password(session, user, hashed)
    await audit.append(session, _actor(user), "user.logged_in", f"user:{user.id}", by="code")


async def renew_of_team(session: AsyncSession, email: str, *, hashed: str) -> User:
    """The person of the team with this proven address, who has another password from now on.

    Every sign-in of before ends. Raises AccountClosed for customers and ended accounts.
    """
    user = await account_of(session, email)
    if user is None or not user.active or Role(user.role) not in STAFF:
        raise AccountClosed
    await _renew_password(session, user, hashed)
    await audit.append(session, _actor(user), "user.logged_in", f"user:{user.id}", by="code")
    return user


async def _renew_password(session: AsyncSession, user: User, hashed: str) -> None:
    user.password_hash = hashed
    await session.flush()
    await end_all_sign_ins(session, user.id)
    await audit.append(session, _actor(user), "user.password_changed", f"user:{user.id}")


def _actor(user: User) -> Actor:
    return Actor("user", user.id, user.role, user.customer_id)
