"""How often the answer was audited and says nothing that it must not say."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.evaluation.metrics.port import Metric, share
from deskhand.evaluation.schemas import Result


def _complies(one: Result) -> bool:
    text = one.observed.text.lower()
    return one.observed.compliance_checked and not any(
        part.lower() in text for part in one.case.lacks
    )


def _measure(results: Sequence[Result]) -> float | None:
    return share([_complies(one) for one in results])


METRIC = Metric("compliance", "audited, and nothing said that must not be", _measure)
