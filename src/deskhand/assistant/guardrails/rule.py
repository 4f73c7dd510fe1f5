"""The shape of a rule of the second lock: an id, a title, and what it finds in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.reading import Reading


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `check` yields a finding for every place of the text that breaks it."""

    id: str
    title: str
    check: Callable[[Reading], Iterable[Finding]]
