"""The own time of the firewall for one confirmed action: all but the doing itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.ground import Ground
from benchmarks.measure import Figure, quantile
from deskhand.domain.accounts.tenants import create_tenant
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.gateways.built_in import BuiltIn
from deskhand.domain.actions.gateways.port import Answer, Call
from deskhand.domain.actions.gateways.registry import Same
from deskhand.domain.actions.outcomes import Done, Proposed, Wish
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.things.port import Thing
from deskhand.domain.tables import Customer, Order
from deskhand.infra.clock import now
from deskhand.infra.db.session import Database
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import DatabaseUrls, open_runtime
from deskhand.infra.settings import AppSettings, Settings

_ACTIONS = 300
_WARM = 20

Result = TypeVar("Result")


@dataclass
class TimedGateway(BuiltIn):
    """The built-in records, with the seconds that the doing itself took."""

    seconds: float = 0.0

    async def perform(
        self, call: Call, session: AsyncSession | None, thing: Thing | None
    ) -> Answer:
        """As the built-in records do it."""
        began = time.perf_counter()
        try:
            return await super().perform(call, session, thing)
        finally:
            self.seconds += time.perf_counter() - began


@dataclass
class Measured:
    """Seconds of each action: asking only, proposing, settling without the doing."""

    may: list[float] = field(default_factory=list)
    propose: list[float] = field(default_factory=list)
    settle: list[float] = field(default_factory=list)


def run(ground: Ground) -> list[Figure]:
    """Refunds of many customers, one after the other, on the private server."""
    measured = asyncio.run(_measure(ground))
    own = [one + other for one, other in zip(measured.propose, measured.settle, strict=True)]
    return [
        _figure("asking what the rules say, p95", measured.may),
        _figure("proposing, p95", measured.propose),
        _figure("settling without the doing, p95", measured.settle),
        _figure("a whole action without the doing, p50", own, 0.5),
        Figure("a whole action without the doing, p95", quantile(own, 0.95) * 1000, "ms", 5.0),
    ]


def _figure(name: str, seconds: list[float], share: float = 0.95) -> Figure:
    return Figure(name, quantile(seconds, share) * 1000, "ms")


async def _measure(ground: Ground) -> Measured:
    with EmbeddedPostgres(ground.data_dir / "pg") as server:
        urls = DatabaseUrls(server.url("deskhand_app"), None, True)
        settings = Settings()
        vars(settings)["app"] = AppSettings.model_validate({"DESKHAND_DATA_DIR": ground.data_dir})
        async with open_runtime(settings, urls) as runtime:
            return await _refunds(runtime.database)


async def _refunds(database: Database) -> Measured:
    gateway, measured = TimedGateway(), Measured()
    firewall = Firewall(database, gateways=Same({"built_in": gateway}))
    tenant_id, customers = await _customers(database)
    for place, customer_id in enumerate(customers):
        actor = Actor("user", customer_id, "customer", customer_id)
        wish = Wish("refund", f"BENCH{place}")
        async with database.transaction(tenant_id) as session:
            asked, _ = await _timed(firewall.may(session, actor, wish))
        began = time.perf_counter()
        async with database.transaction(tenant_id) as session:
            made = await firewall.propose(session, actor, wish)
        proposing = time.perf_counter() - began
        if not isinstance(made, Proposed):
            raise TypeError(f"the refund was refused by {made.rule}")
        before = gateway.seconds
        settling, outcome = await _timed(
            firewall.settle(tenant_id, actor, made.proposal_id, yes=True, digest=made.digest)
        )
        if not isinstance(outcome, Done):
            raise TypeError(f"the refund ended as {type(outcome).__name__}")
        if place >= _WARM:
            measured.may.append(asked)
            measured.propose.append(proposing)
            measured.settle.append(settling - (gateway.seconds - before))
    return measured


async def _timed(work: Awaitable[Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = await work
    return time.perf_counter() - began, result


async def _customers(database: Database) -> tuple[UUID, list[UUID]]:
    """A tenant of its own; each customer has one order that can be refunded."""
    moment = now()
    async with database.transaction(None) as session:
        tenant_id = (await create_tenant(session, "Benchmark")).tenant_id
        shared = {"tenant_id": tenant_id, "created_at": moment}
        ids = [new_id() for _ in range(_ACTIONS + _WARM)]
        session.add_all(
            Customer(
                **shared, id=one, number=place + 1, email=f"{one}@example.com", name="Somebody"
            )
            for place, one in enumerate(ids)
        )
        await session.flush()
        session.add_all(
            Order(
                **shared,
                id=new_id(),
                number=f"BENCH{place}",
                customer_id=one,
                status="delivered",
                currency="USD",
                total_minor=4900,
                items=[{"sku": "LAMP", "name": "Desk lamp", "quantity": 1, "unit_minor": 4900}],
                placed_on=moment.date() - timedelta(days=6),
                delivered_on=moment.date() - timedelta(days=2),
                refund_eligible=True,
            )
            for place, one in enumerate(ids)
        )
    return tenant_id, ids
