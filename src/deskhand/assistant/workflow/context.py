"""What the nodes work with: given to each run, never part of the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskhand.assistant.engine.port import Engine
from deskhand.assistant.tools.port import Desk

STEP_LABELS = {
    "identify": "Checking who you are",
    "understand": "Reading your message",
    "retrieve": "Searching the help pages",
    "choose_strategy": "Thinking about the best answer",
    "act": "Looking things up",
    "audit": "Checking the answer",
}


class Progress:
    """Told of each step and each piece of text; the default tells nobody."""

    async def step(self, node: str) -> None:
        """A node begins."""

    async def text(self, piece: str) -> None:
        """More of the reply, already checked."""

    async def reset(self) -> None:
        """The text so far is thrown away."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """The dependencies of one run."""

    engine: Engine
    desk: Desk
    progress: Progress
    today: date
