"""The shape of a guardrail rule: an id, a title, and what it finds in a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `check` yields a finding for every place of the draft that breaks it."""

    id: str
    title: str
    check: Callable[[Reading], Iterable[Finding]]
