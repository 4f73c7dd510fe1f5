"""What a signal of abuse is: a figure about whoever wants something, and what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ScalarSelect

from deskhand.domain.commerce.things.port import Thing


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose record is to be changed; nobody's gives no signal."""

    customer_id: UUID
    thing: Thing


@dataclass(frozen=True, slots=True)
class Signal:
    """A figure by SQL. `meaning` says in words for the team what so many (`{}`) of it are."""

    name: str
    figure: Callable[[Subject], ScalarSelect[int]]
    meaning: str
