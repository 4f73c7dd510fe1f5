"""The engine port: read a message, choose the steps of a reply, summarise what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.plan.steps import Plan, Say
from deskhand.assistant.turn import PastMessage, Turn, Usage
from deskhand.assistant.understanding.acts import Reading
from deskhand.assistant.understanding.understand import Understander
from deskhand.domain.knowledge.chunkers.sentences import split_sentences
from deskhand.packs.schema import Agent

_SUMMARY_WORDS = 120
_LINE_WORDS = 24


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that an engine needs to choose the steps of one reply.

    `plain` is the plan that procedures and documents gave; its questions, refusals and what
    happened are said whatever an engine chooses. `sayable` are further sentences that evidence
    of this turn proves. An engine chooses among these and the sentences of passages in
    `evidence`, and orders them; it adds no words of its own.
    """

    turn: Turn
    reading: Reading
    evidence: EvidenceSet
    plain: Plan
    sayable: tuple[Say, ...]
    agent: Agent
    strategy: str
    sure: bool
    """A procedure's step says it all: there is nothing to choose."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with how it came about; `fallback` says why the plain plan stands in for a model's.

    `needs` is the evidence that the reply may not leave out, where some of it may yet be refused.
    """

    plan: Plan
    engine: str
    usage: Usage = field(default_factory=Usage)
    fallback: str | None = None
    needs: frozenset[str] = frozenset()


class Engine(Protocol):
    """Reads and chooses; decides nothing. Never raises for a model's failure."""

    @property
    def name(self) -> str: ...

    async def expect(self, message: str) -> None:
        """Begin on what `read` will need, while others still look who is asking."""
        ...

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        """What the message does; what it cost; why the local reading stands in, if it does."""
        ...

    async def plan(self, brief: Brief, spent: Usage) -> Planned:
        """The steps of the reply; `spent` is what this turn has used so far of its budget."""
        ...

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        """A new rolling summary of `previous` and `messages`, at most about 120 words."""
        ...


class OfflineEngine:
    """The engine without a model: deterministic, and never away."""

    name = "offline"

    def __init__(self, understander: Understander) -> None:
        self.understander = understander

    async def expect(self, message: str) -> None:
        """Begin on the vectors of the message."""
        await self.understander.expect(message)

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        """What the message does, by the local classifiers."""
        return await self.understander.read(turn.message, turn.dialogue, turn.pack), Usage(), None

    async def plan(self, brief: Brief, spent: Usage) -> Planned:
        """The plain plan as it stands."""
        return Planned(brief.plain, self.name)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        """The beginnings of what was said; the oldest words leave when it grows too long."""
        lines = [previous] if previous else []
        lines += [f"{said.role}: {_beginning(said.text)}" for said in messages]
        words = " ".join(lines).split()
        if len(words) > _SUMMARY_WORDS:
            return "… " + " ".join(words[-_SUMMARY_WORDS:])
        return " ".join(words)


def _beginning(text: str) -> str:
    sentences = split_sentences(" ".join(text.split()))
    words = (sentences[0] if sentences else "").split()
    cut = " ".join(words[:_LINE_WORDS])
    return f"{cut} …" if len(words) > _LINE_WORDS else cut
