"""The weights of multilingual-e5-small, from its file; needed once per cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from deskhand.infra.models.e5_file import LAYERS, E5File
from deskhand.infra.models.weights import Array

_PARTS = (
    ("attended", "ao"),
    ("wide", "fi"),
    ("narrow", "fo"),
)
_NORMS = (("norm1", "aln"), ("norm2", "oln"))


def weights(file: E5File) -> Iterator[tuple[str, Array]]:
    """Each weight under the name that the graph's nodes use; matrices transposed to (in, out)."""
    yield "embed.norm.weight", file.tensor("emb.ln.w")
    yield "embed.norm.bias", file.tensor("emb.ln.b")
    for layer in range(LAYERS):
        source, name = f"l{layer}", f"layer{layer}"

        def matrix(part: str, source: str = source) -> Array:
            outputs = len(file.tensor(f"{source}.{part}.b"))
            return file.tensor(f"{source}.{part}.w").reshape(outputs, -1).T

        yield f"{name}.qkv.weight", np.hstack([matrix(part) for part in "qkv"])
        yield f"{name}.qkv.bias", np.hstack([file.tensor(f"{source}.{one}.b") for one in "qkv"])
        for target, part in _PARTS:
            yield f"{name}.{target}.weight", matrix(part)
            yield f"{name}.{target}.bias", file.tensor(f"{source}.{part}.b")
        for target, part in _NORMS:
            yield f"{name}.{target}.weight", file.tensor(f"{source}.{part}.w")
            yield f"{name}.{target}.bias", file.tensor(f"{source}.{part}.b")
