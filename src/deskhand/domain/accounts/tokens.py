"""Access and refresh tokens: signed JWTs (RFC 7519) of one fixed algorithm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import jwt

from deskhand.domain.accounts.roles import Role
from deskhand.infra.clock import now
from deskhand.infra.errors import Unauthenticated

_ALGORITHM = "HS256"
_ISSUER = "deskhand"
_AUDIENCE = "deskhand-api"


class TokenInvalid(Unauthenticated):
    """This token is not valid here."""


class TokenExpired(Unauthenticated):
    """This token has expired; sign in or refresh it."""


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """What a verified token says."""

    use: Literal["access", "refresh"]
    tenant_id: UUID
    user_id: UUID
    role: Role
    customer_id: UUID | None
    token_id: UUID
    family_id: UUID
    expires_at: datetime


class TokenIssuer:
    """Signs and verifies with one secret of at least 32 bytes."""

    def __init__(self, secret: str, access: timedelta, refresh: timedelta) -> None:
        self._secret = secret
        self.access = access
        self.refresh = refresh

    def issue(
        self,
        use: Literal["access", "refresh"],
        *,
        tenant_id: UUID,
        user_id: UUID,
        role: Role,
        customer_id: UUID | None,
        family_id: UUID,
        token_id: UUID,
        moment: datetime,
    ) -> tuple[str, TokenClaims]:
        """A signed token and its claims; the same arguments make the same token."""
        life = self.access if use == "access" else self.refresh
        claims = TokenClaims(
            use, tenant_id, user_id, role, customer_id, token_id, family_id, moment + life
        )
        payload: dict[str, Any] = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "use": use,
            "sub": str(user_id),
            "tenant": str(tenant_id),
            "role": role.value,
            "jti": str(claims.token_id),
            "family": str(family_id),
            "iat": moment,
            "exp": claims.expires_at,
        }
        if customer_id is not None:
            payload["customer"] = str(customer_id)
        return jwt.encode(payload, self._secret, algorithm=_ALGORITHM), claims

    def read(
        self, token: str, use: Literal["access", "refresh"], *, old: bool = False
    ) -> TokenClaims:
        """The claims of a token of the given use; raises TokenExpired or TokenInvalid.

        With `old` it may have expired.
        """
        try:
            payload = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                options={
                    "require": ["exp", "jti", "sub", "iss", "aud"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
            claims = TokenClaims(
                use=payload["use"],
                tenant_id=UUID(payload["tenant"]),
                user_id=UUID(payload["sub"]),
                role=Role(payload["role"]),
                customer_id=UUID(payload["customer"]) if "customer" in payload else None,
                token_id=UUID(payload["jti"]),
                family_id=UUID(payload["family"]),
                expires_at=datetime.fromtimestamp(payload["exp"], tz=now().tzinfo),
            )
        except (
            jwt.PyJWTError,
            # What a claim of an odd type does on its way: a list for an id, 1e999 for a time.
            *(AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError),
        ) as error:
            raise TokenInvalid from error
        if claims.use != use:
            raise TokenInvalid
        if not old and claims.expires_at <= now():
            raise TokenExpired
        return claims
