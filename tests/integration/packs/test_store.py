"""Which pack answers: read anew for each turn, compiled once for each version."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, update

from deskhand.domain.audit import SYSTEM
from deskhand.domain.packs import versions
from deskhand.domain.packs.store import PackInUse, PackStore, number_in
from deskhand.domain.tables import PackVersion
from deskhand.domain.tables import Tenant as TenantTable
from deskhand.infra.runtime import Runtime
from deskhand.packs.loader import Pack, PackInvalid, pack_of
from tests.support.desk import MakeTenant, Tenant
from tests.support.pack_files import small_pack, with_words

BUILT_IN = pack_of(with_words("pack.yaml", "name: workshop", "name: shop"))


def given(name: str) -> Pack:
    assert name == "shop"
    return BUILT_IN


def titled(title: str) -> dict[str, str]:
    return with_words("pack.yaml", "Repair shop", title)


async def publish(runtime: Runtime, tenant: Tenant, files: dict[str, str]) -> int:
    async with runtime.database.transaction(tenant.id) as session:
        number = (await versions.draft(session, SYSTEM, files)).number
        await versions.publish(session, SYSTEM, number)
        return number


async def in_use(runtime: Runtime, store: PackStore, tenant_id: UUID) -> PackInUse:
    async with runtime.database.transaction(tenant_id) as session:
        return await store.of_tenant(session)


async def again(
    runtime: Runtime, store: PackStore, tenant: Tenant, number: int | None
) -> PackInUse:
    async with runtime.database.transaction(tenant.id) as session:
        return await store.version(session, number)


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """The statements that are sent meanwhile, without those that set the tenant."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if "set_config" not in statement:
            sent.append(statement)

    engine = runtime.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_tenant_stands_on_the_built_in_pack_until_it_publishes_its_own(
    runtime: Runtime, tenant: Tenant
) -> None:
    store = PackStore(given)
    pack, version = await in_use(runtime, store, tenant.id)
    assert (pack, version) == (BUILT_IN, "shop")
    async with runtime.database.transaction(tenant.id) as session:
        await versions.draft(session, SYSTEM, small_pack())
    assert (await in_use(runtime, store, tenant.id)).version == "shop"
    await publish(runtime, tenant, titled("Own"))
    pack, version = await in_use(runtime, store, tenant.id)
    assert (pack.about.title, version) == ("Own", "workshop@2")


async def test_every_process_sees_a_change_with_its_next_turn(
    runtime: Runtime, tenant: Tenant
) -> None:
    processes = [PackStore(given), PackStore(given)]
    for title in ("One", "Two"):
        await publish(runtime, tenant, titled(title))
        for store in processes:
            assert (await in_use(runtime, store, tenant.id)).pack.about.title == title
    async with runtime.database.transaction(tenant.id) as session:
        await versions.roll_back(session, SYSTEM)
    for store in processes:
        assert (await in_use(runtime, store, tenant.id)).version == "workshop@1"


async def test_a_known_version_costs_one_look_up_and_is_not_compiled_again(
    runtime: Runtime, tenant: Tenant
) -> None:
    store = PackStore(given)
    await publish(runtime, tenant, small_pack())
    first = await in_use(runtime, store, tenant.id)
    with statements(runtime) as sent:
        second = await in_use(runtime, store, tenant.id)
    assert second.pack is first.pack
    assert len(sent) == 1
    assert "files" not in sent[0]


async def test_many_turns_that_begin_at_once_compile_a_version_once(
    runtime: Runtime, tenant: Tenant
) -> None:
    store = PackStore(given)
    await publish(runtime, tenant, small_pack())
    with statements(runtime) as sent:
        found = await asyncio.gather(*(in_use(runtime, store, tenant.id) for _ in range(20)))
    assert len({id(one.pack) for one in found}) == 1
    assert sum("files" in statement for statement in sent) == 1


async def test_no_tenant_gets_the_pack_of_another(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    store = PackStore(given)
    one, two, none = await make_tenant(), await make_tenant(), await make_tenant()
    await publish(runtime, one, titled("One"))
    await publish(runtime, two, titled("Two"))
    found = [await in_use(runtime, store, tenant.id) for tenant in (one, two, none, one)]
    assert [use.version for use in found] == ["workshop@1", "workshop@1", "shop", "workshop@1"]
    assert [use.pack.about.title for use in found[:2]] == ["One", "Two"]
    assert found[3].pack is found[0].pack
    with pytest.raises(versions.PackVersionNotFound):
        await again(runtime, store, none, 1)


async def test_a_conversation_can_finish_on_the_version_that_it_began_with(
    runtime: Runtime, tenant: Tenant
) -> None:
    store = PackStore(given)
    at_first = await in_use(runtime, store, tenant.id)
    await publish(runtime, tenant, titled("One"))
    began = await in_use(runtime, store, tenant.id)
    await publish(runtime, tenant, titled("Two"))
    assert (at_first.number, began.number) == (None, 1)
    assert await again(runtime, store, tenant, at_first.number) == at_first
    assert await again(runtime, store, tenant, number_in(began.version)) == began
    with pytest.raises(versions.PackVersionNotFound):
        await again(runtime, store, tenant, 9)


async def test_only_so_many_compiled_packs_are_kept(runtime: Runtime, tenant: Tenant) -> None:
    store = PackStore(given, most_kept=2)
    numbers = [await publish(runtime, tenant, titled(title)) for title in ("A", "B", "C")]
    first = await again(runtime, store, tenant, numbers[0])
    await again(runtime, store, tenant, numbers[1])
    assert (await again(runtime, store, tenant, numbers[0])).pack is first.pack
    await again(runtime, store, tenant, numbers[2])
    assert (await again(runtime, store, tenant, numbers[0])).pack is first.pack
    with statements(runtime) as sent:
        await again(runtime, store, tenant, numbers[1])
    assert sum("files" in statement for statement in sent) == 1


async def test_a_published_version_that_this_release_cannot_use_says_why_each_time(
    runtime: Runtime, tenant: Tenant
) -> None:
    store = PackStore(given)
    number = await publish(runtime, tenant, small_pack())
    older = {**small_pack(), "nouns.yaml": "repair: {}\n"}
    async with runtime.database.transaction(tenant.id) as session:
        change = update(PackVersion).where(PackVersion.number == number).values(files=older)
        await session.execute(change)
    for _ in range(2):
        with pytest.raises(PackInvalid) as refused:
            await in_use(runtime, store, tenant.id)
        assert "nouns.yaml, line 1: repair.read: Field required." in refused.value.faults


async def test_the_tenant_s_row_names_the_built_in_pack(runtime: Runtime, tenant: Tenant) -> None:
    asked: list[str] = []

    def built_in(name: str) -> Pack:
        asked.append(name)
        return BUILT_IN

    async with runtime.database.transaction(tenant.id) as session:
        await session.execute(update(TenantTable).values(pack="hotel"))
    found = await in_use(runtime, PackStore(built_in), tenant.id)
    assert (asked, found.version) == (["hotel"], "hotel")
