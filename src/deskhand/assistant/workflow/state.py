"""What flows through the workflow: one frozen turn in, one outcome out."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Annotated, TypedDict

from deskhand.assistant.agents.conversing import Answered
from deskhand.assistant.engine import Planned
from deskhand.assistant.learning.policy import Choice
from deskhand.assistant.plan.rendering import Rendered
from deskhand.assistant.procedures.world import World
from deskhand.assistant.turn import CustomerFacts, Turn, Usage
from deskhand.assistant.understanding.acts import Reading


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One line of the turn's trace."""

    node: str
    ms: float
    decision: str
    tokens: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Refused:
    """A step of a plan that rests on nothing of this turn, and why."""

    step: str
    reason: str


class TurnState(TypedDict, total=False):
    """The state of one run; each node returns the keys that it changes."""

    turn: Turn
    world: World
    customer: CustomerFacts | None
    reading: Reading
    choice: Choice
    answered: Answered
    planned: Planned
    rendered: Rendered
    ticket: tuple[str, str] | None
    """Reference and id of the ticket that this turn opened."""
    refused: Annotated[list[Refused], operator.add]
    fallback: str | None
    usage: Usage
    trace: Annotated[list[TraceStep], operator.add]
