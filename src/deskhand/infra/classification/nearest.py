"""Labels by the examples that are nearest to a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_NEAREST = 5
"""So many examples of a label are looked at: one alone may be a mistake."""
_SHARPNESS = np.float32(30.0)
"""Turns cosines, which lie close together, into log-odds; the blend's weight does the rest."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Examples as unit vectors (n, d), those of a label side by side.

    The examples of label `i` are `vectors[starts[i]:starts[i + 1]]`.
    """

    vectors: Floats
    starts: Ints

    @classmethod
    def of(cls, vectors: Floats, wanted: Ints, labels: int) -> Self:
        """From unit vectors with their label numbers, in any order."""
        order = np.argsort(wanted, kind="stable")
        starts = np.searchsorted(wanted[order], np.arange(labels + 1))
        return cls(vectors[order], starts.astype(np.int64))

    def scores(self, queries: Floats) -> tuple[Floats, Floats]:
        """Log-odds (m, labels), and the cosine to the nearest example of any (m), of unit rows."""
        cosines = queries @ self.vectors.T
        labels = len(self.starts) - 1
        found = np.full((len(queries), labels), -_SHARPNESS, dtype=np.float32)
        for label in range(labels):
            own = cosines[:, self.starts[label] : self.starts[label + 1]]
            count = own.shape[1]
            if count > _NEAREST:
                own = np.partition(own, count - _NEAREST, axis=1)[:, -_NEAREST:]
            if count:
                found[:, label] = _SHARPNESS * own.mean(axis=1)
        best: Floats = cosines.max(axis=1, initial=-1.0)
        return found, best
