"""One turn as it goes through the workflow: what was written, and where the dialogue stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.packs.loader import Pack


@dataclass(frozen=True, slots=True)
class PastMessage:
    """One earlier message of the conversation."""

    role: Literal["customer", "assistant", "agent"]
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """What was said before: a rolling summary, then the newest messages word for word."""

    summary: str = ""
    messages: tuple[PastMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """Who is asking, as the tenant knows them."""

    id: UUID
    name: str
    tier: str
    locale: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything that a reply is made from, before anything is looked up; never changed.

    `about` is what the door said of the thing in hand, as `{"order": "ORD123"}` by noun.
    """

    message: str
    dialogue: Dialogue
    pack: Pack
    now: datetime
    past: Past = field(default_factory=Past)
    about: tuple[tuple[str, str], ...] = ()
    shop: str = ""

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens and US dollars spent by one or more calls."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost + other.cost,
        )
