"""A scripted case and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from deskhand.assistant.understanding.schemas import Category, Intent


class Case(BaseModel):
    """One message of a sample customer and what its answer must be like.

    What is left out is not looked at. `contains` and `lacks` compare without case; `cites` names
    the documents that may be cited, by title.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    message: str
    customer: str | None = "maya@example.com"
    intent: Intent | None = None
    category: Category | None = None
    agent: str | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    escalated: bool | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """The stored reply of a case's turn. `seconds` is from the message to the stored reply."""

    text: str
    intent: str
    category: str
    agent: str
    confidence: float
    escalated: bool
    compliance_checked: bool
    cited: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """A case, its answer, and a line for each expectation that was missed."""

    suite: str
    case: Case
    observed: Observed
    missed: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.missed


def judge(suite: str, case: Case, observed: Observed) -> Result:
    """Compare an answer with what its case expects."""
    missed = []
    for name in ("intent", "category", "agent", "escalated"):
        expected, found = getattr(case, name), getattr(observed, name)
        if expected is not None and expected != found:
            missed.append(f"{name} is {found}, not {expected}")
    text = observed.text.lower()
    missed += [f"lacks {part!r}" for part in case.contains if part.lower() not in text]
    missed += [f"says {part!r}" for part in case.lacks if part.lower() in text]
    if case.cites and not set(observed.cited) & set(case.cites):
        missed.append(f"cites {', '.join(observed.cited) or 'nothing'}")
    if not observed.compliance_checked:
        missed.append("was not audited")
    return Result(suite, case, observed, tuple(missed))
