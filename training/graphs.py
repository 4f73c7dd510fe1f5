"""Makes the ONNX graphs of the local models: BERT layers in onnxruntime's fused operators.

`make fitted` writes them beside `infra/models`; what runs needs neither this nor the onnx package.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper

from deskhand.infra.models import e5_weights, minilm_weights
from deskhand.infra.models.e5_file import LAYERS as E5_LAYERS
from deskhand.infra.models.e5_file import E5File
from deskhand.infra.models.minilm_weights import LAYERS as MINILM_LAYERS
from deskhand.infra.models.packaged import E5, MINILM
from deskhand.infra.models.weights import Array, Place, placed, shipped_graph

HIDDEN = 384
HEADS = 12
EPSILON = 1e-12
FUSED = "com.microsoft"

_OPSETS = (("", 17), (FUSED, 1))
_IR_VERSION = 9
_SHAPE: list[str | int] = ["batch", "tokens"]


def graphs(cache_dir: Path) -> dict[str, bytes]:
    """The graph of each local model by its name; a model that is not installed is fetched there."""
    return {
        "minilm": _minilm(MINILM.ensure(cache_dir) / "model.safetensors"),
        "e5": _e5(E5File(E5.ensure(cache_dir) / "e5-small-q4.bin")),
    }


def _minilm(safetensors: Path) -> bytes:
    """The graph of all-MiniLM-L6-v2: inputs `ids` and `mask`, int32 (batch, tokens)."""
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, _SHAPE) for name in ("ids", "mask")
    ]
    weights = minilm_weights.weights(safetensors)
    return _graph("minilm", inputs, weights, _embedding_nodes(), MINILM_LAYERS)


def _e5(file: E5File) -> bytes:
    """The graph of multilingual-e5-small.

    Input `embedded` is float32 (batch, tokens, 384), the sum of the embeddings: the table of words
    would be 384 MB, so their rows are read from the file. Input `mask` is int32 (batch, tokens).
    """
    inputs = [
        helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [*_SHAPE, HIDDEN]),
        helper.make_tensor_value_info("mask", TensorProto.INT32, _SHAPE),
    ]
    return _graph("e5", inputs, e5_weights.weights(file), _first_layer(), E5_LAYERS)


def _graph(
    name: str,
    inputs: Sequence[ValueInfoProto],
    weights: Iterable[tuple[str, Array]],
    before: Iterable[NodeProto],
    layers: int,
) -> bytes:
    """`before` are the nodes that make the first hidden layer, `hidden0`, of the inputs.

    Output `vectors` is float32 (batch, 384): the mean of the last layer over the unmasked tokens,
    scaled to length 1; output `hidden<layers>` is that layer itself, (batch, tokens, 384).
    """
    last = f"hidden{layers}"
    graph = helper.make_graph(
        [*before, *_encoder_nodes(layers), *_pooling_nodes(last)],
        name,
        list(inputs),
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", HIDDEN]),
            helper.make_tensor_value_info(last, TensorProto.FLOAT, [*_SHAPE, HIDDEN]),
        ],
        [
            *(_external(place, f"{name}.weights") for place, _ in placed(weights)),
            *(_inside(label, array) for label, array in _POOLING_WEIGHTS),
        ],
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
    model: ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    return bytes(model.SerializeToString(deterministic=True))


_POOLING_WEIGHTS: tuple[tuple[str, npt.NDArray[np.generic]], ...] = (
    ("pool.axis_hidden", np.array([2], dtype=np.int64)),
    ("pool.tiny", np.array([EPSILON], dtype=np.float32)),
)


def _inside(label: str, array: npt.NDArray[np.generic]) -> TensorProto:
    kind = helper.np_dtype_to_tensor_dtype(array.dtype)
    return helper.make_tensor(label, kind, array.shape, array.tobytes(), raw=True)


def _external(place: Place, file_name: str) -> TensorProto:
    tensor = TensorProto(name=place.label, dims=place.shape, data_type=TensorProto.FLOAT)
    tensor.data_location = TensorProto.EXTERNAL
    facts = {"location": file_name, "offset": place.offset, "length": place.size}
    for key, value in facts.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def _node(
    kind: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes: Any
) -> NodeProto:
    """An operator, named by its first output."""
    return helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes)


def _encoder_nodes(layers: int) -> Iterator[NodeProto]:
    """BERT layers (Devlin et al. 2018)."""
    for layer in range(layers):
        name, before = f"layer{layer}", f"hidden{layer}"
        yield _node(
            "Attention",
            [before, f"{name}.qkv.weight", f"{name}.qkv.bias", "mask"],
            [f"{name}.heads"],
            FUSED,
            num_heads=HEADS,
        )
        yield from _projection(name, "attended", f"{name}.heads", before, "norm1", f"{name}.mid")
        yield _node("MatMul", [f"{name}.mid", f"{name}.wide.weight"], [f"{name}.wide"])
        yield _node("BiasGelu", [f"{name}.wide", f"{name}.wide.bias"], [f"{name}.gelu"], FUSED)
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
        FUSED,
        epsilon=EPSILON,
    )


def _pooling_nodes(last: str) -> Iterator[NodeProto]:
    """Mean over the unmasked tokens, then division by the Euclidean length."""
    yield _node("Cast", ["mask"], ["mask.float"], to=TensorProto.FLOAT)
    yield _node("Unsqueeze", ["mask.float", "pool.axis_hidden"], ["mask.column"])
    yield _node("Mul", [last, "mask.column"], ["masked"])
    yield _node("ReduceMean", ["masked"], ["mean"], axes=[1], keepdims=0)
    # The mean over all tokens points where the mean over the unmasked ones does, and only the
    # direction is left once the vector has length 1.
    yield _node("ReduceL2", ["mean"], ["length"], axes=[1], keepdims=1)
    yield _node("Max", ["length", "pool.tiny"], ["length.safe"])
    yield _node("Div", ["mean", "length.safe"], ["vectors"])


def _embedding_nodes() -> Iterator[NodeProto]:
    """Word, position and segment (always 0) embeddings, summed and normalised; fused."""
    tables = ["embed.word", "embed.position", "embed.token_type"]
    yield _node("Sub", ["ids", "ids"], ["segments"])
    yield _node(
        "EmbedLayerNormalization",
        ["ids", "segments", *tables, "embed.norm.weight", "embed.norm.bias", "mask"],
        ["hidden0", "lengths"],
        FUSED,
        epsilon=EPSILON,
    )


def _first_layer() -> Iterator[NodeProto]:
    yield _node(
        "LayerNormalization",
        ["embedded", "embed.norm.weight", "embed.norm.bias"],
        ["hidden0"],
        epsilon=EPSILON,
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as cache:
        for name, graph in graphs(Path(cache)).items():
            shipped_graph(name).write_bytes(graph)
            print(f"{name}.onnx: {len(graph) // 1000} kB")
