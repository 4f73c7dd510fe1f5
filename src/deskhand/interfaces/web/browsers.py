"""Signed-in browsers: the session's cookie, and requests that another site made."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Request, Response
from starlette.requests import HTTPConnection

from deskhand.domain.accounts.logins import CredentialsWrong, enter_account
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
CUSTOMER_COOKIE = "deskhand_customer"
"""The team's sign-in and a customer's are two cookies: one browser may hold both."""
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
    person = await _at(connection, ground, COOKIE)
    if person.role not in STAFF:
        raise NoPlaceForCustomers
    return person


async def customer_at(connection: HTTPConnection, ground: Ground) -> SignedIn:
    """The customer who is signed in at the browser, with that customer's rights and no more.

    Raises WebSessionInvalid, ForeignRequest.
    """
    person = await _at(connection, ground, CUSTOMER_COOKIE)
    if person.role is not Role.CUSTOMER:
        raise WebSessionInvalid
    return person


async def _at(connection: HTTPConnection, ground: Ground, cookie: str) -> SignedIn:
    secret = connection.cookies.get(cookie)
    if connection.scope["type"] == "http" or secret:
        refuse_foreign(connection)
    if not secret:
        raise WebSessionInvalid
    async with ground.runtime.database.transaction(None) as session:
        user, held = await signed_in(session, secret)
    actor = Actor("user", user.id, user.role, user.customer_id)
    return SignedIn(Principal(user.tenant_id, actor), held.id, user.name, user.email)


async def open_session(
    request: Request,
    ground: Ground,
    credentials: Credentials,
    response: Response,
    *,
    path: str,
    customers: bool = False,
) -> User:
    """Sign the browser in and put its secret into a cookie for `path`.

    For the team, or with `customers` for them alone. Limited as every log-in. Raises
    TooManyRequests, CredentialsWrong, TenantNeeded, NoPlaceForCustomers.
    """
    place, proven = await ground.logins.prove(request, credentials.email, credentials.password)
    async with ground.runtime.database.transaction(None) as session:
        user = await enter_account(session, proven, credentials)
        if customers == (Role(user.role) in STAFF):
            # To a customer's page an account of the team is none.
            raise CredentialsWrong if customers else NoPlaceForCustomers
        agent = request.headers.get("user-agent", "")
        secret = await sign_in(session, user, life=ground.issuer.refresh, agent=agent)
    await ground.logins.remember(place, response, secure=request.url.scheme == "https")
    keep_secret(
        request, ground, response, secret, CUSTOMER_COOKIE if customers else COOKIE, path=path
    )
    return user


def keep_secret(
    request: Request, ground: Ground, response: Response, secret: str, cookie: str, *, path: str
) -> None:
    """Give the browser the secret of its sign-in, out of reach of scripts."""
    response.set_cookie(
        cookie,
        secret,
        max_age=int(ground.issuer.refresh.total_seconds()),
        path=path,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


async def close_session(
    ground: Ground, person: SignedIn, response: Response, *, path: str, cookie: str = COOKIE
) -> None:
    """Sign the browser out."""
    async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
        await revoke_web_session(session, person.principal.actor, person.session_id)
    response.delete_cookie(cookie, path=path, httponly=True, samesite="lax")
