"""The forward pass of multilingual-e5-small written out in numpy, one sentence at a time."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from deskhand.infra.models.e5_file import E5File

Array = npt.NDArray[np.float64]

_erf = np.vectorize(math.erf)


class Reference:
    """Slow and plain: float64, no batching, no padding, nothing fused."""

    def __init__(self, file: E5File) -> None:
        self._file = file

    def vector(self, ids: list[int]) -> Array:
        """The sentence's vector of length 1."""
        places = self._tensor("emb.pos").reshape(-1, 384)[: len(ids)]
        x = self._file.word_rows(np.array(ids)) + places + self._tensor("emb.type")[:384]
        x = self._norm(x, "emb.ln")
        for number in range(12):
            x = self._layer(x, f"l{number}")
        mean = x.mean(axis=0)
        unit: Array = mean / np.sqrt((mean**2).sum())
        return unit

    def _layer(self, x: Array, name: str) -> Array:
        query, key, value = (
            self._linear(x, f"{name}.{part}").reshape(len(x), 12, 32) for part in "qkv"
        )
        mixed = np.empty_like(query)
        for head in range(12):
            scores = query[:, head] @ key[:, head].T / np.sqrt(32)
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            mixed[:, head] = odds / odds.sum(axis=1, keepdims=True) @ value[:, head]
        x = self._norm(self._linear(mixed.reshape(len(x), 384), f"{name}.ao") + x, f"{name}.aln")
        wide = self._linear(x, f"{name}.fi")
        wide = wide * 0.5 * (1 + _erf(wide / np.sqrt(2)))
        return self._norm(self._linear(wide, f"{name}.fo") + x, f"{name}.oln")

    def _tensor(self, name: str) -> Array:
        return self._file.tensor(name).astype(np.float64)

    def _linear(self, x: Array, name: str) -> Array:
        bias = self._tensor(f"{name}.b")
        result: Array = x @ self._tensor(f"{name}.w").reshape(len(bias), -1).T + bias
        return result

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        result: Array = scaled * self._tensor(f"{name}.w") + self._tensor(f"{name}.b")
        return result
