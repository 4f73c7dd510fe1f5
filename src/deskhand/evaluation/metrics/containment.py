"""How often the assistant settled what it should settle without a person."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.evaluation.metrics.port import Metric, share
from deskhand.evaluation.schemas import Result


def _measure(results: Sequence[Result]) -> float | None:
    own = [one for one in results if one.case.escalated is not True]
    return share([not one.observed.escalated for one in own])


METRIC = Metric("containment", "settled without a person where none is needed", _measure)
