"""What the graphs of the local models share: BERT layers in onnxruntime's fused operators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, ValueInfoProto, helper, save_model

HIDDEN = 384
HEADS = 12
EPSILON = 1e-12
FUSED = "com.microsoft"

_PAGE = 4096
_OPSETS = (("", 17), (FUSED, 1))
_IR_VERSION = 9

Array = npt.NDArray[np.float32]


def save_graph(
    folder: Path,
    name: str,
    inputs: Sequence[ValueInfoProto],
    weights: Iterable[tuple[str, npt.NDArray[np.generic]]],
    before: Iterable[NodeProto],
    layers: int,
) -> None:
    """Write `<name>.onnx` and `<name>.weights` into `folder`.

    `before` are the nodes that make the first hidden layer, `hidden0`, of the inputs, of which
    `mask` is int32 (batch, tokens). Output `vectors` is float32 (batch, 384): the mean of the last
    layer over the unmasked tokens, scaled to length 1; output `tokens_output(layers)` is that
    layer itself, (batch, tokens, 384). The weights stand in a file of their own, page-aligned, so
    that onnxruntime maps them instead of copying.
    """
    last = tokens_output(layers)
    file_name = f"{name}.weights"
    initializers: list[TensorProto] = []
    with (folder / file_name).open("wb") as file:
        for label, array in (*weights, *_POOLING_WEIGHTS):
            initializers.append(_external(label, array, file, file_name))
    graph = helper.make_graph(
        [*before, *_encoder_nodes(layers), *_pooling_nodes(last)],
        name,
        list(inputs),
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", HIDDEN]),
            helper.make_tensor_value_info(last, TensorProto.FLOAT, ["batch", "tokens", HIDDEN]),
        ],
        initializers,
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in _OPSETS]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    save_model(model, str(folder / f"{name}.onnx"))


def tokens_output(layers: int) -> str:
    """The output that holds a vector for each token, not scaled."""
    return f"hidden{layers}"


_POOLING_WEIGHTS: tuple[tuple[str, npt.NDArray[np.generic]], ...] = (
    ("pool.axis_hidden", np.array([2], dtype=np.int64)),
    ("pool.tiny", np.array([EPSILON], dtype=np.float32)),
)


def _external(
    name: str, array: npt.NDArray[np.generic], file: BinaryIO, file_name: str
) -> TensorProto:
    """Append the array to the weights file; small ones stay inside the graph."""
    if array.nbytes <= _PAGE:
        kind = helper.np_dtype_to_tensor_dtype(array.dtype)
        return helper.make_tensor(name, kind, array.shape, array.tobytes(), raw=True)
    file.write(b"\0" * (-file.tell() % _PAGE))
    tensor = TensorProto(name=name, dims=array.shape, data_type=TensorProto.FLOAT)
    tensor.data_location = TensorProto.EXTERNAL
    place = {"location": file_name, "offset": file.tell(), "length": array.nbytes}
    for key, value in place.items():
        tensor.external_data.add(key=key, value=str(value))
    file.write(np.ascontiguousarray(array).tobytes())
    return tensor


def node(
    kind: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes: Any
) -> NodeProto:
    """An operator, named by its first output."""
    return helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes)


def _encoder_nodes(layers: int) -> Iterator[NodeProto]:
    """BERT layers (Devlin et al. 2018)."""
    for layer in range(layers):
        name, before = f"layer{layer}", f"hidden{layer}"
        yield node(
            "Attention",
            [before, f"{name}.qkv.weight", f"{name}.qkv.bias", "mask"],
            [f"{name}.heads"],
            FUSED,
            num_heads=HEADS,
        )
        yield from _projection(name, "attended", f"{name}.heads", before, "norm1", f"{name}.mid")
        yield node("MatMul", [f"{name}.mid", f"{name}.wide.weight"], [f"{name}.wide"])
        yield node("BiasGelu", [f"{name}.wide", f"{name}.wide.bias"], [f"{name}.gelu"], FUSED)
        after = f"hidden{layer + 1}"
        yield from _projection(name, "narrow", f"{name}.gelu", f"{name}.mid", "norm2", after)


def _projection(
    name: str, weights: str, source: str, residual: str, norm: str, target: str
) -> Iterator[NodeProto]:
    """`target = layer_norm(source · W + b + residual)`."""
    product = f"{name}.{weights}"
    yield node("MatMul", [source, f"{product}.weight"], [product])
    yield node(
        "SkipLayerNormalization",
        [product, residual, f"{name}.{norm}.weight", f"{name}.{norm}.bias", f"{product}.bias"],
        [target],
        FUSED,
        epsilon=EPSILON,
    )


def _pooling_nodes(last: str) -> Iterator[NodeProto]:
    """Mean over the unmasked tokens, then division by the Euclidean length."""
    yield node("Cast", ["mask"], ["mask.float"], to=TensorProto.FLOAT)
    yield node("Unsqueeze", ["mask.float", "pool.axis_hidden"], ["mask.column"])
    yield node("Mul", [last, "mask.column"], ["masked"])
    yield node("ReduceMean", ["masked"], ["mean"], axes=[1], keepdims=0)
    # The mean over all tokens points where the mean over the unmasked ones does, and only the
    # direction is left once the vector has length 1.
    yield node("ReduceL2", ["mean"], ["length"], axes=[1], keepdims=1)
    yield node("Max", ["length", "pool.tiny"], ["length.safe"])
    yield node("Div", ["mean", "length.safe"], ["vectors"])
