"""all-MiniLM-L6-v2 on onnxruntime: text in, unit vectors out, nothing but the CPU needed."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding, Tokenizer

from deskhand.infra.models.minilm_weights import ensure_model, verify_model

NAME = "all-MiniLM-L6-v2"
DIMENSIONS = 384
MAX_TOKENS = 256
"""What the model was trained to read at once, its two special tokens included."""

_BUILD = "minilm-2"
"""Name of the cache folder; a change of the graph gets a new one."""
_MANIFEST = "manifest.json"
_MAX_CHARS = 101 * MAX_TOKENS
"""Part of a text that is tokenised: a token is at most 100 characters and a space."""
_BATCH_TOKENS = 1024
"""Padded tokens in one run: enough to keep the processor busy, small enough for a lean arena."""
_THREADS = min(2, os.cpu_count() or 1)
_TOKENS_OUTPUT = "hidden6"
"""`minilm_graph.TOKENS`, written again because that module needs the onnx package."""
_TINY = 1e-6

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text as the model reads it: one vector for the whole, one for each token.

    `whole` is float32 (384,); `tokens` is float16 (n, 384), each row of length 1, without the
    model's special tokens; `spans` holds the characters [start, end) of the text for each row.
    """

    whole: Array
    tokens: npt.NDArray[np.float16]
    spans: npt.NDArray[np.int32]


class MiniLM:
    """The loaded model. Its methods may be called from any thread."""

    def __init__(self, folder: Path, graph: Path) -> None:
        """`folder` holds the verified tokenizer, `graph` is the built ONNX file."""
        self.tokenizer = _load_tokenizer(folder)
        self._truncating = _load_tokenizer(folder)
        self._truncating.enable_truncation(max_length=MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )

    def count_tokens(self, text: str) -> int:
        """Tokens of the text, the two special ones not counted and nothing cut off."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def encode(self, texts: Sequence[str]) -> Array:
        """Vectors of length 1, float32 (n, 384), in the order of the texts.

        Only the first 256 tokens of a text are read.
        """
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for rows, part in self.batches(texts):
            vectors[rows] = part
        return vectors

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        """The same vectors bit by bit: (indexes into `texts`, their vectors), shortest first.

        Texts of like length run together, so little is padded.
        """
        encodings = self._truncating.encode_batch([text[:_MAX_CHARS] for text in texts])
        order = sorted(range(len(texts)), key=lambda row: len(encodings[row].ids))
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order):
                padded = len(encodings[order[end]].ids) * (end + 1 - start)
                if padded > _BATCH_TOKENS:
                    break
                end += 1
            rows = order[start:end]
            yield rows, self._run([encodings[row] for row in rows])
            start = end

    def read(self, text: str) -> TokenVectors:
        """The text's vector and those of its tokens; only its first 256 tokens are read."""
        encoding = self._truncating.encode(text[:_MAX_CHARS])
        ids, mask = _padded([encoding])
        whole, hidden = self._session.run(["vectors", _TOKENS_OUTPUT], {"ids": ids, "mask": mask})
        tokens = hidden[0, 1:-1]
        lengths = np.linalg.norm(tokens, axis=1, keepdims=True)
        unit = (tokens / np.maximum(lengths, _TINY)).astype(np.float16)
        spans = np.array(encoding.offsets[1:-1], dtype=np.int32).reshape(-1, 2)
        return TokenVectors(whole[0].copy(), unit, spans)

    def _run(self, encodings: Sequence[Encoding]) -> Array:
        ids, mask = _padded(encodings)
        vectors: Array = self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]
        return vectors


def _padded(encodings: Sequence[Encoding]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The ids, filled up to the longest, and the mask that tells which of them count."""
    width = max(len(encoding.ids) for encoding in encodings)
    ids = np.zeros((len(encodings), width), dtype=np.int32)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = encoding.ids
        mask[row, : len(encoding.ids)] = 1
    return ids, mask


def open_minilm(cache_dir: Path) -> MiniLM:
    """Load the model; the first time it is verified and its graph built in `cache_dir`.

    Takes under 0.2 s when cached, about a second the first time, longer when the files must be
    fetched. Raises `EmbeddingModelMissing` or `EmbeddingModelCorrupt`.
    """
    source = ensure_model(cache_dir)
    built = cache_dir / _BUILD
    if not _is_current(built, source):
        _build(built, source)
    return MiniLM(source, built / "minilm.onnx")


def _is_current(built: Path, source: Path) -> bool:
    """Whether source and built files are, by size and time, those that were verified."""
    try:
        manifest = json.loads((built / _MANIFEST).read_text())
        return bool(manifest == _manifest(built, source))
    except (OSError, ValueError):
        return False


def _manifest(built: Path, source: Path) -> dict[str, Any]:
    files = [source / "model.safetensors", source / "tokenizer.json"]
    files += [built / "minilm.onnx", built / "minilm.weights"]
    stats = [(file.name, file.stat()) for file in files]
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats}


def _build(built: Path, source: Path) -> None:
    """Verify the source and build beside the target, so that no half-built graph is ever seen."""
    # The onnx package costs some 40 MB of memory and is only needed here, once per cache.
    from deskhand.infra.models.minilm_graph import build_graph

    verify_model(source)
    built.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=built.parent) as scratch:
        fresh = Path(scratch) / _BUILD
        fresh.mkdir()
        build_graph(source / "model.safetensors", fresh)
        (fresh / _MANIFEST).write_text(json.dumps(_manifest(fresh, source)))
        shutil.rmtree(built, ignore_errors=True)
        try:
            os.replace(fresh, built)
        except OSError:
            # Another process finished the same build in between; its graph is as good.
            if not _is_current(built, source):
                raise


def _load_tokenizer(folder: Path) -> Tokenizer:
    """The published tokenizer without the padding and truncation stored in its file."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
