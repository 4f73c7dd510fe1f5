"""Customers of a desk that is being harmed: they ask, repeat what got no answer, and say yes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
from tests.support.patience import PATIENCE

from deskhand.infra.clock import now
from faults.desk import Desk

WORDS = (
    "Where is my order ORD123?",
    "How long does a return take?",
    "It does that strange thing again.",
    "I want to talk to a person please",
)
_MAYA = "maya@example.com"
_OWNER = {"email": "owner@example.com", "password": "sample-owner-pass"}
_ROWS = 500
_AGAIN = 0.2
_ORDERS_EACH = 3
"""One more than the two refunds a month that a customer may have."""


@dataclass
class Refund:
    """A refund as a customer asks for it; `tasks` are the messages that were accepted so far."""

    number: str
    email: str
    tasks: list[str] = field(default_factory=list)


class Customers:
    """All who write. What they send bears a key, so that it may be sent again."""

    def __init__(self, desk: Desk, chance: random.Random, rounds: int) -> None:
        self._desk = desk
        self._chance = chance
        self._keys = (f"key-{number}" for number in range(10**9))
        self._refunds = [self._refund(number) for number in range(rounds)]
        self._waiting: list[Refund] = []
        self._fresh: Iterator[Refund] = iter(self._refunds)
        self.accepted: list[str] = []

    def _refund(self, number: int) -> Refund:
        return Refund(f"F{700000 + number}", f"buyer{number // _ORDERS_EACH}@example.com")

    async def buy(self) -> None:
        """The orders that refunds will be asked for."""
        today = now().date()
        lamp = {"sku": "LAMP", "name": "Desk lamp", "quantity": 1, "unit_minor": 4900}
        rows = [
            {
                "number": refund.number,
                "customer_email": refund.email,
                "customer_name": "A buyer",
                "status": "delivered",
                "currency": "USD",
                "total_minor": 4900,
                "items": [lamp],
                "placed_on": str(today - timedelta(days=6)),
                "delivered_on": str(today - timedelta(days=2)),
            }
            for refund in self._refunds
        ]
        signed_in = await self._post("/api/v1/auth/login", _OWNER)
        owner = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        for start in range(0, len(rows), _ROWS):
            body = {"rows": rows[start : start + _ROWS], "all_or_nothing": True}
            answer = await self._post("/api/v1/orders/batch", body, owner)
            assert answer.status_code == 200, answer.text

    async def write(self, messages: int) -> None:
        """Some messages at once, one new refund, and a yes to each that was shown."""
        answered, self._waiting = self._waiting, []
        async with asyncio.TaskGroup() as writing:
            for _ in range(messages):
                words = {
                    "message": self._chance.choice(WORDS),
                    "customer_email": "maya@example.com",
                }
                writing.create_task(self._say(words))
            for refund in answered:
                writing.create_task(self._talk(refund, "yes"))
            if (fresh := next(self._fresh, None)) is not None:
                writing.create_task(self._talk(fresh, f"I need a refund for order {fresh.number}"))
                self._waiting.append(fresh)

    async def _talk(self, refund: Refund, words: str) -> None:
        said = {"message": words, "customer_email": refund.email}
        refund.tasks.append(await self._say({**said, "session_id": f"refund-{refund.number}"}))

    async def _say(self, body: dict[str, Any]) -> str:
        """Accepted, however often it takes; now and then twice at once."""
        key = {"Idempotency-Key": next(self._keys)}
        times = 2 if self._chance.random() < 0.2 else 1
        answers = await asyncio.gather(
            *(self._post("/support/reply", body, key) for _ in range(times))
        )
        tasks = {answer.json()["task_id"] for answer in answers}
        assert len(tasks) == 1, "one key, several tasks"
        self.accepted += tasks
        return str(tasks.pop())

    async def _post(
        self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        end, last = time.monotonic() + PATIENCE, ""
        while time.monotonic() < end:
            try:
                async with self._client() as client:
                    answer = await client.post(path, json=body, headers=headers)
                if answer.status_code < 429:
                    return answer
                last = answer.text
            except httpx.HTTPError as error:
                last = repr(error)
            await asyncio.sleep(_AGAIN)
        raise AssertionError(f"nobody takes {path}: {last}")

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=str(self._desk.server.client.base_url), timeout=20)
