"""A record as rules and operations see it, whichever table it stands in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.infra.money import Money
from deskhand.packs.schema import Noun

FieldValue = str | int | bool | date | Money | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Thing:
    """One record: whose it is, and its values by the names that the noun gives them.

    `currency` is that of its amounts. `row` is what it was read from, for the operations.
    """

    noun: str
    number: str
    customer_id: UUID | None
    currency: str | None
    fields: Mapping[str, FieldValue]
    row: Any


@dataclass(frozen=True, slots=True)
class Sought:
    """Which record is wanted; with `lock` it stays as it is until the transaction ends."""

    noun: str
    shape: Noun
    number: str
    lock: bool = False


ThingReader = Callable[[AsyncSession, Sought], Awaitable[Thing | None]]
"""The tenant's record with that number, whoever it belongs to; None when there is none."""
