"""What the local models share: runs of like length, kept graphs, vectors of tokens."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime

DIMENSIONS = 384

_BATCH_TOKENS = 1024
"""Padded tokens in one run: enough to keep the processor busy, small enough for a lean arena."""
_THREADS = min(2, os.cpu_count() or 1)
_MANIFEST = "manifest.json"
_TINY = 1e-6

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text as the model reads it: one vector for the whole, one for each token.

    `whole` is float32 (384,); `tokens` is float16 (n, 384), each row of length 1, without what the
    model puts before and behind; `spans` holds the characters [start, end) of the text for each
    row.
    """

    whole: Array
    tokens: npt.NDArray[np.float16]
    spans: npt.NDArray[np.int32]


class LocalModel(Protocol):
    """A loaded model. Its methods may be called from any thread."""

    def count_tokens(self, text: str) -> int:
        """Tokens of the text, special ones not counted and nothing cut off."""
        ...

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        """(indexes into `texts`, their vectors), shortest first."""
        ...

    def read(self, text: str) -> TokenVectors:
        """The text's vector and those of its tokens."""
        ...


def open_session(graph: Path) -> onnxruntime.InferenceSession:
    """The graph, ready to run; two threads at most, which sleep between runs."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def in_runs(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts that run together, shortest first: like lengths, so little is padded."""
    order = sorted(range(len(lengths)), key=lambda row: lengths[row])
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and lengths[order[end]] * (end + 1 - start) <= _BATCH_TOKENS:
            end += 1
        yield order[start:end]
        start = end


def padded(
    rows: Sequence[Sequence[int]], filler: int = 0
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The ids, filled up to the longest, and the mask that tells which of them count."""
    width = max(len(row) for row in rows)
    ids = np.full((len(rows), width), filler, dtype=np.int32)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return ids, mask


def token_vectors(whole: Array, hidden: Array, spans: Sequence[tuple[int, int]]) -> TokenVectors:
    """The vectors of a text's tokens, `hidden` (n, 384), each scaled to length 1."""
    lengths = np.linalg.norm(hidden, axis=1, keepdims=True)
    unit = (hidden / np.maximum(lengths, _TINY)).astype(np.float16)
    return TokenVectors(whole.copy(), unit, np.array(spans, dtype=np.int32).reshape(-1, 2))


def kept_graph(
    built: Path, name: str, source: Sequence[Path], build: Callable[[Path], None]
) -> Path:
    """`built/<name>.onnx`, built unless it stands there and all files are those of that time.

    Built beside the target, so that no half-built graph is ever seen.
    """
    graph = built / f"{name}.onnx"
    files = [*source, graph, built / f"{name}.weights"]
    if _is_current(built, files):
        return graph
    built.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=built.parent) as scratch:
        fresh = Path(scratch) / built.name
        fresh.mkdir()
        build(fresh)
        fresh_files = [*source, fresh / f"{name}.onnx", fresh / f"{name}.weights"]
        (fresh / _MANIFEST).write_text(json.dumps(_manifest(fresh_files)))
        shutil.rmtree(built, ignore_errors=True)
        try:
            os.replace(fresh, built)
        except OSError:
            # Another process finished the same build in between; its graph is as good.
            if not _is_current(built, files):
                raise
    return graph


def _is_current(built: Path, files: Sequence[Path]) -> bool:
    """Whether source and built files are, by size and time, those that were verified."""
    try:
        manifest = json.loads((built / _MANIFEST).read_text())
        return bool(manifest == _manifest(files))
    except (OSError, ValueError):
        return False


def _manifest(files: Sequence[Path]) -> dict[str, Any]:
    stats = [(file.name, file.stat()) for file in files]
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats}
