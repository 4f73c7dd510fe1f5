"""A shop's own system behind HTTP does what was confirmed: once, whatever goes wrong there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from deskhand.domain.actions.gateways import registering
from deskhand.domain.actions.gateways.stored import Registered
from deskhand.domain.actions.outcomes import Done, Refused, Unknown
from deskhand.domain.tables import LedgerEntry, Proposal, Ticket
from deskhand.infra.encryption import Vault
from deskhand.infra.settings import GatewaySettings
from tests.integration.actions.connected import SECRET, connected, register
from tests.integration.actions.scene import Scene
from tests.support.order_system.server import (
    TOKEN,
    Fault,
    OrderSystem,
    gateway_text,
    order,
    running,
)


@pytest.fixture
async def shop() -> AsyncIterator[OrderSystem]:
    """The order system, with the orders that these tests are about."""
    known = {"12345": "delivered", "ORD9": "open", "LOCKED": "locked"}
    orders = {number: order(number, "c@example.com", state) for number, state in known.items()}
    async with running(OrderSystem(orders=orders)) as system:
        yield system


async def test_a_confirmed_refund_is_done_there_once_with_our_key(
    scene: Scene, shop: OrderSystem
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    outcome = await scene.do("refund", "12345")
    assert isinstance(outcome, Done)
    assert outcome.result["reference"] == "E-1"
    [entry] = await scene.ledger()
    assert (entry.state, entry.gateway) == ("done", "orders")
    [call] = shop.calls
    assert call.path == "/orders/12345/refunds"
    assert call.body == {"amount": "49.00", "currency": "USD", "note": "Confirmed in the chat"}
    assert call.headers["idempotency-key"] == entry.key
    assert shop.done == [("refunds", "12345")]
    again = await scene.settle(outcome.proposal_id)
    assert again == outcome
    assert len(shop.calls) == 1


async def test_the_desks_own_copy_follows_so_that_the_next_rule_sees_it(
    scene: Scene, shop: OrderSystem
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    assert isinstance(await scene.do("refund", "12345"), Done)
    [refund] = await scene.refunds()
    assert refund.amount_minor == 4900
    assert (await scene.order("12345")).status == "refunded"
    second = await scene.do("refund", "12345")
    assert isinstance(second, Refused)
    assert len(shop.calls) == 1, "a rule forbade it before anybody was called"


@pytest.mark.parametrize("fault", ["slow", "500_after", "cut_after", "garbled", "duplicate"])
async def test_what_was_done_ends_done_whatever_came_back(
    scene: Scene, shop: OrderSystem, fault: Fault
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    shop.faults.append(fault)
    outcome = await scene.do("refund", "12345")
    assert isinstance(outcome, Done)
    assert shop.done == [("refunds", "12345")]
    assert len(shop.calls) == 1, "it is looked up, and not called again"


async def test_a_call_that_hangs_after_the_work_is_looked_up(
    scene: Scene, shop: OrderSystem
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    shop.faults.append("hang_after")
    assert isinstance(await scene.do("refund", "12345"), Done)
    assert shop.done == [("refunds", "12345")]


@pytest.mark.parametrize("fault", ["500_before", "500_after", "cut_after", "garbled"])
async def test_what_cannot_be_looked_up_ends_unknown_with_a_ticket(
    scene: Scene, shop: OrderSystem, fault: Fault
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    shop.faults.append(fault)
    shop.knows_effects = False
    outcome = await scene.do("refund", "12345")
    assert isinstance(outcome, Unknown)
    assert outcome.ticket is not None
    async with scene.session() as session:
        [ticket] = await session.scalars(select(Ticket))
    [entry] = await scene.ledger()
    assert entry.key in ticket.description
    assert await scene.settle(outcome.proposal_id) == outcome
    assert len(shop.calls) == 1


async def test_only_what_is_declared_idempotent_is_sent_again(
    scene: Scene, shop: OrderSystem
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    await scene.add_order("ORD9", status="processing", delivered_on=None)
    shop.faults.extend(["cut_after", "500_before"])
    assert isinstance(await scene.do("cancel", "ORD9"), Done)
    assert len({call.headers["idempotency-key"] for call in shop.calls}) == 1
    assert len(shop.calls) == 3
    assert shop.done == [("cancellation", "ORD9")]


async def test_what_the_shop_refuses_is_refused_with_its_reason(
    scene: Scene, shop: OrderSystem
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    await scene.add_order("LOCKED")
    outcome = await scene.do("refund", "LOCKED")
    assert isinstance(outcome, Refused)
    assert outcome.rule == "gateway"
    [entry] = await scene.ledger()
    assert entry.result["detail"] == "The order is locked."


@pytest.mark.parametrize("hosts", ["", "shop.example"])
async def test_a_private_address_that_the_operator_does_not_allow_is_never_called(
    scene: Scene, shop: OrderSystem, hosts: str
) -> None:
    scene = connected(scene, hosts=hosts)
    await register(scene, shop)
    outcome = await scene.do("refund", "12345")
    assert isinstance(outcome, Refused), "nothing was sent, so nothing was done"
    assert shop.seen == []


async def test_a_shop_that_is_down_refuses_and_is_then_left_alone(
    scene: Scene, shop: OrderSystem
) -> None:
    scene = connected(scene)
    await register(scene, shop, gateway_text(1))  # Nobody listens on port 1.
    for place in range(6):
        await scene.add_order(f"N{place}", status="processing", delivered_on=None)
        assert isinstance(await scene.do("cancel", f"N{place}"), Refused)
    details = [entry.result["detail"] for entry in await scene.ledger()]
    assert details[-1].startswith("It failed several times in a row")
    assert not details[0].startswith("It failed several times in a row")


async def test_a_call_of_a_stopped_process_is_looked_up_there(
    scene: Scene, shop: OrderSystem
) -> None:
    scene = connected(scene)
    await register(scene, shop)
    made = await scene.proposed("refund", "12345")
    assert isinstance(await scene.settle(made.proposal_id), Done)
    async with scene.session() as session:
        sent = {"operation": "refund_order", "sets": {}}
        long_ago = {"state": "sent", "updated_at": made.expires_at.replace(year=2020)}
        await session.execute(update(LedgerEntry).values(**long_ago, result=sent))
        await session.execute(update(Proposal).values(state="sent"))
    assert await scene.firewall.keep_up(scene.tenant.id) == 1
    assert [entry.state for entry in await scene.ledger()] == ["done"]
    assert len(shop.calls) == 1


async def test_credentials_stand_encrypted_and_are_opened_by_an_older_key_until_rotated(
    scene: Scene, shop: OrderSystem
) -> None:
    row = await register(scene, shop)
    assert row.credential is not None
    assert TOKEN not in row.credential
    newer = "another secret of thirty-two bytes or more"
    both = Vault([newer, SECRET])
    async with scene.session() as session:
        assert await registering.renew_credentials(session, scene.staff("owner"), both) == 1
    async with scene.session() as session:
        kept = await registering.get_gateway(session, "orders")
    assert kept.credential is not None
    assert Vault([newer]).opened(kept.credential) == TOKEN


async def test_a_credential_that_no_key_opens_sends_nothing(
    scene: Scene, shop: OrderSystem
) -> None:
    await register(scene, shop)
    settings = GatewaySettings.model_validate(
        {
            "GATEWAY_ALLOWED_HOSTS": "127.0.0.1",
            "CREDENTIAL_KEYS": "quite another key of thirty-two bytes",
        }
    )
    gateways = Registered.of(settings, SECRET)
    scene = replace(scene, firewall=replace(scene.firewall, gateways=gateways))
    assert isinstance(await scene.do("refund", "12345"), Refused)
    assert shop.seen == []
