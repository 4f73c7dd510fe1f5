"""How far scores may be believed: blending sets of them, and refusing what fits nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_LOST = 0.01
"""Share of texts that belong, are understood, and are refused all the same: what refusing costs."""
_SIMILARITY_COUNTS = 2.0
"""Likeness to the nearest example counts twice: what belongs to nothing is often classified surely,
but rarely looks like an example."""
_HEAVIEST = 8.0
_FEWEST = 30
"""Held-out examples that weights are fitted on at least."""


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    logs: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def blend(scores: Sequence[Floats], weights: Sequence[float]) -> Floats:
    """Probabilities ∝ Π pᵢ^wᵢ of several log-odds (n, labels); weights act as temperatures too."""
    mixed = np.zeros_like(scores[0], dtype=np.float32)
    for one, weight in zip(scores, weights, strict=True):
        if weight:
            mixed += weight * log_softmax(one)
    likely: Floats = np.exp(log_softmax(mixed))
    return likely


def fit_blend(scores: Sequence[Floats], wanted: Ints) -> tuple[float, ...]:
    """The weights with the least log-loss on held-out scores; the problem is convex.

    A few examples cannot tell which way of telling them is the better one: all count alike.
    """
    if len(wanted) < _FEWEST:
        return (1.0,) * len(scores)
    # Lazy: a second and 80 MB of memory that a stored classifier never needs.
    from scipy.optimize import minimize

    logs = [log_softmax(one).astype(np.float64) for one in scores]
    right = np.arange(len(wanted)), wanted

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        mixed = sum(weight * one for weight, one in zip(weights, logs, strict=True))
        told = log_softmax(mixed)
        likely = np.exp(told)
        slope = [float(((likely * one).sum(axis=1) - one[right]).mean()) for one in logs]
        return -float(told[right].mean()), np.array(slope)

    start = np.full(len(logs), 1.0 / len(logs))
    bounds = [(0.0, _HEAVIEST)] * len(logs)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return tuple(float(weight) for weight in found.x)


def belonging(likely: Floats, similarity: Floats) -> Floats:
    """How much texts look as if they belonged, of the probabilities of what they may belong to."""
    told: Floats = likely.max(axis=-1, initial=0.0) + _SIMILARITY_COUNTS * similarity
    return told


def fit_threshold(belongs: Floats, right: NDArray[np.bool_]) -> float:
    """Below it a text is refused: it costs one in a hundred of the texts that belong.

    `belongs` are held-out scores of texts that belong, `right` says which of them are understood.
    What is misunderstood may be refused for nothing, so that it does not count.
    """
    understood = np.sort(belongs[right])
    if not len(understood):
        return -1.0
    return float(understood[min(int(_LOST * len(belongs)), len(understood) - 1)])


def calibration_error(likely: Floats, wanted: Ints, bins: int = 15) -> float:
    """Expected calibration error of the most probable label (Naeini et al. 2015), 0 to 1."""
    sure, right = likely.max(axis=1), likely.argmax(axis=1) == wanted
    within = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gaps = [
        abs(float(sure[within == one].mean()) - float(right[within == one].mean()))
        * float((within == one).mean())
        for one in np.unique(within)
    ]
    return float(sum(gaps))
