"""What is held of one customer is told whole, and goes without taking the books along."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.outcomes import Done, Waiting
from deskhand.domain.privacy.erasing import AddressDiffers, ErasureBlocked, erase_customer
from deskhand.domain.privacy.telling import CustomerExport, export_customer
from deskhand.domain.tables import Customer, Invoice, Message, Order, Record, User
from deskhand.infra.db.base import Base
from deskhand.infra.ids import new_id
from tests.integration.actions.scene import Scene

WRITTEN = "my door code is 4711-zebra"
ADDRESS = "7 Quagga Street"
NOTED = "calls every gnu-monday"
GUEST = "Aunt Okapi"


async def email_of(session: AsyncSession, customer_id: UUID) -> str:
    found = await session.scalar(select(Customer.email).where(Customer.id == customer_id))
    assert found is not None
    return found


@pytest.fixture
async def known(scene: Scene) -> Scene:
    """A customer who wrote, was noted down, moved an order and has a record with a name in it."""
    tenant, customer = scene.tenant, await scene.tenant.as_("customer")
    conversations = "/api/v1/conversations"
    opened = await tenant.client.post(conversations, json={"subject": "Hello"}, headers=customer)
    path = f"{conversations}/{opened.json()['id']}"
    sent = await tenant.client.post(f"{path}/messages", json={"message": WRITTEN}, headers=customer)
    assert sent.status_code == 202, sent.text
    noted = await tenant.client.post(
        f"{path}/notes", json={"text": NOTED}, headers=await tenant.as_("agent")
    )
    assert noted.status_code == 201, noted.text
    await scene.add_order("HERE", status="processing", delivered_on=None)
    moved = await scene.do("change_address", "HERE", arguments={"address": ADDRESS})
    assert isinstance(moved, Done)
    async with scene.session() as session:
        session.add(
            Record(
                tenant_id=tenant.id,
                id=new_id(),
                noun="reservation",
                number="R-1",
                customer_id=tenant.customer_id,
                fields={
                    "guest": GUEST,
                    "arrives_on": "2026-12-24",
                    "price": {"minor": 12_000, "currency": "EUR"},
                    "persons": 2,
                },
            )
        )
    return scene


async def told(scene: Scene, customer_id: UUID) -> CustomerExport:
    async with scene.session() as session:
        return await export_customer(session, scene.staff("owner"), customer_id)


async def everything(scene: Scene) -> str:
    """Every row of the tenant, as PostgreSQL writes it."""
    async with scene.session() as session:
        parts: list[str] = []
        for name in Base.metadata.tables:
            rows = await session.scalars(text(f"SELECT CAST(t AS text) FROM {name} AS t"))
            parts += rows
    return "\n".join(parts)


async def test_an_export_holds_what_was_written_noted_and_done_and_no_secret(
    known: Scene,
) -> None:
    exported = (await told(known, known.tenant.customer_id)).model_dump_json()
    for held in (WRITTEN, NOTED, ADDRESS, GUEST, "ORD123", "INV-1", "SUB-1"):
        assert held in exported
    assert "argon2" not in exported
    assert "ORD900" not in exported
    other = (await told(known, known.tenant.other_customer_id)).model_dump_json()
    assert "ORD900" in other
    assert WRITTEN not in other
    assert len(await known.audited("customer.exported")) == 2


async def test_an_erasure_leaves_nothing_personal_anywhere_and_the_books_whole(
    known: Scene,
) -> None:
    customer_id, owner = known.tenant.customer_id, known.staff("owner")
    async with known.session() as session:
        email = await email_of(session, customer_id)
        name = await session.scalar(select(Customer.name).where(Customer.id == customer_id))
        kept = {
            table: await session.scalar(select(func.count()).select_from(table))
            for table in (Order, Invoice, Record)
        }
    before = await everything(known)
    personal = (email, str(name), WRITTEN, NOTED, ADDRESS, GUEST)
    assert all(word in before for word in personal)
    async with known.session() as session:
        report = await erase_customer(session, owner, customer_id, email=email)
    after = await everything(known)
    assert [word for word in personal if word in after] == []
    assert report.deleted["messages"] == 1
    assert report.deleted["users"] == 1
    assert report.emptied["orders"] == 3
    async with known.session() as session:
        for table, rows in kept.items():
            assert await session.scalar(select(func.count()).select_from(table)) == rows
        record = (await session.scalars(select(Record))).one()
        assert await session.scalar(select(func.count()).select_from(Message)) == 0
        # The other customer is as before.
        assert await email_of(session, known.tenant.other_customer_id) in before
        users = set(await session.scalars(select(User.id)))
    assert record.fields == {
        "arrives_on": "2026-12-24",
        "price": {"minor": 12_000, "currency": "EUR"},
        "persons": 2,
    }
    assert known.tenant.users["other_customer"] in users
    [entry] = await known.audited("customer.erased")
    assert entry.detail["deleted"] == sum(report.deleted.values())


async def test_an_erased_customer_can_come_back_with_the_same_address(known: Scene) -> None:
    customer_id = known.tenant.customer_id
    async with known.session() as session:
        email = await email_of(session, customer_id)
        await erase_customer(session, known.staff("owner"), customer_id, email=email)
    again = await known.tenant.client.post(
        "/api/v1/customers",
        json={"email": email, "name": "New", "reference": "new"},
        headers=await known.tenant.as_("owner"),
    )
    assert again.status_code == 201, again.text
    assert again.json()["id"] != str(customer_id)


async def test_nothing_is_erased_while_an_action_waits_for_a_colleague(scene: Scene) -> None:
    await scene.add_order("LARGE", total_minor=80_000)
    assert isinstance(await scene.do("refund", "LARGE"), Waiting)
    customer_id = scene.tenant.customer_id
    async with scene.session() as session:
        email = await email_of(session, customer_id)
        with pytest.raises(ErasureBlocked):
            await erase_customer(session, scene.staff("owner"), customer_id, email=email)


async def test_the_door_asks_for_the_address_and_shows_first_what_goes(known: Scene) -> None:
    tenant, customer_id = known.tenant, known.tenant.customer_id
    path = f"/api/v1/customers/{customer_id}/erasure"
    admin = await tenant.as_("admin")
    async with known.session() as session:
        email = await email_of(session, customer_id)
        with pytest.raises(AddressDiffers):
            await erase_customer(session, known.staff("owner"), customer_id, email="x@example.com")
    planned = await tenant.client.get(path, headers=admin)
    wrong = await tenant.client.post(path, json={"email": "x@example.com"}, headers=admin)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "address_differs")
    exported = await tenant.client.get(
        f"/api/v1/customers/{customer_id}/export", headers=await tenant.as_("customer")
    )
    assert WRITTEN in exported.text
    assert NOTED not in exported.text
    done = await tenant.client.post(path, json={"email": email.upper()}, headers=admin)
    assert done.status_code == 200, done.text
    assert done.json()["deleted"]["messages"] == planned.json()["deleted"]["messages"]
    # The log-in is gone with the customer.
    signed_in = await tenant.client.get("/api/v1/orders", headers=await tenant.as_("customer"))
    assert signed_in.status_code == 401
