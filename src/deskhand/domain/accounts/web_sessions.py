"""Browsers that are signed in: an opaque secret in a cookie, its digest in a row."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.roles import Role, at_least
from deskhand.domain.accounts.users import get_user
from deskhand.domain.audit import Actor
from deskhand.domain.tables import User, WebSession
from deskhand.infra.clock import now
from deskhand.infra.db.scope import enter_tenant
from deskhand.infra.errors import NotFound, Unauthenticated
from deskhand.infra.ids import new_id

_SEEN_EVERY = timedelta(minutes=1)
"""A row is written this often at most: `seen_at` is for people, who need no seconds."""
_LONGEST_AGENT = 300


class WebSessionInvalid(Unauthenticated):
    """This browser is not signed in any more."""


class WebSessionNotFound(NotFound):
    """No sign-in with this id exists here."""


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def sign_in(session: AsyncSession, user: User, *, life: timedelta, agent: str) -> str:
    """Sign the user's browser in: the secret for its cookie, which is not kept."""
    secret, moment = secrets.token_urlsafe(32), now()
    session.add(
        WebSession(
            tenant_id=user.tenant_id,
            id=new_id(),
            user_id=user.id,
            digest=_digest(secret),
            agent=agent.replace("\x00", "")[:_LONGEST_AGENT],
            seen_at=moment,
            expires_at=moment + life,
        )
    )
    await session.flush()
    return secret


async def signed_in(session: AsyncSession, secret: str) -> tuple[User, WebSession]:
    """Whose browser holds the secret; the transaction goes on inside the user's tenant.

    The user's role counts as it is now. Raises WebSessionInvalid.
    """
    found = (
        await session.execute(
            text("SELECT tenant_id, id FROM find_web_session(:digest)"),
            {"digest": _digest(secret)},
        )
    ).first()
    if found is None:
        raise WebSessionInvalid
    await enter_tenant(session, found.tenant_id)
    row = (
        await session.execute(
            select(User, WebSession)
            .join(User, (User.tenant_id == WebSession.tenant_id) & (User.id == WebSession.user_id))
            .where(
                WebSession.id == found.id,
                WebSession.revoked_at.is_(None),
                WebSession.expires_at > now(),
                User.active,
            )
        )
    ).first()
    if row is None:
        raise WebSessionInvalid
    user, held = row
    if now() - held.seen_at > _SEEN_EVERY:
        held.seen_at = now()
        await session.flush()
    return user, held


def visible_web_sessions(actor: Actor) -> Select[tuple[Any]]:
    """The sign-ins that are in force: all for admins and owners, else one's own."""
    query: Select[tuple[Any]] = select(WebSession)
    query = query.where(WebSession.revoked_at.is_(None), WebSession.expires_at > now())
    if not at_least(Role(actor.role), Role.ADMIN):
        query = query.where(WebSession.user_id == actor.id)
    return query


async def revoke_web_session(session: AsyncSession, actor: Actor, session_id: UUID) -> None:
    """End a sign-in at once. Raises WebSessionNotFound."""
    held: WebSession | None = await session.scalar(
        visible_web_sessions(actor).where(WebSession.id == session_id)
    )
    if held is None:
        raise WebSessionNotFound
    held.revoked_at = now()
    user = await get_user(session, held.user_id)
    await audit.append(session, actor, "web_session.revoked", f"user:{user.id}")
