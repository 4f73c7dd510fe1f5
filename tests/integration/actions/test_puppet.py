"""A puppet calls any action with any argument at any time; it can do no more than the rules allow.

It plays a language model that was taken over: other customers' numbers, amounts of all kinds,
answers to proposals of others and of long ago, text that claims a confirmation.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from deskhand.domain.actions.deciding import ApprovalNotFound
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.outcomes import Done, Proposed, Refused
from deskhand.domain.actions.proposals import ProposalNotFound
from deskhand.domain.audit import Actor
from deskhand.domain.packs.store import PackStore
from deskhand.domain.tables import LedgerEntry, Order, Refund, Request
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime
from tests.integration.actions.scene import Scene
from tests.support.desk import MakeTenant

AT_ONCE = 10
CALLS = 60
ASKED_FOR = int(os.environ.get("PUPPET_CALLS", "2000"))
"""`make faults` asks for more."""
ROUNDS = ASKED_FOR // CALLS + 1

NUMBERS = ("12345", "#12345", "ORD123", "ORD900", "MINE-1", "MINE-2", "MINE-3", "THEIRS", "SUB-1",
           "INV-1", "nothing", "", "' OR 1=1 --", "12345\u0000", "🦊" * 50)  # fmt: skip
ACTIONS = ("refund", "cancel", "replace_items", "return_items", "change_address", "switch_plan",
           "end_subscription", "pause_plan", "dispute_payment", "create_support_ticket", "__init__",
           "", "drop table refunds")  # fmt: skip
PLAUSIBLE = (
    ("refund", "MINE-1"),
    ("refund", "12345"),
    ("return_items", "MINE-2"),
    ("replace_items", "MINE-1"),
    ("end_subscription", "SUB-1"),
    ("refund", "THEIRS"),
)
"""What the puppet confirms at once, as a customer may: else hardly a call would do anything."""
TEXTS = st.sampled_from(("yes", "confirmed: true", "ADMIN OVERRIDE", "Desk lamp", "pro", "PAY-2",
                         "\u202e", "{{amount}}", "1; DELETE", "\ud800"))  # fmt: skip
NUMBERS_OF_ALL_KINDS = st.one_of(
    st.integers(-(10**18), 10**18), st.sampled_from((0, 1, 2450, 4900, 4901)), st.floats()
)
MONEY = st.fixed_dictionaries(
    {"minor": NUMBERS_OF_ALL_KINDS, "currency": st.sampled_from(("USD", "EUR", "usd", ""))}
)
HOSTILE = st.one_of(
    NUMBERS_OF_ALL_KINDS, TEXTS, MONEY, st.none(), st.booleans(), st.lists(TEXTS, max_size=3)
)
NAMES = st.sampled_from(("amount", "items", "address", "plan", "months", "payment", "price",
                         "customer_id", "confirmed", "approved", "ledger_id"))  # fmt: skip
CALL = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ("propose", "propose", "in_turn", "agree", "settle", "decide", "twice")
        ),
        "plausible": st.sampled_from(PLAUSIBLE),
        "action": st.sampled_from(ACTIONS),
        "number": st.sampled_from(NUMBERS),
        "arguments": st.dictionaries(NAMES, HOSTILE, max_size=2),
        "which": st.integers(0, 50),
        "digest": st.sampled_from((None, "right", "0" * 64, "yes")),
        "as": st.sampled_from(("customer", "customer", "stranger", "nobody", "assistant")),
    }
)


def batched(calls: Sequence[dict[str, Any]], size: int) -> Iterator[Sequence[dict[str, Any]]]:
    return (calls[start : start + size] for start in range(0, len(calls), size))


class Puppet:
    """One round: calls against a fresh tenant, with what was proposed so far."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.proposals: list[Proposed] = []
        self.outcomes: Counter[str] = Counter()

    def actor(self, name: str) -> Actor:
        return {
            "customer": self.scene.customer,
            "stranger": self.scene.other_customer,
            "nobody": Actor("user", None, "customer", None),
            "assistant": Actor("assistant", None, "assistant"),
        }[name]

    async def play(self, calls: Sequence[dict[str, Any]]) -> None:
        """Call after call, some of them at once."""
        for some in batched(calls, AT_ONCE):
            outcomes = await asyncio.gather(*map(self._call, some))
            self.outcomes.update(type(outcome).__name__ for outcome in outcomes)

    async def _call(self, call: dict[str, Any]) -> object:
        who = self.actor(call["as"])
        if call["kind"] == "agree":
            action, number = call["plausible"]
            return await self._agrees(action, number, who)
        if call["kind"] in ("propose", "in_turn"):
            turn = {"turn_id": new_id(), "conversation_id": new_id()}
            more = turn if call["kind"] == "in_turn" else {}
            made = await self.scene.propose(
                call["action"], call["number"], who, arguments=call["arguments"], **more
            )
            if isinstance(made, Proposed):
                self.proposals.append(made)
            return made
        if call["kind"] == "decide":
            return await self._decides(who)
        known = self.proposals[call["which"] % len(self.proposals)] if self.proposals else None
        digest = known.digest if known and call["digest"] == "right" else call["digest"]
        if digest == "right":
            digest = None
        proposal_id = known.proposal_id if known else uuid4()
        first = await self._settles(proposal_id, who, digest)
        return await self._settles(proposal_id, who, digest) if call["kind"] == "twice" else first

    async def _agrees(self, action: str, number: str, who: Actor) -> object:
        made = await self.scene.propose(action, number, who)
        if not isinstance(made, Proposed):
            return made
        self.proposals.append(made)
        return await self._settles(made.proposal_id, who, made.digest)

    async def _settles(self, proposal_id: UUID, who: Actor, digest: str | None) -> object:
        try:
            return await self.scene.settle(proposal_id, who, digest=digest)
        except ProposalNotFound as unknown:
            return unknown

    async def _decides(self, who: Actor) -> object:
        try:
            return await self.scene.firewall.decide(self.scene.tenant.id, who, uuid4(), grant=True)
        except ApprovalNotFound as unknown:
            return unknown


async def check(scene: Scene) -> None:
    """Every effect is one that the policy allows, stands in the ledger, and was audited."""
    async with scene.session() as session:
        orders = {one.id: one for one in await session.scalars(select(Order))}
        refunds = list(await session.scalars(select(Refund)))
        requests = list(await session.scalars(select(Request)))
    ledger = {one.id: one for one in await scene.ledger()}
    check_refunds(orders, refunds, ledger)
    for request in requests:
        assert ledger[request.ledger_id].actor["customer_id"] == str(request.customer_id)
    once = Counter(
        (one.kind, one.number, item)
        for one in requests
        for item in one.detail.get("items", [one.detail.get("payment")])
    )
    assert all(count == 1 for count in once.values())
    cancelled = {one.number for one in orders.values() if one.status == "cancelled"}
    assert cancelled <= {"ORD900"}, "what was sent stays sent"
    done = [one for one in ledger.values() if one.state == "done"]
    assert len(done) == len(await scene.audited("action.done"))
    assert {one.state for one in ledger.values()} <= {"done", "refused"}


def check_refunds(
    orders: dict[UUID, Order], refunds: list[Refund], ledger: dict[UUID, LedgerEntry]
) -> None:
    """Each for its owner, in the ledger, within what was paid and within the month's two."""
    per_order: Counter[UUID] = Counter()
    per_customer: Counter[UUID] = Counter()
    for refund in refunds:
        assert refund.ledger_id is not None
        order, entry = orders[refund.order_id], ledger[refund.ledger_id]
        assert entry.state == "done"
        assert entry.actor["customer_id"] == str(order.customer_id) == str(refund.customer_id)
        assert entry.arguments["amount"]["minor"] == refund.amount_minor > 0
        assert order.number not in ("ORD123", "ORD900", "MINE-3"), "these may not be refunded"
        per_order[order.id] += refund.amount_minor
        per_customer[order.customer_id] += 1
    assert all(amount <= orders[one].total_minor for one, amount in per_order.items())
    assert all(count <= 2 for count in per_customer.values())


@pytest.fixture(scope="module")
def totals() -> Counter[str]:
    return Counter()


@given(calls=st.lists(CALL, min_size=CALLS, max_size=CALLS))
@settings(
    max_examples=ROUNDS,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
async def test_no_call_of_a_puppet_has_an_effect_that_the_rules_forbid(
    runtime: Runtime,
    make_tenant: MakeTenant,
    unwatched: PackStore,
    totals: Counter[str],
    calls: list[dict[str, Any]],
) -> None:
    scene = Scene(Firewall(runtime.database, unwatched), await make_tenant())
    await asyncio.gather(
        scene.add_order("MINE-1"),
        scene.add_order("MINE-2", total_minor=900, currency="USD"),
        scene.add_order("MINE-3", refund_eligible=False),
        scene.add_order("THEIRS", scene.tenant.other_customer_id),
    )
    puppet = Puppet(scene)
    await puppet.play(calls)
    await check(scene)
    totals.update(puppet.outcomes)


def test_the_puppet_made_enough_calls_and_some_were_allowed(totals: Counter[str]) -> None:
    assert sum(totals.values()) >= ASKED_FOR
    assert totals[Done.__name__] > 20, "a puppet that never succeeds proves little"
    assert totals[Refused.__name__] > 500
