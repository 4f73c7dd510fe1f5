"""Orders that live in a shop's own system: read before a rule, and never told when they are old."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from deskhand.domain.actions.gateways.checking import GatewayInvalid
from deskhand.domain.actions.gateways.refreshing import RecordsNotRead
from deskhand.domain.actions.outcomes import Done, Refused
from deskhand.domain.tables import Customer, Order
from tests.integration.actions.connected import connected, register
from tests.integration.actions.scene import Scene
from tests.support.order_system.server import OrderSystem, gateway_text, order, running


async def address_of(scene: Scene, customer_id: object) -> str:
    async with scene.session() as session:
        query = select(Customer.email).where(Customer.id == customer_id)
        return str(await session.scalar(query))


async def numbers(scene: Scene) -> set[str]:
    """The orders of which this desk has a copy."""
    async with scene.session() as session:
        return set(await session.scalars(select(Order.number)))


@pytest.fixture
async def shop(scene: Scene) -> AsyncIterator[OrderSystem]:
    """The order system with two orders of the customer, and one of another."""
    mine = await address_of(scene, scene.tenant.customer_id)
    other = await address_of(scene, scene.tenant.other_customer_id)
    orders = {
        "S-1": order("S-1", mine),
        "S-2": order("S-2", mine, "open"),
        "S-3": order("S-3", other),
    }
    async with running(OrderSystem(orders=orders)) as system:
        yield system


@pytest.fixture
async def away(scene: Scene, shop: OrderSystem) -> Scene:
    """The scene of a tenant whose orders live in the order system alone."""
    await register(scene, shop, gateway_text(shop.port, reads=True))
    return connected(scene)


async def refresh(scene: Scene, *wanted: str) -> frozenset[str]:
    tenant = scene.tenant
    return await scene.firewall.refresh(tenant.id, "order", wanted, tenant.customer_id)


async def test_a_customers_orders_are_read_and_those_of_others_are_left(away: Scene) -> None:
    assert await refresh(away) == frozenset()
    assert {"S-1", "S-2"} <= await numbers(away)
    assert "S-3" not in await numbers(away)
    copy = await away.order("S-2")
    assert (copy.status, copy.total_minor, copy.customer_id) == (
        "processing",
        4900,
        away.tenant.customer_id,
    )


async def test_a_system_that_overlooks_the_filter_gives_nobody_anothers_orders(
    away: Scene, shop: OrderSystem
) -> None:
    shop.filters = False
    await refresh(away)
    assert {"S-1", "S-2"} == await numbers(away) & set(shop.orders)


async def test_anothers_order_is_not_taken_by_its_number_and_one_that_is_not_there_is_gone(
    away: Scene,
) -> None:
    assert await refresh(away, "S-3", "S-9") == {"S-9"}
    assert await numbers(away) & {"S-3", "S-9"} == set()


async def test_the_rules_are_judged_over_what_the_shop_says_at_the_yes(
    away: Scene, shop: OrderSystem
) -> None:
    await refresh(away)
    made = await away.proposed("cancel", "S-2")
    shop.orders["S-2"]["state"] = "sent"
    outcome = await away.settle(made.proposal_id)
    assert isinstance(outcome, Refused)
    assert outcome.rule == "not_sent"
    assert shop.calls == []


async def test_what_the_rules_allow_is_done_there(away: Scene, shop: OrderSystem) -> None:
    await refresh(away)
    assert isinstance(await away.do("refund", "S-1"), Done)
    assert shop.done == [("refunds", "S-1")]
    again = await away.do("refund", "S-1")
    assert isinstance(again, Refused)


async def test_an_action_that_nobody_does_there_is_none(away: Scene) -> None:
    await refresh(away)
    outcome = await away.propose("return_items", "S-1")
    assert isinstance(outcome, Refused)
    assert outcome.rule == "known_action"


async def test_what_cannot_be_read_is_neither_told_nor_done(away: Scene, shop: OrderSystem) -> None:
    await refresh(away)
    made = await away.proposed("refund", "S-1")
    shop.broken = True
    with pytest.raises(RecordsNotRead):
        await refresh(away)
    with pytest.raises(RecordsNotRead):
        await away.settle(made.proposal_id)
    shop.broken = False
    assert isinstance(await away.settle(made.proposal_id), Done), "it could be answered again"


async def test_a_record_that_makes_no_sense_counts_as_not_read(
    away: Scene, shop: OrderSystem
) -> None:
    shop.orders["S-1"]["total"] = "much"
    with pytest.raises(RecordsNotRead):
        await refresh(away, "S-1")


async def test_an_order_that_is_gone_is_not_refunded(away: Scene, shop: OrderSystem) -> None:
    await refresh(away)
    made = await away.proposed("refund", "S-1")
    del shop.orders["S-1"]
    with pytest.raises(RecordsNotRead):
        await away.settle(made.proposal_id)
    assert shop.calls == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("without: [replace_items, ", "without: [", "`replace_items` is not done here"),
        ("      customer_email: row.customer\n", "", "`number` and one of"),
        ("status: ", "state: ", "a record of order has no `state`."),
        (
            "  order:\n",
            "  ordre:\n",
            "the pack has no noun `ordre`; did you mean `order`.",
        ),
        ("customer.email}", "customer.age}", "`customer.age`: `customer` has no `age`."),
        ("operation: getOrder", "operation: cancelOrder", "`cancelOrder` is a POST"),
    ],
)
async def test_reads_that_do_not_fit_are_refused_with_their_line(
    scene: Scene, shop: OrderSystem, old: str, new: str, fault: str
) -> None:
    text = gateway_text(shop.port, reads=True)
    assert old in text
    with pytest.raises(GatewayInvalid) as refused:
        await register(scene, shop, text.replace(old, new, 1))
    assert any(re.search(r", line \d+: ", one) and fault in one for one in refused.value.faults)
