"""Every metric of an evaluation."""

from __future__ import annotations

from deskhand.evaluation.metrics import (
    answers,
    citation_precision,
    compliance,
    containment,
    intent_accuracy,
)
from deskhand.evaluation.metrics.port import Metric

METRICS: tuple[Metric, ...] = (
    answers.METRIC,
    intent_accuracy.METRIC,
    containment.METRIC,
    citation_precision.METRIC,
    compliance.METRIC,
)
