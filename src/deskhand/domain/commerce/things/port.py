"""A record as rules and operations see it, whichever table it stands in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.infra.money import Money
from deskhand.packs.schema import Noun

FieldValue = str | int | bool | date | Money | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a record as people read it: what it is, how much, and when, as far as known."""

    text: str
    amount: Money | None = None
    on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """One record: whose it is, and its values by the names that the noun gives them.

    `currency` is that of its amounts. `row` is what it was read from, for the operations. `lines`
    tells for each field that has parts, such as what was bought or what was paid, what they are.
    """

    noun: str
    number: str
    customer_id: UUID | None
    currency: str | None
    fields: Mapping[str, FieldValue]
    row: Any
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which record is wanted; with `lock` it stays as it is until the transaction ends."""

    noun: str
    shape: Noun
    number: str
    lock: bool = False


ThingReader = Callable[[AsyncSession, Sought], Awaitable[Thing | None]]
"""The tenant's record with that number, whoever it belongs to; None when there is none."""
