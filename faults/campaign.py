"""Rounds of harm: customers write, something is done to the desk, all has to hold afterwards."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeVar
from uuid import UUID

from attacks.tally import Tally
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.support.patience import PATIENCE

from deskhand.domain.accounts.tenants import tenants_to_keep
from faults.desk import Desk
from faults.harms import Harm
from faults.invariants import ENDED, broken
from faults.traffic import Customers

ACCEPTED = "accepted"
ANSWERED = "answered"
_SHARE = 0.995
_AGAIN = 0.1
_COUNTED = """SELECT count(*) FILTER (WHERE status IN ('completed', 'silent')), count(*)
    FROM turns"""
_THERE = "SELECT count(*) FROM turns WHERE id = ANY(CAST(:ids AS uuid[]))"

Result = TypeVar("Result")


class Campaign:
    """Harms one desk, round after round, and counts what held by the name of the harm."""

    def __init__(
        self, desk: Desk, harms: Mapping[str, Harm], chance: random.Random, messages: int = 6
    ) -> None:
        """`messages` come in during a round, beside those about refunds."""
        self._messages = messages
        self._desk = desk
        self._harms = harms
        self._chance = chance
        self.tallies: dict[str, Tally] = {}

    async def run(
        self, rounds: int, until: float, told: Callable[[int, str], None] = lambda *_: None
    ) -> None:
        """So many rounds, none of which begins after `until` of the monotonic clock."""
        customers = Customers(self._desk, self._chance, rounds)
        await customers.buy()
        try:
            for number in range(rounds):
                if time.monotonic() > until:
                    break
                name = self._chance.choice(list(self._harms))
                told(number + 1, name)
                tally = self.tallies.setdefault(name, Tally())
                await self._round(customers, self._harms[name], tally)
            await self._count(set(customers.accepted))
        finally:
            await self._desk.database.close()

    async def _round(self, customers: Customers, harm: Harm, tally: Tally) -> None:
        began = len(customers.accepted)
        writing = asyncio.create_task(customers.write(self._messages))
        await asyncio.sleep(self._chance.uniform(0, 0.4))  # The moment is what is tried.
        await harm(self._desk, self._chance)
        await asyncio.to_thread(self._desk.revive)
        await writing
        at_rest = await self._at_rest()
        self._desk.disarm()
        await asyncio.to_thread(self._desk.revive)
        tally.note(at_rest, f"messages {began} to {len(customers.accepted)} were not all answered")
        for name, rows in (await _again(self._broken)).items():
            tally.note(False, f"{name}: {', '.join(rows[:3])}")

    async def _at_rest(self) -> bool:
        """Whether every turn ends in time."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            await asyncio.to_thread(self._desk.revive)
            if await _again(self._waiting) == 0:
                return True
            await asyncio.sleep(_AGAIN)
        return False

    async def _waiting(self) -> int:
        return sum([row[0] for row in await self._asked(ENDED)])

    async def _asked(self, query: str, **values: object) -> list[tuple[int, ...]]:
        """The query's row of each tenant."""
        rows = []
        for tenant_id in await self._tenants():
            async with self._desk.database.transaction(tenant_id) as session:
                rows.append(tuple((await session.execute(text(query), values)).one()))
        return rows

    async def _broken(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for tenant_id in await self._tenants():
            found |= await broken(self._desk.database, tenant_id)
        return found

    async def _tenants(self) -> list[UUID]:
        async with self._desk.database.transaction(None) as session:
            return list(await tenants_to_keep(session))

    async def _count(self, accepted: Collection[str]) -> None:
        """Nothing accepted is missing, and nearly all was answered, not only ended."""
        (there,) = map(sum, zip(*await self._asked(_THERE, ids=list(accepted)), strict=True))
        tally = self.tallies.setdefault(ACCEPTED, Tally())
        tally.tried += len(accepted)
        if missing := len(accepted) - there:
            tally.failures.append(f"{missing} accepted messages are not there")
        answered, turns = map(sum, zip(*await self._asked(_COUNTED), strict=True))
        tally = self.tallies.setdefault(ANSWERED, Tally())
        tally.tried += turns
        if answered < _SHARE * turns:
            tally.failures.append(f"{turns - answered} of {turns} ended without an answer")


async def _again(look: Callable[[], Awaitable[Result]]) -> Result:
    """What `look` finds, while the database may be recovering."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return await look()
        except DBAPIError:
            if time.monotonic() > end:
                raise
        await asyncio.sleep(_AGAIN)
