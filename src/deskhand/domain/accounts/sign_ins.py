"""A person's own sign-ins, of programs by tokens and of browsers, and how they end."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.schemas import SignInView
from deskhand.domain.accounts.users import get_user
from deskhand.domain.audit import Actor
from deskhand.domain.tables import RefreshToken, User, WebSession
from deskhand.infra.clock import now
from deskhand.infra.errors import Forbidden, NotFound


class SignInNotFound(NotFound):
    """You have no sign-in with this id."""


class PersonNeeded(Forbidden):
    """This is for people who signed in, not for API keys."""


def person_id(actor: Actor) -> UUID:
    """The id of the user who acts; raises PersonNeeded."""
    if actor.kind != "user" or actor.id is None:
        raise PersonNeeded
    return actor.id


async def own_sign_ins(session: AsyncSession, actor: Actor) -> Sequence[SignInView]:
    """Those that are in force, the newest first."""
    user_id, moment = person_id(actor), now()
    families = await session.execute(
        select(
            RefreshToken.family_id,
            func.min(RefreshToken.created_at),
            func.max(RefreshToken.created_at),
            func.max(RefreshToken.expires_at),
        )
        .where(RefreshToken.user_id == user_id, RefreshToken.revoked_at.is_(None))
        .group_by(RefreshToken.family_id)
        .having(func.max(RefreshToken.expires_at) > moment)
    )
    browsers = await session.scalars(
        select(WebSession).where(
            WebSession.user_id == user_id,
            WebSession.revoked_at.is_(None),
            WebSession.expires_at > moment,
        )
    )
    found = [
        SignInView(id=one, kind="tokens", created_at=first, seen_at=last, expires_at=end)
        for one, first, last, end in families
    ] + [
        SignInView(
            id=one.id,
            kind="browser",
            created_at=one.created_at,
            seen_at=one.seen_at,
            expires_at=one.expires_at,
            agent=one.agent,
        )
        for one in browsers
    ]
    return sorted(found, key=lambda one: one.created_at, reverse=True)


async def end_sign_in(session: AsyncSession, actor: Actor, sign_in_id: UUID) -> None:
    """End one of one's own at once; raises SignInNotFound."""
    if sign_in_id not in {one.id for one in await own_sign_ins(session, actor)}:
        raise SignInNotFound
    await session.execute(
        update(RefreshToken)
        .where(RefreshToken.family_id == sign_in_id, RefreshToken.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    await session.execute(
        update(WebSession)
        .where(WebSession.id == sign_in_id, WebSession.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    await audit.append(session, actor, "sign_in.ended", f"user:{actor.id}", sign_in=str(sign_in_id))


async def end_own_sign_ins(session: AsyncSession, actor: Actor) -> None:
    """Sign oneself out everywhere; raises PersonNeeded."""
    user_id = person_id(actor)
    await end_all_sign_ins(session, user_id)
    await audit.append(session, actor, "sign_in.all_ended", f"user:{user_id}")


async def end_all_sign_ins(session: AsyncSession, user_id: UUID) -> None:
    """Sign the user out everywhere."""
    for kind in (RefreshToken, WebSession):
        await session.execute(
            update(kind)
            .where(kind.user_id == user_id, kind.revoked_at.is_(None))
            .values(revoked_at=now())
        )


async def set_own_password(session: AsyncSession, actor: Actor, hashed: str) -> User:
    """Another password of one's own; every sign-in ends."""
    user = await get_user(session, person_id(actor))
    user.password_hash = hashed
    await session.flush()
    await end_all_sign_ins(session, user.id)
    await audit.append(session, actor, "user.password_changed", f"user:{user.id}")
    return user
