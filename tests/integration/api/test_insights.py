"""Resolutions with what customers say of them, and the figures that are made of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from deskhand.infra import clock
from tests.integration.api.test_desk import done, send
from tests.integration.api.test_inbox import conversation_of, listed
from tests.integration.api.test_team import call
from tests.support.desk import MakeTenant, Tenant


async def figures(tenant: Tenant) -> dict[str, Any]:
    answer = await call(tenant, "GET", "insights")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()}


async def behind(tenant: Tenant, figure: str, **params: str) -> list[str]:
    """The conversations behind a figure, page by page."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        query = {**params, "limit": "1"} | ({"cursor": cursor} if cursor else {})
        answer = await tenant.client.get(
            f"/api/v1/insights/{figure}/conversations",
            params=query,
            headers=await tenant.as_("agent"),
        )
        assert answer.status_code == 200, answer.text
        found += [one["conversation_id"] for one in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return found


async def test_a_customer_rates_each_closing_and_who_is_not_satisfied_gets_a_person(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "My lamp is dark")
    none = await send(tenant, "POST", f"{conversation}/rating", {"rating": "satisfied"}, "customer")
    assert (none.status_code, none.json()["code"]) == (409, "nothing_resolved")
    await done(tenant, "POST", f"{conversation}/close")
    body = {"rating": "escalate", "comment": "Still dark"}
    rated = await done(tenant, "POST", f"{conversation}/rating", body, "customer")
    assert (rated["rating"], rated["comment"], rated["confirmed"]) == (
        "escalate",
        "Still dark",
        False,
    )
    assert rated["reopened_at"] is not None
    (row,) = await listed(tenant, "waiting")
    assert (row["status"], row["waiting_reason"]) == ("open", "asked")
    await done(tenant, "POST", f"{conversation}/close")
    await done(tenant, "POST", f"{conversation}/rating", {"rating": "satisfied"}, "customer")
    both = await done(tenant, "GET", f"{conversation}/resolutions", role="customer")
    assert [(one["rating"], one["confirmed"]) for one in both] == [
        ("escalate", False),
        ("satisfied", True),
    ]
    stranger = await send(
        tenant, "POST", f"{conversation}/rating", {"rating": "satisfied"}, "other_customer"
    )
    assert stranger.status_code == 404


async def test_resolutions_are_kept_apart_by_how_sure_they_are(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    assumed = await conversation_of(tenant, "Assumed")
    await done(tenant, "POST", f"{assumed}/close")
    confirmed = await conversation_of(tenant, "Confirmed")
    await done(tenant, "POST", f"{confirmed}/close", role="customer")
    reopened = await conversation_of(tenant, "Reopened")
    await done(tenant, "POST", f"{reopened}/replies", {"message": "Done."})
    await done(tenant, "POST", f"{reopened}/close")
    await done(tenant, "POST", f"{reopened}/messages", {"message": "No!"}, "customer")
    found = await figures(tenant)
    for name, expected in {
        "resolved_assumed": [assumed],
        "resolved_confirmed": [confirmed],
        "reopened": [reopened],
        "conversations": [reopened, confirmed, assumed],
        "first_response_by_person": [reopened],
        "containment": [confirmed, assumed],
    }.items():
        assert await behind(tenant, name) == expected, name
    assert found["resolved_assumed"]["value"] == 1
    assert found["containment"]["value"] == 1.0
    assert found["reopened"]["labels"] == [{"label": "person", "count": 1}]
    assert found["satisfaction"]["value"] is None
    assert sum(day["value"] for day in found["conversations"]["days"]) == 3
    assert all(one["definition"].endswith(".") for one in found.values())


async def test_times_are_a_median_and_a_ninetieth_percentile(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    moment = clock.now() - timedelta(minutes=15)
    for minutes in (1, 2, 9):
        with clock.frozen(moment):
            conversation = await conversation_of(tenant, "Hello")
        with clock.frozen(moment + timedelta(minutes=minutes)):
            await done(tenant, "POST", f"{conversation}/replies", {"message": "Hi."})
            await done(tenant, "POST", f"{conversation}/close")
    found = await figures(tenant)
    for name in ("first_response_by_person", "first_response", "resolution_time"):
        assert (found[name]["value"], found[name]["count"]) == (120.0, 3), name
        assert found[name]["p90"] == pytest.approx(456.0)


async def test_wishes_for_a_person_are_counted_by_where_they_came_from(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Hello")
    await done(tenant, "POST", f"{conversation}/close")
    await done(tenant, "POST", f"{conversation}/rating", {"rating": "escalate"}, "customer")
    hand_overs = (await figures(tenant))["hand_overs"]
    assert hand_overs["labels"] == [{"label": "asked", "count": 1}]
    assert await behind(tenant, "hand_overs", label="asked") == [conversation]
    assert await behind(tenant, "hand_overs", label="failed") == []
    foreign = await make_tenant()
    assert (await figures(foreign))["hand_overs"]["count"] == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("insights?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", 422),
        ("insights?since=2020-01-01T00:00:00Z", 422),
        ("insights?since=yesterday", 422),
        ("insights?since=2026-01-01T00:00:00", 422),
        ("insights?zone=Mars/Base", 422),
        ("insights?zone=../../etc/passwd", 422),
        ("insights/nothing/conversations", 404),
        ("insights/reopened/conversations?cursor=-1", 422),
        ("insights/reopened/conversations?cursor=x", 422),
    ],
)
async def test_what_cannot_be_counted_is_refused(tenant: Tenant, path: str, status: int) -> None:
    assert (await call(tenant, "GET", path)).status_code == status
