"""What an operation on the built-in records is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.things.port import Thing


class OperationRefused(Exception):
    """The record contradicts the operation; the message says how, for the team."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One performance of an operation on a locked record.

    Money in `arguments` is `{"minor": …, "currency": …}`, a date is ISO text. `sets` are fields
    with the values that they become. `ledger_id` marks what was written for it.
    """

    thing: Thing
    arguments: Mapping[str, Any]
    sets: Mapping[str, Any]
    ledger_id: UUID
    moment: datetime


Run = Callable[[AsyncSession, Doing], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A named change of one record, in the caller's transaction; returns what it came to.

    `run` raises OperationRefused, having written nothing, when the record contradicts it: that
    holds whatever the tenant's rules say. `by_hand`: somebody of the team has to carry it out.
    """

    name: str
    run: Run
    by_hand: bool = False
