"""How often an answer met every expectation of its case."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.evaluation.metrics.port import Metric, share
from deskhand.evaluation.schemas import Result


def _measure(results: Sequence[Result]) -> float | None:
    return share([one.passed for one in results])


METRIC = Metric("answers", "every expectation of the case is met", _measure)
