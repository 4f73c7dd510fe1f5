"""The steps of a reply: references to facts and sentences, never words of somebody's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from deskhand.domain.conversations.dialogue import OpenQuestion
from deskhand.packs.wording import Value

SayKind = Literal["say", "courtesy", "unknown", "refused", "waiting", "done"]


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of the pack, with values of one record where it names any.

    `values` are what is no field of a record: a name, a time when people are there. `evidence`
    are further ids that it rests on. A `detail` may be left out where a short answer is wanted.
    """

    wording: str
    record: str | None = None
    values: tuple[tuple[str, Value], ...] = ()
    kind: SayKind = "say"
    evidence: tuple[str, ...] = ()
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Compute:
    """A figure made of facts: `sum` or `count` of a field over records, `days` to a date of one,
    `pieces` of a field that lists what records hold.

    `looked_through` are the records that those were found among; `wording` words a count; `parts`
    are the listed parts whose pieces count.
    """

    operation: Literal["sum", "count", "days", "pieces"]
    records: tuple[str, ...]
    field: str
    looked_through: tuple[str, ...] = ()
    wording: str | None = None
    parts: tuple[str, ...] = ()
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Sentences of a passage by their numbers, never altered."""

    passage: str
    sentences: tuple[int, ...]
    sure: bool = True
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with its choices; what the customer says next is read as an answer to it."""

    wording: str
    question: OpenQuestion
    record: str | None = None
    values: tuple[tuple[str, Value], ...] = ()
    detail: bool = False

    @property
    def kind(self) -> str:
        """How the design names it: ask, confirm or offer."""
        return self.question.kind if self.question.kind in ("confirm", "offer") else "ask"


@dataclass(frozen=True, slots=True)
class Write:
    """Sentences in a model's own words, where a tenant allows any.

    They are shown when the second lock has passed them, resting on the `evidence` that it found.
    """

    text: str
    evidence: tuple[str, ...] = ()
    passed: bool = False
    detail: bool = False


Step = Say | Compute | Quote | Ask | Write


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of one reply, in order."""

    steps: tuple[Step, ...] = field(default=())

    def then(self, *more: Step) -> Plan:
        """This plan and `more` behind it."""
        return Plan((*self.steps, *more))

    @property
    def question(self) -> Ask | None:
        """The one question that it ends with, if it asks any."""
        asked = [step for step in self.steps if isinstance(step, Ask)]
        return asked[-1] if asked else None

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(step for step in self.steps if isinstance(step, Quote))


def rests_on(step: Step) -> tuple[str, ...]:
    """The ids of the evidence that a step rests on."""
    if isinstance(step, Quote):
        return (step.passage,)
    if isinstance(step, Compute):
        return step.records
    if isinstance(step, Write):
        return step.evidence
    record = (step.record,) if step.record is not None else ()
    return (*record, *step.evidence) if isinstance(step, Say) else record
