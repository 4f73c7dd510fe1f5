"""Limits hold over all doors and under any crowd: rows that only one can have."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from deskhand.domain.actions.outcomes import Done, Outcome, Refused
from deskhand.domain.tables import ActionSlot, Approval, Refund
from deskhand.infra.clock import now
from deskhand.infra.errors import BUSY
from deskhand.infra.ids import new_id
from tests.integration.actions.scene import Scene

DOORS = ("customer", "turn", "staff", "api")


async def admitted(
    client: httpx.AsyncClient, path: str, body: Any, headers: dict[str, str]
) -> httpx.Response:
    """The answer of a crowd's door, asked again for as long as it is too busy."""
    while True:
        answer = await client.post(path, json=body, headers=headers)
        if answer.status_code not in BUSY:
            return answer


async def by_door(scene: Scene, door: str, number: str, amount: int) -> Outcome | int:
    """A refund asked for and confirmed through one of the doors."""
    given = {"amount": amount}
    if door == "customer":
        return await scene.do("refund", number, arguments=given)
    if door == "turn":
        turn = {"turn_id": new_id(), "conversation_id": new_id()}
        return await scene.do("refund", number, arguments=given, **turn)
    if door == "staff":
        return await scene.do("refund", number, scene.staff(), arguments=given)
    client, headers = scene.tenant.client, await scene.tenant.as_("customer")
    wish = {"action": "refund", "number": number, "arguments": given}
    proposed = await admitted(client, "/api/v1/actions", wish, headers)
    if proposed.status_code != 201:
        assert proposed.json()["code"] == "action_refused"
        return int(proposed.status_code)
    address = f"/api/v1/actions/{proposed.json()['id']}/confirm"
    answer = await admitted(client, address, {"yes": True}, headers)
    assert answer.status_code in (200, 409), answer.text
    return int(answer.status_code)


async def test_of_a_hundred_refunds_at_once_over_four_doors_two_are_done(scene: Scene) -> None:
    """Whoever asks so often waits for a person; granting all of it at once gives no more."""
    for number in range(20):
        await scene.add_order(f"R{number}")
    await scene.tenant.as_("customer")
    wishes = [(DOORS[one % 4], f"R{one // 5}", 2500) for one in range(100)]
    outcomes = await asyncio.gather(*(by_door(scene, *wish) for wish in wishes))
    async with scene.session() as session:
        waiting = list(await session.scalars(select(Approval.id)))
    decided = await asyncio.gather(
        *(
            scene.firewall.decide(scene.tenant.id, scene.staff("owner"), one, grant=True)
            for one in waiting
        )
    )
    assert len(await scene.refunds()) == 2
    rules = Counter(one.rule for one in (*outcomes, *decided) if isinstance(one, Refused))
    assert set(rules) <= {"refunds_per_month", "refund_amount"}
    assert Counter(one.state for one in await scene.ledger()) == {"done": 2}


async def test_of_a_hundred_refunds_whom_nobody_suspects_two_are_done(crowded: Scene) -> None:
    for number in range(20):
        await crowded.add_order(f"R{number}")
    wishes = [(DOORS[one % 3], f"R{one // 5}", 2500) for one in range(100)]
    outcomes = await asyncio.gather(*(by_door(crowded, *wish) for wish in wishes))
    assert sum(isinstance(one, Done) for one in outcomes) == 2
    assert len(await crowded.refunds()) == 2


async def test_of_many_refunds_of_one_order_at_once_never_more_is_given_than_was_paid(
    crowded: Scene,
) -> None:
    outcomes = await asyncio.gather(
        *(by_door(crowded, DOORS[one % 3], "12345", 3000) for one in range(30))
    )
    assert sum(isinstance(one, Done) for one in outcomes) == 1
    assert sum(one.amount_minor for one in await crowded.refunds()) == 3000


async def test_a_refund_that_no_action_made_counts_too(scene: Scene) -> None:
    order = await scene.order("12345")
    await scene.add_order("NEXT")
    async with scene.session() as session:
        session.add(
            Refund(
                tenant_id=scene.tenant.id,
                id=new_id(),
                order_id=order.id,
                customer_id=order.customer_id,
                amount_minor=100,
                currency="USD",
                status="done",
                issued_at=now(),
            )
        )
    assert isinstance(await scene.do("refund", "12345"), Done)
    refused = await scene.propose("refund", "NEXT")
    assert isinstance(refused, Refused)
    assert refused.rule == "refunds_per_month"


async def test_a_place_that_was_not_used_can_be_taken_again(scene: Scene) -> None:
    for number in ("A1", "A2", "A3"):
        await scene.add_order(number)
    first = await scene.proposed("refund", "A1")
    assert isinstance(await scene.do("refund", "A2"), Done)
    assert isinstance(await scene.do("refund", "A3"), Done)
    refused = await scene.settle(first.proposal_id)
    assert isinstance(refused, Refused)
    assert refused.rule == "refunds_per_month"
    async with scene.session() as session:
        places = await session.scalars(select(ActionSlot.place).order_by(ActionSlot.place))
        assert list(places) == [1, 2]


@pytest.mark.parametrize("amount", [0, -1, -4900, 4901, 10**15, 10**30, True, 49.0, "4900", None])
async def test_an_amount_that_is_none_or_too_much_is_refused(scene: Scene, amount: object) -> None:
    outcome = await scene.do("refund", "12345", arguments={"amount": amount})
    if amount is None:
        assert isinstance(outcome, Done), "what is left out is all that is left"
        return
    assert isinstance(outcome, Refused)
    assert outcome.rule in ("arguments", "refund_amount")
    assert await scene.refunds() == []


async def test_an_amount_of_another_currency_is_refused(scene: Scene) -> None:
    amount = {"minor": 100, "currency": "EUR"}
    outcome = await scene.do("refund", "12345", arguments={"amount": amount})
    assert isinstance(outcome, Refused)
