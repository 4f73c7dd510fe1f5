"""Who is calling: from a token, an API key, or, beside the sample shop, from being local."""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from starlette.requests import HTTPConnection

from deskhand.domain.accounts import visitors
from deskhand.domain.accounts.api_keys import authenticate_api_key, looks_like_api_key
from deskhand.domain.accounts.roles import Role, Scope, at_least
from deskhand.domain.accounts.tokens import TokenClaims, TokenInvalid, TokenIssuer
from deskhand.domain.accounts.widget_keys import WidgetKeyUnknown, get_widget_key
from deskhand.domain.audit import Actor
from deskhand.domain.tables import RefreshToken, User
from deskhand.infra.db.session import Database
from deskhand.infra.errors import Forbidden, Unauthenticated

_LOCAL_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?")
_OWN_HEADERS = re.compile(
    r"host|connection|upgrade|user-agent|accept(-encoding|-language|-charset)?|content-(type|length)"
    r"|transfer-encoding|expect|te|origin|referer|cookie|cache-control|pragma|range|if-[a-z-]+|dnt"
    r"|priority|purpose|upgrade-insecure-requests|sec-[a-z-]+|idempotency-key|x-correlation-id"
    r"|traceparent|tracestate|baggage"
)
"""What curl, browsers and HTTP libraries send by themselves. Anything else may be a proxy's: they
name whom they speak for in dozens of ways."""
_TRUST_SECONDS = 5.0
"""For how long a token that was checked is not looked up again in the database."""


class CredentialNeeded(Unauthenticated):
    """Send a bearer token or an API key."""


class NotSurelyLocal(Unauthenticated):
    """This may be a proxy: make a key at POST /api/v1/api-keys, and send it as X-API-Key."""

    @property
    def code(self) -> str:
        """As for any request without a credential."""
        return "credential_needed"


class ScopeMissing(Forbidden):
    """This API key was not made for that."""


class RoleMissing(Forbidden):
    """Your role does not allow this."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling, as the credential proves. `scopes` is None for people: their role counts."""

    tenant_id: UUID
    actor: Actor
    scopes: frozenset[Scope] | None = None

    def require(self, role: Role, scope: Scope) -> None:
        """Raise RoleMissing or ScopeMissing unless the caller may do this."""
        if not at_least(Role(self.actor.role), role):
            raise RoleMissing
        if self.scopes is not None and scope not in self.scopes and Scope.ADMIN not in self.scopes:
            raise ScopeMissing


@dataclass(frozen=True, slots=True)
class SampleDoor:
    """The sample tenant's owner, as whom local callers without a credential are served.

    `hosts` are the printed addresses with their port; a request for another one is refused.
    `customer_id` is the customer that is printed beside them, whose records lists show.
    """

    tenant_id: UUID
    user_id: UUID
    customer_id: UUID
    hosts: frozenset[str]

    @property
    def principal(self) -> Principal:
        """The owner of the sample tenant."""
        return Principal(self.tenant_id, Actor("sample", self.user_id, Role.OWNER.value))


class Authenticator:
    """Turns credentials into principals."""

    def __init__(
        self, database: Database, issuer: TokenIssuer, sample: SampleDoor | None, secret: str
    ) -> None:
        """`secret` is what visitors' tokens are signed with."""
        self._database = database
        self._secret = secret
        self._issuer = issuer
        self._sample = sample
        self._trusted: dict[tuple[UUID, Role], float] = {}

    @property
    def serves_strangers(self) -> bool:
        """Whether local callers without a credential are served at all."""
        return self._sample is not None

    async def principal(self, credential: str | None) -> Principal:
        """The principal behind a token or an API key; raises an Unauthenticated."""
        if not credential:
            raise CredentialNeeded
        if looks_like_api_key(credential):
            async with self._database.transaction(None) as session:
                key, role = await authenticate_api_key(session, credential)
            scopes = frozenset(Scope(scope) for scope in key.scopes)
            return Principal(key.tenant_id, Actor("api_key", key.id, role.value), scopes)
        if visitors.looks_like_visitor(credential):
            return await self._visitor(credential)
        claims = self._issuer.read(credential, "access")
        await self._check_alive(claims)
        actor = Actor("user", claims.user_id, claims.role.value, claims.customer_id)
        return Principal(claims.tenant_id, actor)

    async def confirm(self, credential: str | None) -> None:
        """Raise an Unauthenticated when what opened a lasting line was revoked since.

        That a token expired meanwhile does not matter; its sign-in counts. None is a local caller.
        """
        if credential is None:
            return
        if looks_like_api_key(credential) or visitors.looks_like_visitor(credential):
            await self.principal(credential)
        else:
            await self._check_alive(self._issuer.read(credential, "access", old=True))

    async def _visitor(self, credential: str) -> Principal:
        """A visitor of the widget, as long as the page's key is good: for chat and no more."""
        visitor = visitors.read(self._secret, credential)
        async with self._database.transaction(visitor.tenant_id) as session:
            try:
                key = await get_widget_key(session, visitor.key_id)
            except WidgetKeyUnknown as error:
                raise TokenInvalid from error
        if key.revoked_at is not None:
            raise TokenInvalid
        role, customer_id = Role.CUSTOMER.value, visitor.customer_id
        actor = Actor("visitor", visitor.conversation_id, role, customer_id)
        return Principal(visitor.tenant_id, actor, frozenset({Scope.CHAT}))

    def forget(self, family_id: UUID) -> None:
        """Look the sign-in up again at its next request."""
        for role in Role:
            self._trusted.pop((family_id, role), None)

    def forget_everyone(self) -> None:
        """Look every sign-in up again, after a user was changed."""
        self._trusted.clear()

    async def _check_alive(self, claims: TokenClaims) -> None:
        """A token ends early when its user was deactivated, demoted or signed out."""
        # The tokens of one sign-in may name different roles, from before and after a demotion.
        trusted = (claims.family_id, claims.role)
        if self._trusted.get(trusted, 0.0) > time.monotonic():
            return
        async with self._database.transaction(claims.tenant_id) as session:
            alive = await session.scalar(
                select(User.id)
                .join(
                    RefreshToken,
                    (RefreshToken.tenant_id == User.tenant_id) & (RefreshToken.user_id == User.id),
                )
                .where(
                    User.id == claims.user_id,
                    User.active,
                    User.role == claims.role.value,
                    RefreshToken.family_id == claims.family_id,
                    RefreshToken.revoked_at.is_(None),
                )
                .limit(1)
            )
        if alive is None:
            raise TokenInvalid
        if len(self._trusted) > 10_000:
            self._trusted.clear()
        self._trusted[trusted] = time.monotonic() + _TRUST_SECONDS

    def local_principal(self, connection: HTTPConnection) -> Principal:
        """The sample owner, for a caller on this machine that is no foreign web page.

        Raises CredentialNeeded where there is no sample shop, NotSurelyLocal at any doubt.
        """
        if self._sample is None:
            raise CredentialNeeded
        client = connection.client.host if connection.client else None
        version = connection.scope.get("http_version", "1.1")
        named = connection.headers.get("host", "") in self._sample.hosts
        if not named or not is_local(client, connection.headers, version):
            raise NotSurelyLocal
        return self._sample.principal

    def seen_by(self, caller: Principal) -> Actor:
        """As whom the caller reads lists: at the local door as the customer that is printed."""
        if self._sample is None or caller.actor.kind != "sample":
            return caller.actor
        return replace(caller.actor, role=Role.CUSTOMER.value, customer_id=self._sample.customer_id)


def credential_of(headers: Mapping[str, str]) -> str | None:
    """The token or API key of `Authorization: Bearer …` or `X-API-Key: …`."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip()
    return headers.get("x-api-key")


def is_local(client: str | None, headers: Mapping[str, str], version: str = "1.1") -> bool:
    """Whether client, Host, Origin and Sec-Fetch-Site all say: this machine, no other site.

    A page of another site can make a browser send requests here, but not without an Origin of
    its own, and a name that it made resolve to this machine (DNS rebinding) stands in Host.
    A proxy in front means that the caller may be anybody. It tells by a header of its own, or by
    HTTP/1.0, which proxies speak where nobody set anything else.
    """
    host = headers.get("host", "")
    try:
        here = client is not None and ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False
    if not here or not _LOCAL_HOST.fullmatch(host):
        return False
    if version == "1.0" or not all(_OWN_HEADERS.fullmatch(name.lower()) for name in headers):
        return False
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return False
    origin = headers.get("origin")
    return origin is None or origin in (f"http://{host}", f"https://{host}")
