"""Learns a classifier from labelled texts, with what is tuned taken from held-out folds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deskhand.infra.classification.calibration import (
    belonging,
    blend,
    calibration_error,
    fit_blend,
    fit_threshold,
)
from deskhand.infra.classification.classifier import (
    ExamplesUnusable,
    Figures,
    IntentClassifier,
    unit,
)
from deskhand.infra.classification.nearest import Nearest
from deskhand.infra.classification.noise import misspelt
from deskhand.infra.classification.regression import Linear, fit_linear, folds_of
from deskhand.infra.classification.tfidf import SparseRows, TfIdf

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_STRENGTH = 10.0
"""How freely both regressions fit, as scikit-learn's `C`; held-out accuracy is flat around it."""
_MOST_CONFUSED = 20


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Texts as rows of words, as they are and misspelt, and as unit vectors, with label numbers."""

    rows: SparseRows
    noisy: SparseRows
    vectors: Floats
    wanted: Ints
    labels: int

    def models(self, at: Ints) -> tuple[Linear, Linear, Nearest]:
        """What the texts numbered `at` teach: by meaning, by words, by nearness."""
        wanted = self.wanted[at]
        spoken = _stacked(self.rows.take(at), self.noisy.take(at))
        twice = np.concatenate([wanted, wanted])
        return (
            fit_linear(self.vectors[at], wanted, self.labels, strength=_STRENGTH),
            fit_linear(spoken, twice, self.labels, strength=_STRENGTH),
            Nearest.of(self.vectors[at], wanted, self.labels),
        )


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """Scores of examples by models that have not seen them; `at` says which examples."""

    at: Ints
    scores: tuple[Floats, Floats, Floats]
    similarity: Floats


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    embeddings: NDArray[np.floating],
    *,
    outside: str | None = None,
) -> IntentClassifier:
    """Learn from `texts` with their `labels` and `embeddings` (n × d, any length).

    `outside` names the label whose examples belong to nothing. Blend, temperature and refusal
    threshold come from held-out folds of the same data. The same input gives the same classifier.
    Raises `ExamplesUnusable`.
    """
    if not len(texts) or len(texts) != len(labels) or len(texts) != len(embeddings):
        raise ExamplesUnusable
    names = tuple(sorted(set(labels)))
    number = {name: at for at, name in enumerate(names)}
    wanted = np.array([number[label] for label in labels], dtype=np.int64)
    words = TfIdf.fit(texts)
    chance = random.Random(0)  # noqa: S311 - slips of the pen, no secrets.
    noisy = words.rows([misspelt(text, chance) for text in texts])
    vectors = unit(np.asarray(embeddings, dtype=np.float32))
    lesson = _Lesson(words.rows(texts), noisy, vectors, wanted, len(names))
    held = _hold_out(lesson)
    weights = fit_blend(held.scores, wanted[held.at])
    threshold, figures = _judged(names, lesson, held, weights, number.get(outside or "", -1))
    meaning, spoken, nearest = lesson.models(np.arange(len(wanted)))
    return IntentClassifier(
        names, words, spoken, meaning, nearest, weights, threshold, outside, figures
    )


def _hold_out(lesson: _Lesson) -> _HeldOut:
    at: list[Ints] = []
    scores: list[tuple[Floats, Floats, Floats]] = []
    similarity: list[Floats] = []
    for learn, test in folds_of(lesson.wanted):
        meaning, spoken, nearest = lesson.models(learn)
        near, best = nearest.scores(lesson.vectors[test])
        scores.append(
            (meaning.dense(lesson.vectors[test]), spoken.rows(lesson.rows.take(test)), near)
        )
        similarity.append(best)
        at.append(test)
    if not at:
        nothing = np.empty((0, lesson.labels), dtype=np.float32)
        return _HeldOut(np.empty(0, dtype=np.int64), (nothing,) * 3, nothing[:, 0])
    meant, told, near = (np.concatenate(part) for part in zip(*scores, strict=True))
    return _HeldOut(np.concatenate(at), (meant, told, near), np.concatenate(similarity))


def _judged(
    names: Sequence[str],
    lesson: _Lesson,
    held: _HeldOut,
    weights: Sequence[float],
    outside: int,
) -> tuple[float, Figures]:
    """The threshold of refusal, and how well the held-out examples were told apart with it."""
    wanted = lesson.wanted[held.at]
    if not len(wanted):
        return -1.0, Figures(len(lesson.wanted), len(names))
    likely = blend(held.scores, weights)
    inner = likely.copy()
    if outside >= 0:
        inner[:, outside] = 0.0
    inside = wanted != outside
    found = inner.argmax(axis=1)
    right = found == wanted
    scores = belonging(inner, held.similarity)
    threshold = fit_threshold(scores[inside], right[inside])
    accepted = scores >= threshold
    figures = Figures(
        len(lesson.wanted),
        len(names),
        _share(right[inside]),
        round(calibration_error(likely, wanted), 4),
        _share(accepted[inside]),
        _share(~accepted[~inside]),
        _confused(names, wanted[inside & ~right], found[inside & ~right]),
    )
    return threshold, figures


def _confused(names: Sequence[str], wanted: Ints, found: Ints) -> list[list[str | int]]:
    pairs = Counter(zip(wanted.tolist(), found.tolist(), strict=True))
    return [
        [names[one], names[other], count]
        for (one, other), count in pairs.most_common(_MOST_CONFUSED)
    ]


def _share(hits: NDArray[np.bool_]) -> float | None:
    return round(float(hits.mean()), 4) if len(hits) else None


def _stacked(first: SparseRows, second: SparseRows) -> SparseRows:
    """The rows of both, the second's below the first's."""
    return SparseRows(
        np.concatenate([first.values, second.values]),
        np.concatenate([first.columns, second.columns]),
        np.concatenate([first.starts, second.starts[1:] + first.starts[-1]]),
        first.width,
    )
