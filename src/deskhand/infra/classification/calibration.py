"""How far scores may be believed: blending two sets of them, and refusing what fits nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_ACCEPTED_INSIDE = 0.96
_SIMILARITY_COUNTS = 2.0
_ENOUGH_OUTSIDE = 20
_STEPS = tuple(float(step) for step in np.geomspace(0.35, 6.0, 14))


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    logs: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


def blend(meaning: Floats, words: Floats, weights: tuple[float, float]) -> Floats:
    """Probabilities ∝ p_meaning^a · p_words^b; the weights also act as temperatures."""
    by_meaning, by_words = weights
    mixed = by_meaning * log_softmax(meaning) + by_words * log_softmax(words)
    likely: Floats = np.exp(log_softmax(mixed))
    return likely


def fit_blend(meaning: Floats, words: Floats, wanted: Ints) -> tuple[float, float]:
    """The two weights with the least log-loss on held-out scores, from a fixed grid."""
    if not len(wanted):
        return 1.0, 1.0
    best, least = (1.0, 1.0), float("inf")
    by_meaning, by_words = log_softmax(meaning), log_softmax(words)
    right = np.arange(len(wanted)), wanted
    for a in (0.0, *_STEPS):
        for b in (0.0, *_STEPS):
            loss = -float(log_softmax(a * by_meaning + b * by_words)[right].mean())
            if loss < least - 1e-6:
                best, least = (a, b), loss
    return best


def fit_scope(
    likely: Floats, similarity: Floats, inside: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Base and weights (of confidence and of similarity) of the refusal score; below 0 refuse.

    Similarity to the nearest example counts twice: what belongs to nothing is often classified
    surely, but rarely looks like an example. The base refuses about one in 25 held-out
    texts that do belong; when there are `outside` examples too, it is moved, within one in
    ten, to where they are told apart best.
    """
    if not inside.any():
        return 0.0, 0.0, 0.0
    score = likely.max(axis=1) + _SIMILARITY_COUNTS * similarity
    belongs, strange = score[inside], score[~inside]
    threshold = float(np.quantile(belongs, 1 - _ACCEPTED_INSIDE))
    if len(strange) >= _ENOUGH_OUTSIDE:
        shares = np.linspace(0.0, 0.1, 21)
        cuts = np.quantile(belongs, shares)
        gained = [
            float((strange < cut).mean()) - share for cut, share in zip(cuts, shares, strict=True)
        ]
        threshold = float(cuts[int(np.argmax(gained))])
    return -threshold, 1.0, _SIMILARITY_COUNTS


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
