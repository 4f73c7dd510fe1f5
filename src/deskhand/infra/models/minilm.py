"""all-MiniLM-L6-v2 on onnxruntime: text in, unit vectors out, nothing but the CPU needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from deskhand.infra.models.local import (
    DIMENSIONS,
    Array,
    TokenVectors,
    in_runs,
    kept_graph,
    open_session,
    padded,
    token_vectors,
)
from deskhand.infra.models.minilm_weights import weights
from deskhand.infra.models.packaged import MINILM
from deskhand.infra.models.weights import save_model

NAME = "all-MiniLM-L6-v2"
MAX_TOKENS = 256
"""What the model was trained to read at once, its two special tokens included."""

_BUILD = "minilm-3"
"""Name of the cache folder; a change of the graph gets a new one."""
_MAX_CHARS = 101 * MAX_TOKENS
"""Part of a text that is tokenised: a token is at most 100 characters and a space."""
_TOKENS_OUTPUT = "hidden6"
"""The last layer, as its graph names it."""


class MiniLM:
    """The loaded model. Its methods may be called from any thread."""

    def __init__(self, folder: Path, graph: Path) -> None:
        """`folder` holds the verified tokenizer, `graph` is the ONNX file beside its weights."""
        self.tokenizer = _load_tokenizer(folder)
        self._truncating = _load_tokenizer(folder)
        self._truncating.enable_truncation(max_length=MAX_TOKENS)
        self._session = open_session(graph)

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
        """The same vectors bit by bit: (indexes into `texts`, their vectors), shortest first."""
        encodings = self._truncating.encode_batch([text[:_MAX_CHARS] for text in texts])
        ids = [encoding.ids for encoding in encodings]
        for rows in in_runs([len(row) for row in ids]):
            taken, mask = padded([ids[row] for row in rows])
            yield rows, self._session.run(["vectors"], {"ids": taken, "mask": mask})[0]

    def read(self, text: str) -> TokenVectors:
        """The text's vector and those of its tokens; only its first 256 tokens are read."""
        encoding = self._truncating.encode(text[:_MAX_CHARS])
        ids, mask = padded([encoding.ids])
        whole, hidden = self._session.run(["vectors", _TOKENS_OUTPUT], {"ids": ids, "mask": mask})
        return token_vectors(whole[0], hidden[0, 1:-1], encoding.offsets[1:-1])


def open_minilm(cache_dir: Path) -> MiniLM:
    """Load the model; the first time it is verified and its weights laid out in `cache_dir`.

    Takes under 0.2 s when cached, about a second the first time, longer when the files must be
    fetched. Raises `EmbeddingModelMissing` or `EmbeddingModelCorrupt`.
    """
    source = MINILM.ensure(cache_dir)
    files = [source / name for name in MINILM.digests]
    return MiniLM(
        source, kept_graph(cache_dir / _BUILD, "minilm", files, lambda to: _build(source, to))
    )


def _build(source: Path, folder: Path) -> None:
    MINILM.verify(source)
    save_model(folder, "minilm", weights(source / "model.safetensors"))


def _load_tokenizer(folder: Path) -> Tokenizer:
    """The published tokenizer without the padding and truncation stored in its file."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
