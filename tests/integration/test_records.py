"""Records of the pack's own nouns: read through their guest's eyes, and apart by tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.find_records import RecordQuery, run
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.tools.registry import READERS
from deskhand.domain.accounts.tenants import find_tenant
from deskhand.domain.audit import Actor
from deskhand.domain.tables import Customer, Record, Tenant
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from deskhand.infra.money import Money
from deskhand.infra.runtime import Runtime, open_runtime
from deskhand.packs.loader import built_in
from deskhand.samples.loader import load_samples
from tests.support.database import migrated_postgres
from tests.support.environment import settings_from

STRANGER = Actor(kind="user", role="customer")
STAFF = Actor(kind="user", role="agent")


@pytest.fixture(scope="module")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Runtime]:
    """A database of its own with the sample tenants in it."""
    folder = tmp_path_factory.mktemp("records")
    with migrated_postgres(folder) as urls:
        async with open_runtime(settings_from({"DESKHAND_DATA_DIR": str(folder)}), urls) as opened:
            await load_samples(opened)
            yield opened


@pytest.fixture(scope="module")
async def hotel(ground: Runtime) -> UUID:
    return await _tenant(ground, "marram")


async def _tenant(ground: Runtime, slug: str) -> UUID:
    async with ground.database.transaction(None) as session:
        found = await find_tenant(session, slug)
    assert found is not None
    return found


async def _guest(ground: Runtime, tenant_id: UUID, number: int) -> UUID:
    async with ground.database.transaction(tenant_id) as session:
        return (await session.scalars(select(Customer.id).where(Customer.number == number))).one()


def _desk(ground: Runtime, tenant_id: UUID, guest: UUID | None, actor: Actor = STRANGER) -> Desk:
    nouns = built_in("hotel").nouns
    return Desk(ground.database, ground.embedder, tenant_id, actor, guest, nouns=nouns)


async def _read(desk: Desk, noun: str, *numbers: str) -> tuple[Evidence, ...]:
    """What the reader that the pack names for the noun finds."""
    return await READERS[built_in("hotel").nouns[noun].read](desk, noun, numbers)


def _numbers(found: tuple[Evidence, ...]) -> list[object]:
    return [record.fact("number") for record in found]


async def test_the_sample_hotel_stands_on_its_own_pack(ground: Runtime, hotel: UUID) -> None:
    packs = {}
    for slug in ("fernway", "harbour", "marram"):
        tenant_id = await _tenant(ground, slug)
        async with ground.database.transaction(tenant_id) as session:
            packs[slug] = (await session.scalars(select(Tenant.pack))).one()
    assert packs == {"fernway": "shop", "harbour": "shop", "marram": "hotel"}


async def test_a_guest_reads_the_own_reservations_the_newest_first(
    ground: Runtime, hotel: UUID
) -> None:
    guest = await _guest(ground, hotel, 1)
    found = await _read(_desk(ground, hotel, guest), "reservation")
    assert _numbers(found) == ["RES-4835", "RES-4821", "RES-4790"]
    assert {record.subject for record in found} == {"reservation"}
    assert {record.owner for record in found} == {guest}
    today = now().date()
    stay = found[1]
    assert stay.fact("arrives_on") == today + timedelta(days=12)
    assert stay.fact("price") == Money(41700, "EUR")
    assert stay.fact("parking") is True
    assert stay.fact("room_number") is None


async def test_a_number_that_is_somebody_elses_or_nobodys_finds_nothing(
    ground: Runtime, hotel: UUID
) -> None:
    desk = _desk(ground, hotel, await _guest(ground, hotel, 1))
    asked = ("RES-4802", "res-4821", " RES-4821 ", "RES-4899", "RES-0000")
    assert _numbers(await _read(desk, "reservation", *asked)) == ["RES-4821"]
    assert _numbers(await _read(desk, "folio", "FOL-3120", "FOL-3104")) == ["FOL-3104"]
    assert await _read(desk, "guest", "2") == ()


@pytest.mark.parametrize("noun", ["reservation", "folio", "ticket", "guest"])
async def test_an_unknown_visitor_sees_nothing(ground: Runtime, hotel: UUID, noun: str) -> None:
    desk = _desk(ground, hotel, None)
    numbers = {"reservation": "RES-4899", "folio": "FOL-3104", "ticket": "TCK-1001", "guest": "1"}
    assert await _read(desk, noun) == ()
    assert await _read(desk, noun, numbers[noun], "RES-4821") == ()


async def test_staff_read_any_record_by_its_number(ground: Runtime, hotel: UUID) -> None:
    desk = _desk(ground, hotel, None, STAFF)
    assert _numbers(await _read(desk, "reservation", "RES-4802", "RES-4899")) == [
        "RES-4802",
        "RES-4899",
    ]
    assert await _read(desk, "reservation") == ()
    assert _numbers(await _read(desk, "guest", "2", "9" * 30)) == ["2"]


async def test_the_same_tables_are_read_under_the_nouns_of_the_hotel(
    ground: Runtime, hotel: UUID
) -> None:
    desk = _desk(ground, hotel, await _guest(ground, hotel, 1))
    for noun in ("folio", "ticket", "guest"):
        found = await _read(desk, noun)
        assert {record.subject for record in found} == {noun}
        fields = set(built_in("hotel").nouns[noun].fields)
        assert all(fields <= {fact.name for fact in record.facts} for record in found)


async def test_a_noun_that_the_pack_does_not_have_has_no_records(
    ground: Runtime, hotel: UUID
) -> None:
    desk = _desk(ground, hotel, await _guest(ground, hotel, 1))
    read = READERS["find_records"]
    assert await read(desk, "spaceship", ()) == ()
    assert await read(desk, "folio", ()) == ()
    assert await read(replace(desk, nouns={}), "reservation", ()) == ()
    query = RecordQuery(noun="reservation", numbers=["RES-4821"])
    assert _numbers(await run(desk, query)) == ["RES-4821"]


async def test_records_of_another_tenant_are_not_seen(ground: Runtime, hotel: UUID) -> None:
    shop = await _tenant(ground, "fernway")
    desk = _desk(ground, shop, None, STAFF)
    assert await _read(desk, "reservation", "RES-4821") == ()


async def test_a_number_is_used_once_for_each_noun(ground: Runtime, hotel: UUID) -> None:
    def made(noun: str) -> Record:
        return Record(
            tenant_id=hotel, id=new_id(), noun=noun, number="RES-4821", customer_id=None, fields={}
        )

    async with ground.database.transaction(hotel) as session:
        session.add(made("table"))
        await session.flush()
        with pytest.raises(IntegrityError):
            async with session.begin_nested():
                session.add(made("reservation"))
        await session.execute(delete(Record).where(Record.noun == "table"))


async def test_a_customer_who_is_erased_takes_the_records_along(
    ground: Runtime, hotel: UUID
) -> None:
    guest = new_id()
    async with ground.database.transaction(hotel) as session:
        session.add(Customer(tenant_id=hotel, id=guest, number=99, email="z@example.net", name="Z"))
        await session.flush()
        number = "RES-9999"
        session.add(
            Record(tenant_id=hotel, noun="reservation", number=number, customer_id=guest, fields={})
        )
    desk = _desk(ground, hotel, guest)
    assert _numbers(await _read(desk, "reservation")) == ["RES-9999"]
    async with ground.database.transaction(hotel) as session:
        await session.execute(delete(Customer).where(Customer.id == guest))
    async with ground.database.transaction(hotel) as session:
        left = await session.scalars(select(Record.number).where(Record.number == "RES-9999"))
        assert left.all() == []
