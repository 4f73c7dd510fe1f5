"""Versions of a tenant's pack: drafted, checked, published, rolled back, each step once."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from deskhand.domain.audit import Actor
from deskhand.domain.packs import versions
from deskhand.domain.packs.comparing import diff
from deskhand.domain.packs.schemas import LARGEST_FILE, MOST_FILES
from deskhand.domain.tables import AuditEntry, PackVersion
from deskhand.infra.runtime import Runtime
from deskhand.packs.loader import PackInvalid
from tests.support.desk import MakeTenant, Tenant
from tests.support.pack_files import small_pack, with_file, with_words


def owner_of(tenant: Tenant) -> Actor:
    return Actor("user", tenant.users["owner"], "owner")


async def drafted(runtime: Runtime, tenant: Tenant, files: dict[str, str]) -> int:
    async with runtime.database.transaction(tenant.id) as session:
        return (await versions.draft(session, owner_of(tenant), files)).number


async def published(runtime: Runtime, tenant: Tenant, number: int) -> None:
    async with runtime.database.transaction(tenant.id) as session:
        await versions.publish(session, owner_of(tenant), number)


async def rolled_back(runtime: Runtime, tenant: Tenant) -> int | None:
    async with runtime.database.transaction(tenant.id) as session:
        before = await versions.roll_back(session, owner_of(tenant))
        return before.number if before is not None else None


async def standing(runtime: Runtime, tenant: Tenant) -> dict[int, str]:
    async with runtime.database.transaction(tenant.id) as session:
        rows = await session.execute(select(PackVersion.number, PackVersion.status))
        return {number: status for number, status in rows}


async def test_versions_are_numbered_from_one_in_each_tenant(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    for tenant in (await make_tenant(), await make_tenant()):
        numbers = [await drafted(runtime, tenant, small_pack()) for _ in range(2)]
        assert numbers == [1, 2]


async def test_a_version_keeps_its_files_its_note_and_its_author(
    runtime: Runtime, tenant: Tenant
) -> None:
    async with runtime.database.transaction(tenant.id) as session:
        made = await versions.draft(session, owner_of(tenant), small_pack(), "First")
    async with runtime.database.transaction(tenant.id) as session:
        kept = await versions.get_version(session, made.number)
        assert (kept.note, kept.author_user_id) == ("First", tenant.users["owner"])
        assert (kept.status, kept.name, kept.checked_at) == ("draft", None, None)
        assert await versions.files_of(session, made.number) == small_pack()


async def test_a_good_draft_is_checked_and_gets_its_name(runtime: Runtime, tenant: Tenant) -> None:
    number = await drafted(runtime, tenant, small_pack())
    async with runtime.database.transaction(tenant.id) as session:
        version = await versions.check(session, owner_of(tenant), number)
        assert (version.status, version.name) == ("checked", "workshop")
        assert version.checked_at is not None


async def test_a_pack_with_faults_is_neither_checked_nor_published_and_what_answers_stays(
    runtime: Runtime, tenant: Tenant
) -> None:
    good = await drafted(runtime, tenant, small_pack())
    await published(runtime, tenant, good)
    bad = await drafted(runtime, tenant, with_file("wording/de.ftl", None))
    for step in (versions.check, versions.publish):
        with pytest.raises(PackInvalid) as refused:
            async with runtime.database.transaction(tenant.id) as session:
                await step(session, owner_of(tenant), bad)
        assert refused.value.faults == ("wording/de.ftl: this file is missing.",)
    assert await standing(runtime, tenant) == {good: "published", bad: "draft"}


async def test_publishing_retires_the_version_before(runtime: Runtime, tenant: Tenant) -> None:
    for _ in range(3):
        await published(runtime, tenant, await drafted(runtime, tenant, small_pack()))
    assert await standing(runtime, tenant) == {1: "retired", 2: "retired", 3: "published"}
    with pytest.raises(versions.PackAlreadyPublished):
        await published(runtime, tenant, 3)
    await published(runtime, tenant, 1)
    assert await standing(runtime, tenant) == {1: "published", 2: "retired", 3: "retired"}


async def test_rolling_back_goes_step_by_step_to_what_answered_before(
    runtime: Runtime, tenant: Tenant
) -> None:
    for _ in range(3):
        await drafted(runtime, tenant, small_pack())
    for number in (3, 1, 2, 3, 2):
        await published(runtime, tenant, number)
    # A version counts where it answered last: 1, then 3, then 2.
    assert [await rolled_back(runtime, tenant) for _ in range(3)] == [3, 1, None]
    assert set((await standing(runtime, tenant)).values()) == {"rolled_back"}
    with pytest.raises(versions.NoPackPublished):
        await rolled_back(runtime, tenant)


async def test_what_answered_last_comes_back_and_not_the_highest_number(
    runtime: Runtime, tenant: Tenant
) -> None:
    for _ in range(3):
        await drafted(runtime, tenant, small_pack())
    for number in (3, 1, 2):
        await published(runtime, tenant, number)
    assert [await rolled_back(runtime, tenant) for _ in range(3)] == [1, 3, None]


async def test_a_version_that_was_rolled_back_can_be_published_again(
    runtime: Runtime, tenant: Tenant
) -> None:
    for _ in range(2):
        await published(runtime, tenant, await drafted(runtime, tenant, small_pack()))
    assert await rolled_back(runtime, tenant) == 1
    await published(runtime, tenant, 2)
    assert await standing(runtime, tenant) == {1: "retired", 2: "published"}


async def test_of_many_who_publish_at_once_one_after_the_other_does(
    runtime: Runtime, tenant: Tenant
) -> None:
    numbers = [await drafted(runtime, tenant, small_pack()) for _ in range(5)]
    await asyncio.gather(*(published(runtime, tenant, number) for number in numbers))
    states = list((await standing(runtime, tenant)).values())
    assert sorted(states) == ["published", *["retired"] * 4]
    outcomes = await asyncio.gather(
        *(published(runtime, tenant, 1) for _ in range(4)), return_exceptions=True
    )
    refused = [one for one in outcomes if isinstance(one, versions.PackAlreadyPublished)]
    assert len(refused) >= 3
    assert len(refused) + outcomes.count(None) == 4


async def test_drafts_that_are_made_at_once_get_numbers_of_their_own(
    runtime: Runtime, tenant: Tenant
) -> None:
    numbers = await asyncio.gather(*(drafted(runtime, tenant, small_pack()) for _ in range(6)))
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


async def test_checking_while_somebody_publishes_does_not_unpublish(
    runtime: Runtime, tenant: Tenant
) -> None:
    number = await drafted(runtime, tenant, small_pack())

    async def checked() -> None:
        async with runtime.database.transaction(tenant.id) as session:
            await versions.check(session, owner_of(tenant), number)

    await asyncio.gather(checked(), published(runtime, tenant, number), checked())
    assert await standing(runtime, tenant) == {number: "published"}


async def test_the_database_itself_allows_one_published_version(
    runtime: Runtime, tenant: Tenant
) -> None:
    for _ in range(2):
        await drafted(runtime, tenant, small_pack())
    with pytest.raises(IntegrityError):
        async with runtime.database.transaction(tenant.id) as session:
            await session.execute(text("UPDATE pack_versions SET status = 'published'"))


async def test_another_tenant_sees_nothing_of_a_version(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    mine, other = await make_tenant(), await make_tenant()
    await published(runtime, mine, await drafted(runtime, mine, small_pack()))
    async with runtime.database.transaction(other.id) as session:
        assert (await session.scalars(versions.versions())).all() == []
        assert await versions.published_version(session) is None
        for look in (versions.files_of, versions.get_version):
            with pytest.raises(versions.PackVersionNotFound):
                await look(session, 1)
        with pytest.raises(versions.PackVersionNotFound):
            await versions.publish(session, owner_of(other), 1)
        with pytest.raises(versions.NoPackPublished):
            await versions.roll_back(session, owner_of(other))


async def test_every_step_stands_in_the_audit_trail(runtime: Runtime, tenant: Tenant) -> None:
    for _ in range(2):
        number = await drafted(runtime, tenant, small_pack())
        async with runtime.database.transaction(tenant.id) as session:
            await versions.check(session, owner_of(tenant), number)
        await published(runtime, tenant, number)
    await rolled_back(runtime, tenant)
    query = select(AuditEntry).where(AuditEntry.action.startswith("pack.")).order_by(AuditEntry.id)
    async with runtime.database.transaction(tenant.id) as session:
        entries = list(await session.scalars(query))
    assert [(entry.action, entry.target) for entry in entries] == [
        ("pack.drafted", "pack:1"),
        ("pack.checked", "pack:1"),
        ("pack.published", "pack:1"),
        ("pack.drafted", "pack:2"),
        ("pack.checked", "pack:2"),
        ("pack.published", "pack:2"),
        ("pack.rolled_back", "pack:2"),
    ]
    assert {entry.actor["id"] for entry in entries} == {str(tenant.users["owner"])}
    assert entries[5].detail["replaced"] == 1
    assert entries[6].detail["restored"] == 1


@pytest.mark.parametrize(
    "files",
    [
        {"../pack.yaml": ""},
        {"/etc/pack.yaml": ""},
        {"procedures/../../x.yaml": ""},
        {".git/config.yaml": ""},
        {"procedures\\x.yaml": ""},
        {"pack.py": ""},
        {"pack.yaml": "a\0b"},
        {"pack.yaml": "\ud800"},
        {"pack.yaml": "x" * (LARGEST_FILE + 1)},
        {f"procedures/{number}.yaml": "x" * LARGEST_FILE for number in range(5)},
        {f"procedures/p{number}.yaml": "" for number in range(MOST_FILES + 1)},
    ],
)
async def test_strange_paths_and_too_much_are_not_kept(
    runtime: Runtime, shared_tenant: Tenant, files: dict[str, str]
) -> None:
    with pytest.raises(versions.PackFilesRefused):
        await drafted(runtime, shared_tenant, files)
    assert await standing(runtime, shared_tenant) == {}


def test_a_difference_is_told_file_by_file() -> None:
    after = with_words("pack.yaml", "Repair shop", "Repair café")
    after["procedures/new.yaml"] = "procedure: new\n"
    del after["wording/de.ftl"]
    changes = {change.path: change for change in diff(small_pack(), after)}
    assert {path: change.change for path, change in changes.items()} == {
        "pack.yaml": "changed",
        "procedures/new.yaml": "added",
        "wording/de.ftl": "removed",
    }
    lines = changes["pack.yaml"].diff.splitlines()
    assert "-title: Repair shop" in lines
    assert "+title: Repair café" in lines
    assert changes["procedures/new.yaml"].diff.startswith(
        "--- /dev/null\n+++ b/procedures/new.yaml"
    )


def test_a_difference_in_the_last_line_end_is_told() -> None:
    (change,) = diff({"README.md": "a\n"}, {"README.md": "a"})
    assert "\\ No newline at end of file" in change.diff


def test_files_that_would_take_too_long_are_not_compared_line_by_line() -> None:
    before = "".join(f"a{number}\n" for number in range(15_000))
    (change,) = diff({"README.md": before}, {"README.md": before.replace("a", "b")})
    assert change.diff == "README.md: 15000 and 15000 lines are too many to compare.\n"
