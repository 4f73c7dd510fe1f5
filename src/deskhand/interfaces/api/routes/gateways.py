"""A tenant's own systems, in which its actions are done."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.gateways import registering
from deskhand.domain.actions.gateways.registering import (
    GatewayChange,
    GatewayDetail,
    GatewayView,
    NewGateway,
)
from deskhand.infra.outgoing import check_url
from deskhand.interfaces.web.deps import AdminCaller, Ground, GroundDep, TenantSession
from deskhand.packs.loader import Pack

router = APIRouter(prefix="/api/v1/gateways", tags=["gateways"])


@router.get("", response_model=list[GatewayView], summary="List gateways")
async def list_gateways(caller: AdminCaller, session: TenantSession) -> list[GatewayDetail]:
    """The oldest first; a credential is never shown."""
    return [registering.view_of(row) for row in await registering.gateways_of(session)]


@router.post("", status_code=201, summary="Register a gateway")
async def add_gateway(
    body: NewGateway, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> GatewayDetail:
    """From now on its actions are done there. What does not fit is named with file and line."""
    pack = await _pack(session, ground)
    row = await registering.add_gateway(session, caller.actor, ground.gateways.vault, pack, body)
    return _shown(ground, registering.view_of(row))


@router.get("/{gateway_id}", summary="One gateway")
async def get_gateway(
    gateway_id: UUID, caller: AdminCaller, session: TenantSession
) -> GatewayDetail:
    """With its file and the description that it is about."""
    return registering.view_of(await registering.get_gateway(session, gateway_id))


@router.patch("/{gateway_id}", summary="Change a gateway")
async def change_gateway(
    gateway_id: UUID,
    body: GatewayChange,
    caller: AdminCaller,
    session: TenantSession,
    ground: GroundDep,
) -> GatewayDetail:
    """File, description or credential; what is left out stays."""
    row = await registering.get_gateway(session, gateway_id)
    pack, vault = await _pack(session, ground), ground.gateways.vault
    await registering.change_gateway(session, caller.actor, vault, pack, row, body)
    return _shown(ground, registering.view_of(row))


@router.delete("/{gateway_id}", status_code=204, summary="Remove a gateway")
async def remove_gateway(gateway_id: UUID, caller: AdminCaller, session: TenantSession) -> None:
    """Its actions are done in the built-in records again."""
    row = await registering.get_gateway(session, gateway_id)
    await registering.remove_gateway(session, caller.actor, row)


async def _pack(session: AsyncSession, ground: Ground) -> Pack:
    return (await ground.packs.of_tenant(session)).pack


def _shown(ground: Ground, view: GatewayDetail) -> GatewayDetail:
    """The gateway, unless its address can never be reached; then nothing is kept."""
    check_url(view.base_url, allow_private=ground.gateways.may_be_private(view.base_url))
    return view
