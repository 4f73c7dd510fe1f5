"""What an evaluation comes to: each metric's value and whether it is high enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deskhand.evaluation.metrics.registry import METRICS
from deskhand.evaluation.schemas import Result
from deskhand.infra.errors import InvalidInput


class ThresholdInvalid(InvalidInput):
    """A threshold is a number from 0 to 1, as `0.8`, or names a metric, as `compliance=1`."""


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's value, None when no case says anything; `least` is the threshold given."""

    name: str
    meaning: str
    value: float | None
    least: float | None

    @property
    def too_low(self) -> bool:
        """Whether the threshold is missed."""
        return self.least is not None and self.value is not None and self.value < self.least


@dataclass(frozen=True, slots=True)
class Report:
    """All scores and results."""

    scores: tuple[Score, ...]
    results: tuple[Result, ...]

    @property
    def good(self) -> bool:
        """Whether no threshold is missed."""
        return not any(score.too_low for score in self.scores)

    def to_json(self) -> dict[str, Any]:
        """A JSON object with scores and cases."""
        return {
            "good": self.good,
            "scores": {score.name: score.value for score in self.scores},
            "cases": [
                {
                    "suite": one.suite,
                    "name": one.case.name,
                    "passed": one.passed,
                    "missed": list(one.missed),
                    "text": one.observed.text,
                    "intent": one.observed.intent,
                    "seconds": round(one.observed.seconds, 3),
                }
                for one in self.results
            ],
        }


def report(results: Sequence[Result], thresholds: Mapping[str, float]) -> Report:
    """The scores of the results, beside their thresholds."""
    scores = (
        Score(metric.name, metric.meaning, metric.measure(results), thresholds.get(metric.name))
        for metric in METRICS
    )
    return Report(tuple(scores), tuple(results))


def read_thresholds(words: Sequence[str]) -> dict[str, float]:
    """Thresholds by metric: `0.8` counts for all, `compliance=1` for one. ThresholdInvalid."""
    names = [metric.name for metric in METRICS]
    found: dict[str, float] = {}
    for word in words:
        name, named, number = word.rpartition("=")
        try:
            least = float(number)
        except ValueError:
            raise ThresholdInvalid from None
        if not 0 <= least <= 1 or (named and name not in names):
            raise ThresholdInvalid(f"{word!r}: metrics are {', '.join(names)}; numbers 0 to 1.")
        found.update({name: least} if named else dict.fromkeys(names, least))
    return found
