"""The graph of a local model, which ships, and its weights, written as that graph expects them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_PAGE = 4096

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an array stands in the file of the weights: `size` bytes from `offset`."""

    label: str
    shape: tuple[int, ...]
    offset: int
    size: int


def shipped_graph(name: str) -> Path:
    """The graph of that model: the same for everybody, made by `training/graphs.py`."""
    return Path(__file__).parent / "graphs" / f"{name}.onnx"


def save_model(folder: Path, name: str, weights: Iterable[tuple[str, Array]]) -> None:
    """Write `<name>.onnx` and `<name>.weights` into `folder`.

    The weights stand in a file of their own, page-aligned, so that onnxruntime maps them instead
    of copying.
    """
    with (folder / f"{name}.weights").open("wb") as file:
        for place, array in placed(weights):
            file.seek(place.offset)
            file.write(np.ascontiguousarray(array).tobytes())
    shutil.copyfile(shipped_graph(name), folder / f"{name}.onnx")


def placed(weights: Iterable[tuple[str, Array]]) -> Iterator[tuple[Place, Array]]:
    """Each array with its place, in the order in which they are given."""
    offset = 0
    for label, array in weights:
        yield Place(label, array.shape, offset, array.nbytes), array
        offset += array.nbytes + -array.nbytes % _PAGE
