"""Signed-in browsers: the session's cookie, and requests that another site made."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request, Response
from starlette.requests import HTTPConnection

from deskhand.domain.accounts.logins import enter_account
from deskhand.domain.accounts.roles import STAFF, Role
from deskhand.domain.accounts.schemas import Credentials
from deskhand.domain.accounts.web_sessions import (
    WebSessionInvalid,
    revoke_web_session,
    sign_in,
    signed_in,
)
from deskhand.domain.audit import Actor
from deskhand.domain.tables import User
from deskhand.infra.errors import Forbidden
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground

COOKIE = "deskhand_session"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignRequest(Forbidden):
    """This request comes from another site."""


class NoPlaceForCustomers(Forbidden):
    """This account belongs to a customer; the console is the team's."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person at a browser, and by which sign-in."""

    principal: Principal
    session_id: UUID
    name: str
    email: str

    @property
    def role(self) -> Role:
        """The person's role, as it is now."""
        return Role(self.principal.actor.role)


def refuse_foreign(connection: HTTPConnection) -> None:
    """Raise ForeignRequest for a request that changes something and was made by another site.

    Browsers say where a request comes from in Sec-Fetch-Site; older ones in Origin. One that says
    neither is no browser of today's, and carries no cookie of ours by itself either.
    """
    if connection.scope.get("method", "CONNECT") in _SAFE:
        return
    site = connection.headers.get("sec-fetch-site")
    if site is not None and connection.scope["type"] == "http":
        if site not in ("same-origin", "none"):
            raise ForeignRequest
        return
    origin = connection.headers.get("origin")
    if origin is None or urlsplit(origin).netloc != connection.headers.get("host"):
        raise ForeignRequest


async def person_at(connection: HTTPConnection, ground: Ground) -> SignedIn:
    """Whoever of the team is signed in at the browser.

    Raises WebSessionInvalid, ForeignRequest, NoPlaceForCustomers.
    """
    refuse_foreign(connection)
    secret = connection.cookies.get(COOKIE)
    if not secret:
        raise WebSessionInvalid
    async with ground.runtime.database.transaction(None) as session:
        user, held = await signed_in(session, secret)
    if Role(user.role) not in STAFF:
        raise NoPlaceForCustomers
    principal = Principal(user.tenant_id, Actor("user", user.id, user.role))
    return SignedIn(principal, held.id, user.name, user.email)


async def open_session(
    request: Request, ground: Ground, credentials: Credentials, response: Response, *, path: str
) -> User:
    """Sign the browser in and put its secret into a cookie for `path`.

    Limited as every log-in. Raises TooManyRequests, CredentialsWrong, TenantNeeded,
    NoPlaceForCustomers.
    """
    place, proven = await ground.logins.prove(request, credentials.email, credentials.password)
    async with ground.runtime.database.transaction(None) as session:
        user = await enter_account(session, proven, credentials)
        if Role(user.role) not in STAFF:
            raise NoPlaceForCustomers
        agent = request.headers.get("user-agent", "")
        secret = await sign_in(session, user, life=ground.issuer.refresh, agent=agent)
    await ground.logins.remember(place, response, secure=request.url.scheme == "https")
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(ground.issuer.refresh.total_seconds()),
        path=path,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return user


async def close_session(ground: Ground, person: SignedIn, response: Response, *, path: str) -> None:
    """Sign the browser out."""
    async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
        await revoke_web_session(session, person.principal.actor, person.session_id)
    response.delete_cookie(COOKIE, path=path, httponly=True, samesite="lax")
