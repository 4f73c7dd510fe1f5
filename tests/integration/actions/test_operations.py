"""Every operation of the built-in records, done for real through the firewall."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from deskhand.domain.actions.outcomes import Done, Refused
from deskhand.domain.tables import Invoice, Record, Request, Subscription, Tenant
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from tests.integration.actions.scene import Scene

TWO = [
    {"sku": "LAMP", "name": "Desk lamp", "quantity": 1, "unit_minor": 2000},
    {"sku": "PLUG", "name": "Plug", "quantity": 2, "unit_minor": 1450},
]


async def requests(scene: Scene) -> list[Request]:
    async with scene.session() as session:
        return list(await session.scalars(select(Request).order_by(Request.id)))


async def subscription(scene: Scene) -> Subscription:
    async with scene.session() as session:
        return (await session.scalars(select(Subscription))).one()


async def done(scene: Scene, action: str, number: str, **given: Any) -> Done:
    outcome = await scene.do(action, number, arguments=given)
    assert isinstance(outcome, Done), outcome
    return outcome


async def refused(scene: Scene, action: str, number: str, **given: Any) -> str:
    outcome = await scene.do(action, number, arguments=given)
    assert isinstance(outcome, Refused), outcome
    return outcome.rule


async def test_an_item_is_replaced_once_and_the_others_still_can_be(scene: Scene) -> None:
    await scene.add_order("TWO", items=TWO)
    await done(scene, "replace_items", "TWO", items=["2 × Plug"])
    assert await refused(scene, "replace_items", "TWO", items=["2 × Plug"]) == "replaced_once"
    assert await refused(scene, "replace_items", "TWO") == "replaced_once"
    await done(scene, "replace_items", "TWO", items="Desk lamp")
    made = [(one.kind, one.number, one.detail["items"]) for one in await requests(scene)]
    assert made == [
        ("replace_items", "TWO", ["2 × Plug"]),
        ("replace_items", "TWO", ["Desk lamp"]),
    ]


async def test_what_an_order_does_not_hold_is_not_replaced(scene: Scene) -> None:
    assert await refused(scene, "replace_items", "12345", items=["A yacht"]) == "items_of_order"
    assert await refused(scene, "replace_items", "ORD123") == "arrived_or_lost"


async def test_items_are_returned_once(scene: Scene) -> None:
    await done(scene, "return_items", "12345")
    assert await refused(scene, "return_items", "12345") == "returned_once"
    assert [one.kind for one in await requests(scene)] == ["return_items"]


async def test_an_address_changes_until_the_order_is_sent(scene: Scene) -> None:
    await scene.add_order("HERE", status="processing", delivered_on=None)
    await done(scene, "change_address", "HERE", address="7 New Street, Sampletown")
    assert (await scene.order("HERE")).address == "7 New Street, Sampletown"
    assert await refused(scene, "change_address", "ORD123", address="7 New Street") == "still_here"


async def test_a_subscription_ends_with_the_period_that_is_paid_for(scene: Scene) -> None:
    before = await subscription(scene)
    await done(scene, "end_subscription", "SUB-1")
    after = await subscription(scene)
    assert (after.status, after.ends_on, after.renews_on) == ("cancelled", before.renews_on, None)
    assert await refused(scene, "end_subscription", "SUB-1") == "running"


async def test_a_plan_costs_what_the_policies_say_whatever_is_asked_for(scene: Scene) -> None:
    assert await refused(scene, "switch_plan", "SUB-1", plan="pro", price=1) == "arguments", (
        "what is computed cannot be named"
    )
    assert await refused(scene, "switch_plan", "SUB-1", plan="gold") == "arguments"
    await done(scene, "switch_plan", "SUB-1", plan="pro")
    after = await subscription(scene)
    assert (after.plan, after.price_minor) == ("Fernway Home Pro", 1999)
    assert await refused(scene, "switch_plan", "SUB-1", plan="pro") == "other_plan"


async def test_a_subscription_is_paused_for_a_few_months(scene: Scene) -> None:
    before = await subscription(scene)
    assert await refused(scene, "pause_plan", "SUB-1", months=4) == "few_months"
    assert await refused(scene, "pause_plan", "SUB-1", months=-1) == "few_months"
    await done(scene, "pause_plan", "SUB-1", months=2)
    after = await subscription(scene)
    assert after.paused_until == after.renews_on
    assert before.renews_on is not None
    assert after.renews_on is not None
    assert 50 < (after.renews_on - before.renews_on).days < 70


async def test_an_invoice_that_was_paid_twice_is_disputed_once(scene: Scene) -> None:
    assert await refused(scene, "dispute_payment", "INV-1", payment="X") == "payment_of_invoice"
    outcome = await done(scene, "dispute_payment", "INV-1")
    assert outcome.result["payment"] == "PAY-2"
    assert await refused(scene, "dispute_payment", "INV-1") == "disputed_once"
    async with scene.session() as session:
        invoice = (await session.scalars(select(Invoice))).one()
    assert invoice.status == "paid"


async def test_a_record_of_any_noun_is_changed_as_the_pack_says(scene: Scene) -> None:
    """The hotel's cancellation: no line of code knows a reservation."""
    today = now().date()
    async with scene.session() as session:
        (await session.scalars(select(Tenant))).one().pack = "hotel"
        session.add(
            Record(
                tenant_id=scene.tenant.id,
                id=new_id(),
                noun="reservation",
                number="RES-1",
                customer_id=scene.tenant.customer_id,
                fields={
                    "status": "confirmed",
                    "rate": "flexible",
                    "arrives_on": (today + timedelta(days=9)).isoformat(),
                    "first_night": {"minor": 9900, "currency": "EUR"},
                    "price": {"minor": 19800, "currency": "EUR"},
                },
            )
        )
    proposed = await scene.proposed("cancel_reservation", "res-1")
    assert proposed.arguments["fee"] == {"minor": 0, "currency": "EUR"}
    await done(scene, "cancel_reservation", "RES-1")
    async with scene.session() as session:
        record = (await session.scalars(select(Record))).one()
    assert record.fields["status"] == "cancelled"
    assert record.fields["cancelled_on"] == today.isoformat()
    assert record.fields["rate"] == "flexible"
    assert await refused(scene, "cancel_reservation", "RES-1") == "not_begun"
