"""Signs of abuse ask for a person, say why, and never refuse by themselves."""

from __future__ import annotations

from sqlalchemy import select, update

from deskhand.domain.actions.outcomes import Done, Waiting
from deskhand.domain.tables import Customer
from deskhand.infra.ids import new_id
from tests.integration.actions.scene import Scene


async def same_phone(scene: Scene, others: int) -> None:
    async with scene.session() as session:
        await session.execute(update(Customer).values(phone="+1 555 010-0199"))
        one = (await session.scalars(select(Customer).limit(1))).one()
        for number in range(others - 1):  # The tenant's second customer is one of them.
            session.add(
                Customer(
                    tenant_id=one.tenant_id,
                    id=new_id(),
                    number=100 + number,
                    email=f"{new_id()}@example.com",
                    name="Somebody",
                    phone="1 (555) 0100199",
                )
            )


async def test_many_accounts_with_one_number_wait_for_a_person_who_is_told_why(
    scene: Scene,
) -> None:
    await same_phone(scene, 3)
    held = await scene.do("refund", "12345")
    assert isinstance(held, Waiting)
    assert held.reasons == ("3 other customers have the same telephone number",)
    granted = await scene.firewall.decide(
        scene.tenant.id, scene.staff(), held.approval_id, grant=True
    )
    assert isinstance(granted, Done)


async def test_a_family_with_one_number_is_not_held_up(scene: Scene) -> None:
    await same_phone(scene, 2)
    assert isinstance(await scene.do("refund", "12345"), Done)


async def test_whoever_asks_again_and_again_waits_for_a_person(scene: Scene) -> None:
    await scene.add_order("MOVING", status="pending", delivered_on=None)
    for number in range(13):
        wish = {"address": f"{number} Sample Street"}
        assert isinstance(await scene.do("change_address", "MOVING", arguments=wish), Done)
    held = await scene.do("refund", "12345")
    assert isinstance(held, Waiting)
    assert "13 actions were confirmed by this customer in a day" in held.reasons


async def test_whoever_only_looks_at_what_could_be_done_is_not_held_up(scene: Scene) -> None:
    for _ in range(13):
        await scene.proposed("refund", "12345")
    assert isinstance(await scene.do("refund", "12345"), Done)
