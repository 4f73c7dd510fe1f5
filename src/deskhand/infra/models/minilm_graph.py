"""Builds the ONNX graph of all-MiniLM-L6-v2 from its safetensors; needed once per cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper
from safetensors import safe_open

from deskhand.infra.models.bert_graph import EPSILON, FUSED, Array, node, save_graph

LAYERS = 6


def build_graph(safetensors: Path, folder: Path) -> None:
    """Write `minilm.onnx` and `minilm.weights` into `folder`; inputs `ids` and `mask`, int32."""
    shape = ["batch", "tokens"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, shape) for name in ("ids", "mask")
    ]
    save_graph(folder, "minilm", inputs, _tensors(safetensors), _embedding_nodes(), LAYERS)


def _tensors(safetensors: Path) -> Iterator[tuple[str, npt.NDArray[np.generic]]]:
    """Each weight under the name the nodes use; matrices transposed to (in, out)."""
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


def _embedding_nodes() -> Iterator[NodeProto]:
    """Word, position and segment (always 0) embeddings, summed and normalised; fused."""
    tables = ["embed.word", "embed.position", "embed.token_type"]
    yield node("Sub", ["ids", "ids"], ["segments"])
    yield node(
        "EmbedLayerNormalization",
        ["ids", "segments", *tables, "embed.norm.weight", "embed.norm.bias", "mask"],
        ["hidden0", "lengths"],
        FUSED,
        epsilon=EPSILON,
    )
