"""The weights of all-MiniLM-L6-v2, from its safetensors; needed once per cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors import safe_open

from deskhand.infra.models.weights import Array

LAYERS = 6


def weights(safetensors: Path) -> Iterator[tuple[str, Array]]:
    """Each weight under the name the graph's nodes use; matrices transposed to (in, out)."""
    with safe_open(safetensors, framework="np") as file:

        def weight(name: str) -> Array:
            return np.asarray(file.get_tensor(name), dtype=np.float32)

        for part in ("word", "position", "token_type"):
            yield f"embed.{part}", weight(f"embeddings.{part}_embeddings.weight")
        for end in ("weight", "bias"):
            yield f"embed.norm.{end}", weight(f"embeddings.LayerNorm.{end}")
        for layer in range(LAYERS):
            source, name = f"encoder.layer.{layer}", f"layer{layer}"
            heads = [f"{source}.attention.self.{part}" for part in ("query", "key", "value")]
            yield f"{name}.qkv.weight", np.hstack([weight(f"{h}.weight").T for h in heads])
            yield f"{name}.qkv.bias", np.hstack([weight(f"{h}.bias") for h in heads])
            for target, path in (
                ("attended", "attention.output.dense"),
                ("wide", "intermediate.dense"),
                ("narrow", "output.dense"),
            ):
                yield f"{name}.{target}.weight", weight(f"{source}.{path}.weight").T
                yield f"{name}.{target}.bias", weight(f"{source}.{path}.bias")
            for target, path in (("norm1", "attention.output"), ("norm2", "output")):
                for end in ("weight", "bias"):
                    yield f"{name}.{target}.{end}", weight(f"{source}.{path}.LayerNorm.{end}")
