"""The gateways of a tenant: the built-in records, and the systems that it registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.gateways.built_in import BuiltIn
from deskhand.domain.actions.gateways.port import Gateway
from deskhand.packs.acting import Action

BUILT_IN: Final = "built_in"
GATEWAYS: Mapping[str, Gateway] = {BUILT_IN: BuiltIn()}
"""Those that every tenant has, by the name that an action gives."""


class Gateways(Protocol):
    """Where actions of a tenant can be done."""

    async def of_tenant(self, session: AsyncSession) -> Mapping[str, Gateway]:
        """The gateways of the session's tenant, by name."""
        ...


class Same:
    """The same gateways for every tenant."""

    def __init__(self, gateways: Mapping[str, Gateway] = GATEWAYS) -> None:
        self._gateways = gateways

    async def of_tenant(self, session: AsyncSession) -> Mapping[str, Gateway]:
        """All of them."""
        return self._gateways


def gateway_of(gateways: Mapping[str, Gateway], name: str, action: Action) -> str:
    """Where the action called `name` is done: where the pack says, or else by whoever does it.

    Nowhere (empty) where the records are kept elsewhere and nobody does it there.
    """
    if action.gateway != BUILT_IN:
        return action.gateway
    doing = next((one for one, gateway in gateways.items() if gateway.does(name)), None)
    if doing is None and any(gateway.keeps(action.noun) for gateway in gateways.values()):
        return ""
    return doing or BUILT_IN
