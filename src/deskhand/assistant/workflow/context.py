"""What the nodes work with: given to each run, never part of the state."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.assistant.engine import Engine
from deskhand.assistant.tools.port import Desk


class Progress:
    """Told of each step and each piece of text; the default tells nobody."""

    async def step(self, node: str) -> None:
        """A node begins."""

    async def text(self, piece: str) -> None:
        """More of the reply, already proven."""

    async def reset(self) -> None:
        """The text so far is thrown away."""


@dataclass(frozen=True, slots=True)
class RunContext:
    """The dependencies of one run."""

    engine: Engine
    desk: Desk
    progress: Progress
