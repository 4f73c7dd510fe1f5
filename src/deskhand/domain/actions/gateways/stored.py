"""Registered gateways as the firewall finds them: opened once, until they are changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from deskhand.domain.actions.gateways.checking import read
from deskhand.domain.actions.gateways.connection import Line
from deskhand.domain.actions.gateways.http import HttpGateway
from deskhand.domain.actions.gateways.port import Gateway
from deskhand.domain.actions.gateways.registry import GATEWAYS
from deskhand.domain.tables import RegisteredGateway
from deskhand.infra.breaker import Breaker
from deskhand.infra.encryption import Vault
from deskhand.infra.settings import GatewaySettings

_MOST_KEPT = 200
_FAILURES = 5
_PAUSE_SECONDS = 30.0


class Registered:
    """The gateways of each tenant. One serves a whole process, and keeps the breakers."""

    def __init__(self, settings: GatewaySettings, vault: Vault) -> None:
        hosts = (settings.allowed_hosts or "").split(",")
        self._allowed = {host.strip().lower() for host in hosts if host.strip()}
        self._seconds = settings.timeout_seconds
        self.vault = vault
        self._kept: OrderedDict[tuple[UUID, datetime], HttpGateway] = OrderedDict()

    @classmethod
    def of(cls, settings: GatewaySettings, secret: str) -> Registered:
        """With credentials under the settings' keys, or else under one made of `secret`."""
        keys = settings.credential_keys
        named = None if keys is None else keys.get_secret_value()
        return cls(settings, Vault.of(named, secret))

    async def of_tenant(self, session: AsyncSession) -> Mapping[str, Gateway]:
        """Those that every tenant has, and its own; one look-up when they are known."""
        named = load_only(RegisteredGateway.name, RegisteredGateway.updated_at)
        rows = await session.scalars(
            select(RegisteredGateway).options(named).order_by(RegisteredGateway.id)
        )
        return {**GATEWAYS, **{row.name: await self._opened(session, row) for row in rows}}

    async def _opened(self, session: AsyncSession, row: RegisteredGateway) -> HttpGateway:
        key = (row.id, row.updated_at)
        if key not in self._kept:
            await session.refresh(row, ["file", "description", "credential"])
            self._kept[key] = self._gateway(row)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _gateway(self, row: RegisteredGateway) -> HttpGateway:
        file, operations = read(row.file, row.description)
        line = Line(
            file.base_url,
            file.auth,
            row.credential,
            self.vault,
            self.may_be_private(file.base_url),
            self._seconds,
            Breaker(_PAUSE_SECONDS, failures=_FAILURES),
        )
        return HttpGateway(file, operations, line)

    def may_be_private(self, url: str) -> bool:
        """Whether the operator allows the host to be in a network of one's own."""
        return (urlsplit(url).hostname or "").lower() in self._allowed
