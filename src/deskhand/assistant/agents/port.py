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
    says why the matter goes to a person, when it does; `staff` says that a member of the team
    asks, without naming a customer.
    """

    message: str
    understanding: Understanding
    evidence: EvidenceSet
    strategy: str
    past: Past = field(default_factory=Past)
    customer_name: str | None = None
    clarified: int = 0
    reason: str | None = None
    staff: bool = False

    @property
    def known(self) -> bool:
        """Whether the customer is known."""
        return bool(self.evidence.records("customer"))

    @property
    def last_reply(self) -> str:
        """What the assistant said last; empty when it has said nothing, or a person spoke since."""
        last = self.past.messages[-1:]
        return last[0].text if last and last[0].role == "assistant" else ""


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
