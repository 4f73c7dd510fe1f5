"""Builds the ONNX graph of multilingual-e5-small from its file; needed once per cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from onnx import NodeProto, TensorProto, helper

from deskhand.infra.models.bert_graph import EPSILON, HIDDEN, Array, node, save_graph
from deskhand.infra.models.e5_file import LAYERS, E5File

_PARTS = (
    ("attended", "ao"),
    ("wide", "fi"),
    ("narrow", "fo"),
)
_NORMS = (("norm1", "aln"), ("norm2", "oln"))


def build_graph(file: E5File, folder: Path) -> None:
    """Write `e5.onnx` and `e5.weights` into `folder`.

    Input `embedded` is float32 (batch, tokens, 384), the sum of the embeddings: the table of words
    would be 384 MB, so their rows are read from the file. Input `mask` is int32 (batch, tokens).
    """
    shape: list[str | int] = ["batch", "tokens"]
    inputs = [
        helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [*shape, HIDDEN]),
        helper.make_tensor_value_info("mask", TensorProto.INT32, shape),
    ]
    save_graph(folder, "e5", inputs, _tensors(file), _first_layer(), LAYERS)


def _first_layer() -> Iterator[NodeProto]:
    yield node(
        "LayerNormalization",
        ["embedded", "embed.norm.weight", "embed.norm.bias"],
        ["hidden0"],
        epsilon=EPSILON,
    )


def _tensors(file: E5File) -> Iterator[tuple[str, Array]]:
    """Each weight under the name that the nodes use; matrices transposed to (in, out)."""
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
