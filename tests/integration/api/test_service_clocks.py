"""Service clocks of conversations: begun, paused, warned, and in step with the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from deskhand.infra import clock
from deskhand.infra.runtime import Runtime
from deskhand.worker.desk import keep_desk
from tests.integration.api.test_desk import PACKS, actions_of, done
from tests.integration.api.test_inbox import listed
from tests.integration.api.test_team import ask_for_a_person, call
from tests.support.desk import MakeTenant, Tenant


@contextmanager
def at_moment(tenant: Tenant, moment: datetime) -> Iterator[None]:
    """The clock stands there, and who calls signs in anew: old tokens have expired."""
    tenant.tokens.clear()
    with clock.frozen(moment):
        yield
    tenant.tokens.clear()


def targets(**minutes: Any) -> dict[str, Any]:
    return {"service_levels": {"hours": "always", "warn_before": 5, "targets": minutes}}


async def service(tenant: Tenant, conversation: str) -> Any:
    return await done(tenant, "GET", f"{conversation}/service")


async def test_a_clock_runs_while_the_team_is_awaited_and_tells_before_it_is_missed(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    normal = {"first_response": 30, "resolution": 60}
    await call(tenant, "PUT", "desk", targets(normal=normal, urgent={"resolution": 10}), "admin")
    conversation = await ask_for_a_person(tenant, "Please help")
    await keep_desk(runtime, PACKS, tenant.id)
    begun = await service(tenant, conversation)
    started = datetime.fromisoformat(begun["started_at"])

    def at(minutes: int) -> str:
        return (started + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")

    assert (begun["first_response_due"], begun["resolution_due"]) == (at(30), at(60))
    for minute, told in ((20, []), (26, ["service.warned"]), (27, ["service.warned"])):
        with clock.frozen(started + timedelta(minutes=minute)):
            await keep_desk(runtime, PACKS, tenant.id)
        story = await actions_of(tenant, conversation)
        assert [one for one in story if one.startswith("service.")] == told, minute
    with at_moment(tenant, started + timedelta(minutes=31)):
        await keep_desk(runtime, PACKS, tenant.id)
        await done(tenant, "POST", f"{conversation}/replies", {"message": "We look into it."})
        await keep_desk(runtime, PACKS, tenant.id)
    paused = await service(tenant, conversation)
    assert paused["first_responded_at"] == at(31)
    assert paused["first_breached_at"] is not None
    assert (paused["paused"], paused["resolution_due"]) == (True, None)
    with at_moment(tenant, started + timedelta(minutes=100)):
        await done(tenant, "POST", f"{conversation}/messages", {"message": "And?"}, "customer")
        await keep_desk(runtime, PACKS, tenant.id)
    assert (await service(tenant, conversation))["resolution_due"] == at(129)
    row = (await listed(tenant, "all"))[0]
    assert row["service"]["resolution_due"] == at(129)


async def test_another_priority_and_other_targets_move_what_is_due(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    both = targets(normal={"resolution": 60}, urgent={"resolution": 10})
    await call(tenant, "PUT", "desk", both, "admin")
    conversation = await ask_for_a_person(tenant, "Please help")

    async def due_after() -> timedelta | None:
        await keep_desk(runtime, PACKS, tenant.id)
        found = await service(tenant, conversation)
        if found["resolution_due"] is None:
            return None
        return datetime.fromisoformat(found["resolution_due"]) - datetime.fromisoformat(
            found["started_at"]
        )

    assert await due_after() == timedelta(minutes=60)
    await done(tenant, "PATCH", conversation, {"priority": "urgent"})
    assert await due_after() == timedelta(minutes=10)
    await call(tenant, "PUT", "desk", targets(urgent={"resolution": 45}), "admin")
    assert await due_after() == timedelta(minutes=45)
    await call(tenant, "PUT", "desk", {}, "admin")
    assert await due_after() is None


async def test_a_clock_ends_with_the_conversation_and_begins_anew_with_the_next_wait(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    await call(tenant, "PUT", "desk", targets(normal={"resolution": 60}), "admin")
    conversation = await ask_for_a_person(tenant, "Please help")
    await keep_desk(runtime, PACKS, tenant.id)
    await done(tenant, "POST", f"{conversation}/close")
    await keep_desk(runtime, PACKS, tenant.id)
    ended = await service(tenant, conversation)
    assert ended["ended_at"] is not None
    later = clock.now() + timedelta(hours=2)
    with at_moment(tenant, later):
        await keep_desk(runtime, PACKS, tenant.id)
        await done(tenant, "POST", f"{conversation}/messages", {"message": "Again"}, "customer")
        await done(tenant, "PATCH", conversation, {"owner": "person"})
        await keep_desk(runtime, PACKS, tenant.id)
    anew = await service(tenant, conversation)
    assert anew["ended_at"] is None
    assert datetime.fromisoformat(anew["started_at"]) >= later
    story = await actions_of(tenant, conversation)
    assert not [one for one in story if one.startswith("service.")]


async def test_targets_without_sense_are_refused(tenant: Tenant) -> None:
    for body in (
        targets(huge={"resolution": 1}),
        targets(normal={"resolution": 0}),
        {"service_levels": {"hours": "sometimes"}},
        {"other": 1},
    ):
        answer = await call(tenant, "PUT", "desk", body, "admin")
        assert answer.status_code == 422, body
