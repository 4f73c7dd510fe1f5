"""What a metric is: a name, a sentence, and a number from results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deskhand.evaluation.schemas import Result


@dataclass(frozen=True, slots=True)
class Metric:
    """`measure` gives 0 to 1, more is better; None when no case says anything about it."""

    name: str
    meaning: str
    measure: Callable[[Sequence[Result]], float | None]


def share(votes: Sequence[bool]) -> float | None:
    """The share of true ones; None of none."""
    return sum(votes) / len(votes) if votes else None
