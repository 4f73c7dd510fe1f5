"""What a gateway is: the place where records are kept, and where an action is really done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.things.port import Sought, Thing


@dataclass(frozen=True, slots=True)
class Call:
    """One performance of an operation. `key` is the same for every attempt at the same action.

    `customer` tells `reference` (the id in the tenant's own system), `email` and `name`.
    """

    tenant_id: UUID
    ledger_id: UUID
    gateway: str
    key: str
    action: str
    operation: str
    noun: str
    number: str
    arguments: Mapping[str, Any]
    sets: Mapping[str, Any]
    moment: datetime
    customer: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway says of a call: done, or refused with nothing done; `result` has details.

    `by_hand`: somebody of the team has to carry out what was arranged, and is told by a ticket.
    """

    done: bool
    result: Mapping[str, Any]
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records are to be read: one by its number, or those of the customer."""

    noun: str
    number: str | None
    customer: Mapping[str, str | None]


class GatewaySilent(Exception):
    """Nobody can say whether the call was carried out: no answer came, or none that makes sense."""


class Gateway(Protocol):
    """Where an action is done.

    With `same_transaction` all three run inside the caller's transaction, and what they write is
    kept or dropped with it. Otherwise `perform` and `look_up` get no session, and none is open.
    """

    same_transaction: bool

    def does(self, action: str) -> bool:
        """Whether it takes the action on, though the pack names no gateway for it."""
        ...

    def keeps(self, noun: str) -> bool:
        """Whether the records of the noun are read from there before anything is said of them."""
        ...

    async def fetch(self, asked: Asked) -> list[dict[str, Any]] | None:
        """The records as `/api/v1` takes them; None when there is none of that number.

        No transaction is open. Raises GatewaySilent when that cannot be said.
        """
        ...

    async def find(self, session: AsyncSession, sought: Sought, read: str) -> Thing | None:
        """The tenant's record with that number, whoever it belongs to; None when there is none."""
        ...

    async def perform(
        self, call: Call, session: AsyncSession | None, thing: Thing | None
    ) -> Answer:
        """Carry it out once. Raises GatewaySilent when nobody knows whether it was."""
        ...

    async def look_up(self, call: Call) -> Answer | None:
        """What became of a call with that key; None when it was never carried out.

        Raises GatewaySilent when that cannot be said.
        """
        ...
