"""Multinomial logistic regression: fitted by scikit-learn, applied by numpy alone."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deskhand.infra.classification.tfidf import SparseRows

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_NEVER = np.float32(-12.0)
_FOLDS = 5
_FOLDED_AT_MOST = 4_000


@dataclass(frozen=True, slots=True)
class Linear:
    """`slope` is features × labels, `base` one number a label; results are log-odds."""

    slope: Floats
    base: Floats

    def dense(self, vectors: Floats) -> Floats:
        """Scores (n × labels) of dense rows."""
        scores: Floats = vectors @ self.slope + self.base
        return scores

    def sparse(self, columns: Ints, values: Floats) -> Floats:
        """Scores (labels) of one sparse row."""
        scores: Floats = values @ self.slope[columns] + self.base
        return scores

    def rows(self, rows: SparseRows) -> Floats:
        """Scores (n × labels) of many sparse rows."""
        count = len(rows.starts) - 1
        scores = np.empty((count, len(self.base)), dtype=np.float32)
        for at in range(count):
            part = slice(rows.starts[at], rows.starts[at + 1])
            scores[at] = self.sparse(rows.columns[part], rows.values[part])
        return scores


def folds_of(wanted: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs (rows to learn from, rows to test on); each label is spread over all folds.

    A label with one example is only ever learned from. Large sets are split once, 4 to 1,
    because a second look would change the few numbers that are tuned hardly at all.
    """
    small = len(wanted) <= _FOLDED_AT_MOST
    parts = _FOLDS if small else 5
    fold = np.full(len(wanted), -1, dtype=np.int64)
    order = np.random.default_rng(0).permutation(len(wanted))
    for label in np.unique(wanted):
        members = order[wanted[order] == label]
        if len(members) > 1:
            fold[members] = np.arange(len(members)) % parts
    for part in range(parts if small else 1):
        test = np.flatnonzero(fold == part)
        learn = np.flatnonzero(fold != part)
        if len(test) and len(learn):
            yield learn, test


def fit_linear(rows: SparseRows | Floats, wanted: Ints, labels: int, *, strength: float) -> Linear:
    """Fit on `rows` with label numbers `wanted`; a label without rows is never chosen.

    `strength` is the inverse of the penalty, as scikit-learn's `C`.
    """
    width = rows.width if isinstance(rows, SparseRows) else rows.shape[1]
    slope = np.zeros((width, labels), dtype=np.float32)
    base = np.full(labels, _NEVER, dtype=np.float32)
    present = np.unique(wanted)
    if len(present) < 2 or width == 0:
        counts = np.bincount(wanted, minlength=labels)[present]
        base[present] = np.log(counts / counts.sum())
        return Linear(slope, base)
    # Lazy: a second and 80 MB of memory that a start with a stored classifier never needs.
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    data = rows
    if isinstance(rows, SparseRows):
        shape = (len(rows.starts) - 1, rows.width)
        data = csr_matrix((rows.values, rows.columns, rows.starts), shape=shape)
    model = LogisticRegression(C=strength, tol=1e-3, max_iter=200)
    with warnings.catch_warnings(), threadpool_limits(1):
        # Not quite converged is good enough here, and nothing a user could act on. One thread,
        # because turns are answered meanwhile, and small matrices gain nothing from more.
        warnings.simplefilter("ignore")
        model.fit(data, wanted)
    coefficients, intercept = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        intercept = np.concatenate([[0.0], intercept])
    slope[:, present] = coefficients.T
    base[present] = intercept
    return Linear(slope, base)
