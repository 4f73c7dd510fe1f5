"""What an agent is: it gathers evidence with its tools and composes a reply from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from deskhand.assistant.engine.port import Draft, Past, Prompt
from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.schemas import Understanding


@dataclass(frozen=True, slots=True)
class Matter:
    """What an agent works on: the message, what was understood, and what was found so far.

    `clarified` counts the clarifying questions asked in a row before this message; `reason`
    says why the matter goes to a person, when it does.
    """

    message: str
    understanding: Understanding
    evidence: EvidenceSet
    strategy: str
    past: Past = field(default_factory=Past)
    customer_name: str | None = None
    clarified: int = 0
    reason: str | None = None


class Agent(Protocol):
    """A specialist. `gather` looks things up; `compose` writes, from evidence alone."""

    @property
    def name(self) -> str: ...

    @property
    def prompt(self) -> Prompt: ...

    @property
    def model_tools(self) -> tuple[str, ...]:
        """Names of the read tools that a model may call for this agent."""
        ...

    async def gather(self, desk: Desk, matter: Matter) -> EvidenceSet:
        """Everything the reply will rest on, `matter.evidence` included."""
        ...

    def compose(self, matter: Matter) -> Draft:
        """The reply in plain words, composed from `matter.evidence` without a model."""
        ...
