"""The sample shops: loaded once, kept current, apart from each other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, text

from deskhand.domain.accounts.tenants import find_tenant
from deskhand.domain.tables import (
    Customer,
    Document,
    IngestJob,
    Invoice,
    Order,
    Payment,
    Record,
    Refund,
    Subscription,
    Ticket,
    User,
)
from deskhand.domain.tickets.tickets import take_number
from deskhand.infra.clock import frozen, now
from deskhand.infra.runtime import Runtime, open_runtime
from deskhand.samples.loader import SampleShop, load_samples
from tests.support.database import migrated_postgres
from tests.support.environment import settings_from

TABLES = (Customer, Order, Subscription, Invoice, Payment, Refund, Ticket, User, Document)


@pytest.fixture(scope="module")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Runtime]:
    """A database of its own, so that no other test's worker reads the sample documents."""
    folder = tmp_path_factory.mktemp("samples")
    with migrated_postgres(folder) as urls:
        async with open_runtime(settings_from({"DESKHAND_DATA_DIR": str(folder)}), urls) as opened:
            yield opened


@pytest.fixture(scope="module")
async def shop(ground: Runtime) -> SampleShop:
    """The first shop, loaded."""
    return await load_samples(ground)


async def _content(ground: Runtime, tenant_id: UUID) -> dict[str, list[str]]:
    """Every row of the sample tables as text."""
    async with ground.database.transaction(tenant_id) as session:
        return {
            table.__tablename__: sorted(
                await session.scalars(text(f"SELECT t::text FROM {table.__tablename__} t"))
            )
            for table in TABLES
        }


async def _order(ground: Runtime, tenant_id: UUID, number: str) -> Order:
    async with ground.database.transaction(tenant_id) as session:
        return (await session.scalars(select(Order).where(Order.number == number))).one()


async def test_loading_twice_changes_nothing(ground: Runtime, shop: SampleShop) -> None:
    before = await _content(ground, shop.tenant_id)
    assert await load_samples(ground) == shop
    assert await _content(ground, shop.tenant_id) == before
    assert all(before.values())


async def test_the_same_order_number_is_another_order_in_the_other_shop(
    ground: Runtime, shop: SampleShop
) -> None:
    async with ground.database.transaction(None) as session:
        harbour = await find_tenant(session, "harbour")
    assert harbour is not None
    assert harbour != shop.tenant_id
    here = await _order(ground, shop.tenant_id, "ORD123")
    there = await _order(ground, harbour, "ORD123")
    assert (here.status, there.status) == ("in_transit", "delivered")
    async with ground.database.transaction(harbour) as session:
        assert await session.scalar(select(Order).where(Order.id == here.id)) is None


async def test_orders_tell_of_today(ground: Runtime, shop: SampleShop) -> None:
    today = now().date()
    assert (await _order(ground, shop.tenant_id, "ORD123")).delivery_date == today + timedelta(2)
    assert (await _order(ground, shop.tenant_id, "ORD124")).delivery_date is None
    assert not (await _order(ground, shop.tenant_id, "ORD125")).refund_eligible
    assert (await _order(ground, shop.tenant_id, "12345")).refund_eligible


async def _stay(ground: Runtime) -> Record:
    async with ground.database.transaction(None) as session:
        hotel = await find_tenant(session, "marram")
    async with ground.database.transaction(hotel) as session:
        return (await session.scalars(select(Record).where(Record.number == "RES-4821"))).one()


async def test_a_later_day_moves_the_dates_within_the_records_of_the_hotel(
    ground: Runtime, shop: SampleShop
) -> None:
    before = await _stay(ground)
    assert before.fields["arrives_on"] == (now().date() + timedelta(days=12)).isoformat()
    async with ground.database.transaction(before.tenant_id) as session:
        stay = await session.get_one(Record, (before.tenant_id, before.id))
        stay.fields = {**stay.fields, "free_until": "by arrangement", "guests": 1}
    with frozen(now() + timedelta(days=9)):
        await load_samples(ground)
    moved = await _stay(ground)
    await load_samples(ground)
    back = await _stay(ground)
    assert moved.fields["arrives_on"] == (now().date() + timedelta(days=21)).isoformat()
    assert moved.created_at == before.created_at + timedelta(days=9)
    # What the team changed stays, also where it is no date any more.
    changed = {"free_until": "by arrangement", "guests": 1}
    assert changed.items() <= moved.fields.items()
    assert back.fields == {**before.fields, **changed}


async def test_one_invoice_was_charged_twice(ground: Runtime, shop: SampleShop) -> None:
    query = (
        select(Invoice.number)
        .join(Payment, Payment.invoice_id == Invoice.id)
        .group_by(Invoice.number)
        .having(func.count() > 1)
    )
    async with ground.database.transaction(shop.tenant_id) as session:
        assert list(await session.scalars(query)) == ["INV-2001"]


async def test_a_later_day_moves_every_date_and_a_changed_status_stays(
    ground: Runtime, shop: SampleShop
) -> None:
    order = await _order(ground, shop.tenant_id, "ORD303")
    async with ground.database.transaction(shop.tenant_id) as session:
        (await session.scalars(select(Order).where(Order.id == order.id))).one().status = "lost"
    with frozen(now() + timedelta(days=9)):
        await load_samples(ground)
    moved = await _order(ground, shop.tenant_id, "ORD303")
    with frozen(now()):
        await load_samples(ground)
    back = await _order(ground, shop.tenant_id, "ORD303")
    assert moved.placed_on == order.placed_on + timedelta(days=9)
    assert order.delivery_date is not None
    assert moved.delivery_date == order.delivery_date + timedelta(days=9)
    assert moved.status == back.status == "lost"
    assert back.placed_on == order.placed_on


async def test_a_new_ticket_gets_the_number_after_the_sample_tickets(
    ground: Runtime, shop: SampleShop
) -> None:
    async with ground.database.transaction(shop.tenant_id) as session:
        highest = await session.scalar(select(func.max(Ticket.number)))
        assert await take_number(session) == (highest or 0) + 1


async def test_a_deleted_sample_document_comes_back_only_when_asked_for(
    ground: Runtime, shop: SampleShop
) -> None:
    gone = "sample:shipping.md"
    async with ground.database.transaction(shop.tenant_id) as session:
        await session.execute(delete(Document).where(Document.uri == gone))
    await load_samples(ground)
    query = select(func.count()).select_from(Document).where(Document.uri == gone)
    async with ground.database.transaction(shop.tenant_id) as session:
        assert await session.scalar(query) == 0
    await load_samples(ground, restore=True)
    async with ground.database.transaction(shop.tenant_id) as session:
        assert await session.scalar(query) == 1


async def test_every_document_waits_to_be_read(ground: Runtime, shop: SampleShop) -> None:
    async with ground.database.transaction(shop.tenant_id) as session:
        documents = await session.scalar(select(func.count()).select_from(Document))
        jobs = await session.scalar(
            select(func.count(func.distinct(IngestJob.document_id))).where(
                IngestJob.status == "queued"
            )
        )
    assert documents == jobs == shop.waiting_documents
