"""What the tests of gateways share: the order system, and a scene that is connected to it."""

from __future__ import annotations

from dataclasses import replace

from pydantic import SecretStr

from deskhand.domain.actions.gateways import registering
from deskhand.domain.actions.gateways.registering import NewGateway
from deskhand.domain.actions.gateways.stored import Registered
from deskhand.domain.tables import RegisteredGateway
from deskhand.infra.encryption import Vault
from deskhand.infra.settings import GatewaySettings
from deskhand.packs.loader import built_in
from tests.integration.actions.scene import Scene
from tests.support.order_system.server import TOKEN, OrderSystem, description, gateway_text

SECRET = "a secret of at least thirty-two bytes"
REPLY_SECONDS = 4.0
"""Waited for in full by the calls that hang, and by no other."""


def connected(scene: Scene, seconds: float = REPLY_SECONDS, hosts: str = "127.0.0.1") -> Scene:
    """The scene with the gateways that its tenant registered."""
    settings = GatewaySettings.model_validate(
        {"GATEWAY_ALLOWED_HOSTS": hosts, "GATEWAY_TIMEOUT_SECONDS": seconds}
    )
    gateways = Registered.of(settings, SECRET)
    return replace(scene, firewall=replace(scene.firewall, gateways=gateways))


async def register(
    scene: Scene, shop: OrderSystem, text: str | None = None, token: str = TOKEN
) -> RegisteredGateway:
    new = NewGateway(
        file=text or gateway_text(shop.port),
        description=description(),
        credential=SecretStr(token),
    )
    async with scene.session() as session:
        return await registering.add_gateway(
            session, scene.staff("owner"), Vault([SECRET]), built_in("shop"), new
        )
