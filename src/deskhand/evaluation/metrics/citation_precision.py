"""How many of the cited documents are among those that answer the question."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.evaluation.metrics.port import Metric, share
from deskhand.evaluation.schemas import Result


def _measure(results: Sequence[Result]) -> float | None:
    return share(
        [
            document in one.case.cites
            for one in results
            if one.case.cites
            for document in one.observed.cited
        ]
    )


METRIC = Metric("citation_precision", "cited documents that answer the question", _measure)
