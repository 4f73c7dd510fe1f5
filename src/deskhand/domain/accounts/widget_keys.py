"""Keys of the widget: public by nature, good for the pages that they name and for chat alone."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.schemas import EmailAddress, Name
from deskhand.domain.audit import Actor
from deskhand.domain.tables import WidgetKey
from deskhand.infra.clock import now
from deskhand.infra.db.scope import enter_tenant, tenant_of
from deskhand.infra.errors import Forbidden, InvalidInput, NotFound
from deskhand.infra.ids import new_id
from deskhand.infra.shapes import Given

_MARK: Final = "wk"
_LONGEST_IDENTITY: Final = timedelta(days=1)
_ORIGIN: Final = re.compile(
    r"https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?"
)


class WidgetKeyUnknown(NotFound):
    """There is no such widget key, or it was ended."""


class OriginNotAllowed(Forbidden):
    """This widget key is not for the page that asks."""


class IdentityInvalid(InvalidInput):
    """Who the page says its user is, is not signed as it has to be, or no longer."""


def _origin(value: str) -> str:
    value = value.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(value):
        raise ValueError("an origin is written as https://www.example.com")
    return value


class NewWidgetKey(Given):
    """A key for the pages of these origins."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"name": "Web site", "origins": ["https://www.example.com"]}}
    )

    name: Name
    origins: list[Annotated[str, AfterValidator(_origin)]] = Field(min_length=1, max_length=50)


class WidgetKeyView(BaseModel):
    """A key; `key` stands in the page and is no secret."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    name: str
    key: str
    origins: list[str]
    revoked_at: datetime | None


class WidgetKeyCreated(WidgetKeyView):
    """A new key with the secret that signs the page's own users."""

    identity_secret: str = Field(description="For your server alone; shown to admins any time.")


class Identity(Given):
    """Who the page's own user is, signed by the page's server.

    `signature` is the HMAC-SHA256 of `<email>|<expires>` with the identity secret, in hexadecimal.
    """

    email: EmailAddress
    expires: int = Field(ge=0, lt=2**40, description="Seconds since 1970; at most a day from now.")
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def all_widget_keys() -> Select[tuple[Any]]:
    """The tenant's keys, the ended ones too."""
    return select(WidgetKey)


async def create_widget_key(session: AsyncSession, actor: Actor, new: NewWidgetKey) -> WidgetKey:
    """A new key."""
    key = WidgetKey(
        tenant_id=tenant_of(session),
        id=new_id(),
        name=new.name,
        key=f"{_MARK}_{secrets.token_urlsafe(18)}",
        origins=list(dict.fromkeys(new.origins)),
    )
    session.add(key)
    await session.flush()
    await audit.append(session, actor, "widget_key.created", f"widget_key:{key.id}")
    return key


async def get_widget_key(session: AsyncSession, key_id: UUID) -> WidgetKey:
    """One key; raises WidgetKeyUnknown."""
    key: WidgetKey | None = await session.scalar(all_widget_keys().where(WidgetKey.id == key_id))
    if key is None:
        raise WidgetKeyUnknown
    return key


async def revoke_widget_key(session: AsyncSession, actor: Actor, key_id: UUID) -> None:
    """End the key, and every chat that was opened with it, at once."""
    key = await get_widget_key(session, key_id)
    key.revoked_at = key.revoked_at or now()
    await session.flush()
    await audit.append(session, actor, "widget_key.revoked", f"widget_key:{key_id}")


async def open_widget(session: AsyncSession, key: str, origin: str | None) -> WidgetKey:
    """The key that a page shows; the transaction goes on inside its tenant.

    Raises WidgetKeyUnknown, OriginNotAllowed.
    """
    found = (
        await session.execute(
            text("SELECT tenant_id, id FROM find_widget_key(:key)"),
            {"key": key.replace("\x00", "")},
        )
    ).first()
    if found is None:
        raise WidgetKeyUnknown
    await enter_tenant(session, found.tenant_id)
    row = await get_widget_key(session, found.id)
    if row.revoked_at is not None:
        raise WidgetKeyUnknown
    if origin is None or origin.lower() not in row.origins:
        raise OriginNotAllowed
    return row


def identity_secret(secret: str, key_id: UUID) -> str:
    """What the tenant's own server signs its users with; made of the server's secret."""
    return hmac.new(secret.encode(), f"widget identity|{key_id}".encode(), "sha256").hexdigest()


def check_identity(secret: str, key_id: UUID, identity: Identity) -> None:
    """Raise IdentityInvalid unless the tenant's server signed this for now."""
    signed = f"{identity.email}|{identity.expires}".encode()
    good = hmac.new(identity_secret(secret, key_id).encode(), signed, "sha256").hexdigest()
    until = datetime.fromtimestamp(identity.expires, UTC)
    in_time = now() < until <= now() + _LONGEST_IDENTITY
    if not (hmac.compare_digest(good, identity.signature) and in_time):
        raise IdentityInvalid
