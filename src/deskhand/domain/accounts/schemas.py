"""Shapes of accounts as they are sent and received."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from deskhand.domain.accounts.passwords import is_common
from deskhand.domain.accounts.roles import Role, Scope
from deskhand.infra.shapes import Given

_ADDRESS = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+")


def _address(value: str) -> str:
    value = value.strip().lower()
    if len(value) > 254 or not _ADDRESS.fullmatch(value):
        raise ValueError("this is not an e-mail address")
    return value


EmailAddress = Annotated[str, AfterValidator(_address)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$"),
]


def _uncommon(value: str) -> str:
    if is_common(value):
        raise ValueError("this password is among the first that anybody would try")
    return value


Password = Annotated[
    str,
    StringConstraints(min_length=10, max_length=200, pattern=r"^[^\x00]*$"),
    AfterValidator(_uncommon),
]


class Registration(Given):
    """A new tenant and its owner."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "tenant_name": "Example Shop",
                "name": "Example Owner",
                "email": "owner@example.com",
                "password": "a long pass phrase",
            }
        }
    )

    tenant_name: Name
    name: Name
    email: EmailAddress
    password: Password = Field(description="At least 10 characters.")


class Credentials(Given):
    """An e-mail address and its password."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"email": "owner@example.com", "password": "a long pass phrase"}
        }
    )

    email: EmailAddress
    password: str = Field(max_length=200)
    tenant: Name | None = Field(
        None, description="The tenant's slug, when the same address and password serve several."
    )


class TokenPair(BaseModel):
    """What log-in and refresh answer; `expires_in` is the access token's life in seconds."""

    access_token: str
    refresh_token: str
    token_type: str = "bearer"  # noqa: S105  (the scheme's name, RFC 6750)
    expires_in: int


class RefreshRequest(Given):
    """A refresh token to exchange or to end."""

    refresh_token: str = Field(max_length=4000)


class PasswordChange(Given):
    """One's own password, and the one that takes its place."""

    current_password: str = Field(max_length=200)
    new_password: Password


class SignInView(BaseModel):
    """A program that holds tokens, or a browser."""

    id: UUID
    kind: Literal["tokens", "browser"]
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    agent: str | None = Field(None, description="What the browser calls itself.")


class TenantView(BaseModel):
    """A tenant."""

    model_config = ConfigDict(from_attributes=True)

    tenant_id: UUID
    slug: str
    name: str
    created_at: datetime


class UserView(BaseModel):
    """A user, without its password."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str
    name: str
    role: Role
    customer_id: UUID | None
    active: bool
    created_at: datetime


class NewUser(Given):
    """A user to add to one's own tenant."""

    email: EmailAddress
    name: Name
    password: Password
    role: Role
    customer_id: UUID | None = Field(None, description="Whom a user of the role `customer` is.")


class UserChange(Given):
    """What may change of a user; what is left out stays."""

    name: Name | None = None
    role: Role | None = None
    active: bool | None = None
    password: Password | None = None


class CallerView(BaseModel):
    """Who the credential of this request belongs to; `user` is null for an API key."""

    tenant_id: UUID
    kind: str
    id: UUID | None
    role: Role
    customer_id: UUID | None
    scopes: list[Scope] | None = Field(description="Null for people: their role counts.")
    user: UserView | None


class RegistrationView(TokenPair):
    """The tenant and the owner that were made, signed in."""

    tenant: TenantView
    user: UserView


class NewApiKey(Given):
    """An API key to make."""

    name: Name
    role: Role = Role.AGENT
    scopes: list[Scope] = Field(default_factory=lambda: [Scope.CHAT, Scope.READ], min_length=1)
    expires_days: int | None = Field(90, ge=1, le=730, description="Null: it does not expire.")


class ApiKeyView(BaseModel):
    """An API key, without its secret."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    prefix: str
    role: Role
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class ApiKeyCreated(ApiKeyView):
    """A new API key with its secret, shown this once."""

    key: str
