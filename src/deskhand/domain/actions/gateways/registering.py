"""Registering a tenant's own systems: checked, kept with an encrypted credential, audited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.actions.gateways.checking import GatewayInvalid, checked, read
from deskhand.domain.actions.gateways.mapping import GatewayFile
from deskhand.domain.actions.gateways.registry import GATEWAYS
from deskhand.domain.audit import Actor
from deskhand.domain.tables import RegisteredGateway
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.encryption import Vault
from deskhand.infra.errors import Conflict, InvalidInput, NotFound
from deskhand.infra.ids import new_id
from deskhand.infra.shapes import Given
from deskhand.packs.loader import Pack

_LONGEST = 2_000_000
_MOST = 20


class GatewayNotFound(NotFound):
    """No gateway with this id or name exists here."""


class GatewayExists(Conflict):
    """A gateway of this name exists here already."""


class TooManyGateways(Conflict):
    """A tenant has at most 20 gateways."""


class CredentialRefused(InvalidInput):
    """A credential is 1 to 4,000 printable ASCII characters."""


class NewGateway(Given):
    """A gateway's file, the OpenAPI document that it is about, and what it is entered with."""

    file: str = Field(max_length=_LONGEST, description="The text of `gateway.yaml`.")
    description: str = Field(max_length=_LONGEST, description="The OpenAPI document, as text.")
    credential: SecretStr | None = Field(None, description="Kept encrypted and never shown.")


class GatewayChange(Given):
    """What may change; what is left out stays."""

    file: str | None = Field(None, max_length=_LONGEST)
    description: str | None = Field(None, max_length=_LONGEST)
    credential: SecretStr | None = None


class GatewayView(BaseModel):
    """A gateway without its credential."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    base_url: str
    actions: list[str]
    has_credential: bool
    created_at: datetime
    updated_at: datetime


class GatewayDetail(GatewayView):
    """With what it was registered with."""

    file: str
    description: str


async def gateways_of(session: AsyncSession) -> list[RegisteredGateway]:
    """All of the tenant, the oldest first."""
    return list(await session.scalars(select(RegisteredGateway).order_by(RegisteredGateway.id)))


async def get_gateway(session: AsyncSession, wanted: UUID | str) -> RegisteredGateway:
    """The gateway with this id or name; raises GatewayNotFound."""
    column = RegisteredGateway.id if isinstance(wanted, UUID) else RegisteredGateway.name
    found = await session.scalar(select(RegisteredGateway).where(column == wanted))
    if found is None:
        raise GatewayNotFound
    return found


async def add_gateway(
    session: AsyncSession, actor: Actor, vault: Vault, pack: Pack, new: NewGateway
) -> RegisteredGateway:
    """From now on its actions are done there.

    Raises GatewayInvalid with every fault, GatewayExists, TooManyGateways, CredentialRefused.
    """
    others = await gateways_of(session)
    file = _taken(new.file, new.description, pack, others)
    if any(one.name == file.name for one in others):
        raise GatewayExists
    if len(others) >= _MOST:
        raise TooManyGateways
    row = RegisteredGateway(
        tenant_id=tenant_of(session),
        id=new_id(),
        created_at=now(),
        updated_at=now(),
        name=file.name,
        file=new.file,
        description=new.description,
        credential=_encrypted(vault, new.credential),
    )
    session.add(row)
    await session.flush()
    await audit.append(session, actor, "gateway.added", f"gateway:{row.id}", name=row.name)
    return row


async def change_gateway(
    session: AsyncSession,
    actor: Actor,
    vault: Vault,
    pack: Pack,
    row: RegisteredGateway,
    change: GatewayChange,
) -> RegisteredGateway:
    """Another file, description or credential, from the next action on. Raises as adding does."""
    others = [one for one in await gateways_of(session) if one.id != row.id]
    text = row.file if change.file is None else change.file
    description = row.description if change.description is None else change.description
    file = _taken(text, description, pack, others)
    if any(one.name == file.name for one in others):
        raise GatewayExists
    row.name, row.file, row.description, row.updated_at = file.name, text, description, now()
    if change.credential is not None:
        row.credential = _encrypted(vault, change.credential)
    await session.flush()
    fields = sorted(change.model_fields_set)
    await audit.append(session, actor, "gateway.changed", f"gateway:{row.id}", fields=fields)
    return row


async def remove_gateway(session: AsyncSession, actor: Actor, row: RegisteredGateway) -> None:
    """Its actions are done in the built-in records again."""
    await session.delete(row)
    await session.flush()
    await audit.append(session, actor, "gateway.removed", f"gateway:{row.id}", name=row.name)


async def renew_credentials(session: AsyncSession, actor: Actor, vault: Vault) -> int:
    """Encrypt all anew with the first key; returns how many. Raises CredentialUnreadable."""
    rows = [row for row in await gateways_of(session) if row.credential is not None]
    for row in rows:
        row.credential = vault.renewed(row.credential or "")
        row.updated_at = now()
    await session.flush()
    if rows:
        await audit.append(session, actor, "gateway.rotated", "gateways", count=len(rows))
    return len(rows)


def view_of(row: RegisteredGateway) -> GatewayDetail:
    """The gateway as administrators see it."""
    file, _ = read(row.file, row.description)
    return GatewayDetail(
        id=row.id,
        name=row.name,
        base_url=file.base_url,
        actions=sorted(file.actions),
        has_credential=row.credential is not None,
        created_at=row.created_at,
        updated_at=row.updated_at,
        file=row.file,
        description=row.description,
    )


def _taken(text: str, description: str, pack: Pack, others: list[RegisteredGateway]) -> GatewayFile:
    """The file, when nothing is wrong with it and no other gateway does the same."""
    file, _ = checked(text, description, pack)
    if file.name in GATEWAYS:
        raise GatewayInvalid(f"`{file.name}` is the name of what comes with Deskhand.")
    for other in others:
        theirs, _ = read(other.file, other.description)
        if twice := sorted(set(theirs.actions) & set(file.actions)):
            raise GatewayInvalid(f"`{other.name}` does {', '.join(twice)} already.")
    return file


def _encrypted(vault: Vault, credential: SecretStr | None) -> str | None:
    if credential is None:
        return None
    text = credential.get_secret_value()
    if not (text.isascii() and text.isprintable() and 0 < len(text) <= 4000):
        raise CredentialRefused
    return vault.encrypted(text)
