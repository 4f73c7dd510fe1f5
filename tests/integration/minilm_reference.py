"""The forward pass of all-MiniLM-L6-v2 written out in numpy, one sentence at a time."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

Array = npt.NDArray[np.float64]

_erf = np.vectorize(math.erf)


class Reference:
    """Slow and plain: float64, no batching, no padding, nothing fused."""

    def __init__(self, weights: Path) -> None:
        self._weights = {k: v.astype(np.float64) for k, v in load_file(weights).items()}

    def vector(self, ids: list[int]) -> Array:
        """The sentence's vector of length 1."""
        x = (
            self._weights["embeddings.word_embeddings.weight"][ids]
            + self._weights["embeddings.position_embeddings.weight"][: len(ids)]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._norm(x, "embeddings.LayerNorm")
        for number in range(6):
            x = self._layer(x, f"encoder.layer.{number}")
        mean = x.mean(axis=0)
        unit: Array = mean / np.sqrt((mean**2).sum())
        return unit

    def _layer(self, x: Array, name: str) -> Array:
        query, key, value = (
            self._linear(x, f"{name}.attention.self.{part}").reshape(len(x), 12, 32)
            for part in ("query", "key", "value")
        )
        mixed = np.empty_like(query)
        for head in range(12):
            scores = query[:, head] @ key[:, head].T / np.sqrt(32)
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            mixed[:, head] = odds / odds.sum(axis=1, keepdims=True) @ value[:, head]
        attended = self._linear(mixed.reshape(len(x), 384), f"{name}.attention.output.dense")
        x = self._norm(attended + x, f"{name}.attention.output.LayerNorm")
        wide = self._linear(x, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + _erf(wide / np.sqrt(2)))
        return self._norm(
            self._linear(wide, f"{name}.output.dense") + x, f"{name}.output.LayerNorm"
        )

    def _linear(self, x: Array, name: str) -> Array:
        result: Array = x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        result: Array = scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result
