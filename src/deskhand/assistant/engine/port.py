"""The engine port: understand a message, phrase a draft, summarise what was said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.understanding.schemas import Understanding

OnText = Callable[[str], Awaitable[None]]
"""Called with each piece of a draft while it is written."""


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
class Prompt:
    """The CO-STAR sections of an agent; the engine adds evidence and past."""

    context: str
    objective: str
    style: str
    tone: str
    audience: str
    response: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed reply. `cited` holds the ids of the evidence it rests on."""

    text: str
    cited: tuple[str, ...] = ()
    confidence: float = 1.0
    needs_person: bool = False
    clarifying: bool = False


@dataclass(frozen=True, slots=True)
class CallableTool:
    """A read tool that a model may call: JSON schema in, evidence out."""

    name: str
    description: str
    parameters: dict[str, Any]
    call: Callable[[dict[str, Any]], Awaitable[EvidenceSet]]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything an engine needs to phrase one reply.

    `plain` is the agent's own reply, composed from evidence without a model; a model may see it.
    `refine` composes it with more care, which takes longer: it is what the offline engine says,
    also when it stands in for a model.
    """

    message: str
    understanding: Understanding
    evidence: EvidenceSet
    plain: Draft
    prompt: Prompt
    strategy: str
    past: Past = Past()
    customer_name: str | None = None
    corrections: tuple[Finding, ...] = ()
    tools: tuple[CallableTool, ...] = ()
    refine: Callable[[], Awaitable[Draft]] | None = None


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


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with how it came about.

    `engine` names who wrote it; `fallback` says why the offline engine stepped in, when it did.
    `evidence` holds what tools called by the model found, in addition to the brief's.
    """

    draft: Draft
    engine: str
    usage: Usage = Usage()
    fallback: str | None = None
    evidence: EvidenceSet = field(default_factory=EvidenceSet)


class Engine(Protocol):
    """Understands and phrases; decides nothing. Never raises for a model's failure."""

    @property
    def name(self) -> str: ...

    async def expect(self, message: str) -> None:
        """Begin on what `understand` will need, while others still look who is asking."""
        ...

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        """What `message` means, seen after `past`."""
        ...

    async def draft(self, brief: Brief, spent: Usage, on_text: OnText | None = None) -> Drafted:
        """A reply for `brief`; `spent` is what this turn has used so far of its budget."""
        ...

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        """A new rolling summary of `previous` and `messages`, at most about 120 words."""
        ...
