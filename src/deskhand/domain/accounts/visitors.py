"""Tokens of the widget's visitors: each opens one conversation and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import jwt

from deskhand.domain.accounts.tokens import TokenInvalid
from deskhand.infra.clock import now

LIFE: Final = timedelta(days=30)
_MARK: Final = "wv."
_ALGORITHM: Final = "HS256"
_AUDIENCE: Final = "deskhand-widget"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom a token names: a conversation, the key it was opened with, a customer if signed."""

    tenant_id: UUID
    key_id: UUID
    conversation_id: UUID
    customer_id: UUID | None


def looks_like_visitor(credential: str) -> bool:
    """Whether the credential has the form of a visitor's token."""
    return credential.startswith(_MARK)


def issue(secret: str, visitor: Visitor) -> str:
    """A signed token."""
    payload = {
        "aud": _AUDIENCE,
        "tenant": str(visitor.tenant_id),
        "key": str(visitor.key_id),
        "sub": str(visitor.conversation_id),
        "exp": now() + LIFE,
    }
    if visitor.customer_id is not None:
        payload["customer"] = str(visitor.customer_id)
    return _MARK + jwt.encode(payload, secret, algorithm=_ALGORITHM)


def read(secret: str, token: str) -> Visitor:
    """Whom a token names; raises TokenInvalid."""
    try:
        payload = jwt.decode(
            token.removeprefix(_MARK),
            secret,
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            options={"require": ["exp", "sub", "aud"]},
        )
        customer = payload.get("customer")
        return Visitor(
            UUID(payload["tenant"]),
            UUID(payload["key"]),
            UUID(payload["sub"]),
            UUID(customer) if customer is not None else None,
        )
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise TokenInvalid from error
