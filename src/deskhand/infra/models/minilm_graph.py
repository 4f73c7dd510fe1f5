"""Builds the ONNX graph of all-MiniLM-L6-v2 from its safetensors; needed once per cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper, save_model
from safetensors import safe_open

HIDDEN = 384
LAYERS = 6
HEADS = 12
EPSILON = 1e-12

TOKENS = f"hidden{LAYERS}"
"""The output that holds a vector for each token, not scaled."""

GRAPH_FILE = "minilm.onnx"
WEIGHTS_FILE = "minilm.weights"

_FUSED = "com.microsoft"
_PAGE = 4096
_OPSETS = (("", 17), (_FUSED, 1))
_IR_VERSION = 9

Array = npt.NDArray[np.float32]


def build_graph(safetensors: Path, folder: Path) -> None:
    """Write `minilm.onnx` and `minilm.weights` into `folder`.

    Inputs `ids` and `mask` are int32 (batch, tokens); output `vectors` is float32 (batch, 384):
    the mean of the last layer over the unmasked tokens, scaled to length 1; output `TOKENS` is
    that layer itself, (batch, tokens, 384). The weights stand in a file of their own,
    page-aligned, so that onnxruntime maps them instead of copying.
    """
    initializers: list[TensorProto] = []
    with (folder / WEIGHTS_FILE).open("wb") as file:
        for name, array in _tensors(safetensors):
            initializers.append(_external(name, array, file))
    graph = helper.make_graph(
        [*_embedding_nodes(), *_encoder_nodes(), *_pooling_nodes()],
        "minilm",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, ["batch", "tokens"]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "tokens"]),
        ],
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", HIDDEN]),
            helper.make_tensor_value_info(TOKENS, TensorProto.FLOAT, ["batch", "tokens", HIDDEN]),
        ],
        initializers,
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    save_model(model, str(folder / GRAPH_FILE))


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
    yield "pool.axis_hidden", np.array([2], dtype=np.int64)
    yield "pool.tiny", np.array([EPSILON], dtype=np.float32)


def _external(name: str, array: npt.NDArray[np.generic], file: BinaryIO) -> TensorProto:
    """Append the array to the weights file; small ones stay inside the graph."""
    if array.nbytes <= _PAGE:
        kind = helper.np_dtype_to_tensor_dtype(array.dtype)
        return helper.make_tensor(name, kind, array.shape, array.tobytes(), raw=True)
    file.write(b"\0" * (-file.tell() % _PAGE))
    tensor = TensorProto(name=name, dims=array.shape, data_type=TensorProto.FLOAT)
    tensor.data_location = TensorProto.EXTERNAL
    place = {"location": WEIGHTS_FILE, "offset": file.tell(), "length": array.nbytes}
    for key, value in place.items():
        tensor.external_data.add(key=key, value=str(value))
    file.write(np.ascontiguousarray(array).tobytes())
    return tensor


def _node(
    kind: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes: Any
) -> NodeProto:
    return helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes)


def _embedding_nodes() -> Iterator[NodeProto]:
    """Word, position and segment (always 0) embeddings, summed and normalised; fused."""
    tables = ["embed.word", "embed.position", "embed.token_type"]
    yield _node("Sub", ["ids", "ids"], ["segments"])
    yield _node(
        "EmbedLayerNormalization",
        ["ids", "segments", *tables, "embed.norm.weight", "embed.norm.bias", "mask"],
        ["hidden0", "lengths"],
        _FUSED,
        epsilon=EPSILON,
    )


def _encoder_nodes() -> Iterator[NodeProto]:
    """Six BERT layers (Devlin et al. 2018) in onnxruntime's fused operators."""
    for layer in range(LAYERS):
        name, before = f"layer{layer}", f"hidden{layer}"
        yield _node(
            "Attention",
            [before, f"{name}.qkv.weight", f"{name}.qkv.bias", "mask"],
            [f"{name}.heads"],
            _FUSED,
            num_heads=HEADS,
        )
        yield from _projection(name, "attended", f"{name}.heads", before, "norm1", f"{name}.mid")
        yield _node("MatMul", [f"{name}.mid", f"{name}.wide.weight"], [f"{name}.wide"])
        yield _node("BiasGelu", [f"{name}.wide", f"{name}.wide.bias"], [f"{name}.gelu"], _FUSED)
        after = f"hidden{layer + 1}"
        yield from _projection(name, "narrow", f"{name}.gelu", f"{name}.mid", "norm2", after)


def _projection(
    name: str, weights: str, source: str, residual: str, norm: str, target: str
) -> Iterator[NodeProto]:
    """`target = layer_norm(source · W + b + residual)`."""
    product = f"{name}.{weights}"
    yield _node("MatMul", [source, f"{product}.weight"], [product])
    yield _node(
        "SkipLayerNormalization",
        [product, residual, f"{name}.{norm}.weight", f"{name}.{norm}.bias", f"{product}.bias"],
        [target],
        _FUSED,
        epsilon=EPSILON,
    )


def _pooling_nodes() -> Iterator[NodeProto]:
    """Mean over the unmasked tokens, then division by the Euclidean length."""
    yield _node("Cast", ["mask"], ["mask.float"], to=TensorProto.FLOAT)
    yield _node("Unsqueeze", ["mask.float", "pool.axis_hidden"], ["mask.column"])
    yield _node("Mul", [TOKENS, "mask.column"], ["masked"])
    yield _node("ReduceMean", ["masked"], ["mean"], axes=[1], keepdims=0)
    # The mean over all tokens points where the mean over the unmasked ones does, and only the
    # direction is left once the vector has length 1.
    yield _node("ReduceL2", ["mean"], ["length"], axes=[1], keepdims=1)
    yield _node("Max", ["length", "pool.tiny"], ["length.safe"])
    yield _node("Div", ["mean", "length.safe"], ["vectors"])
