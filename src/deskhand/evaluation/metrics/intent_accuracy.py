"""How often the intent was the expected one."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.evaluation.metrics.port import Metric, share
from deskhand.evaluation.schemas import Result


def _measure(results: Sequence[Result]) -> float | None:
    return share(
        [one.observed.intent == one.case.intent for one in results if one.case.intent is not None]
    )


METRIC = Metric("intent_accuracy", "the intent is the expected one", _measure)
