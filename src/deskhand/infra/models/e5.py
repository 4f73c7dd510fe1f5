"""multilingual-e5-small on onnxruntime: a hundred languages, at twice the price of MiniLM."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from deskhand.infra.models.e5_file import E5File
from deskhand.infra.models.e5_weights import weights
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
from deskhand.infra.models.packaged import E5
from deskhand.infra.models.unigram import BEGIN, END, Unigram
from deskhand.infra.models.weights import save_model

NAME = "multilingual-e5-small"
MAX_TOKENS = 512
QUESTION, PASSAGE = "query: ", "passage: "
"""What the model was trained to find before a question and before a passage."""

_BUILD = "e5-2"
_FILE = "e5-small-q4.bin"
_MAX_CHARS = 17 * MAX_TOKENS
"""Part of a text that is tokenised: a piece is at most 16 characters and a space."""
_PAD = 1
_TOKENS_OUTPUT = "hidden12"


class E5Small:
    """The loaded model. Its methods may be called from any thread."""

    def __init__(self, file: E5File, graph: Path) -> None:
        """`file` is the verified one, `graph` the ONNX file beside its weights."""
        self._file = file
        self._pieces = Unigram(file.vocabulary)
        self._places = (
            file.tensor("emb.pos").reshape(-1, DIMENSIONS) + file.tensor("emb.type")[:DIMENSIONS]
        )
        self._session = open_session(graph)

    def count_tokens(self, text: str) -> int:
        """Pieces of the text, nothing cut off."""
        return len(self._pieces.encode(text).ids)

    def encode(self, texts: Sequence[str]) -> Array:
        """Vectors of length 1, float32 (n, 384); of each text the first 512 tokens are read.

        The texts begin with `QUESTION` or `PASSAGE`.
        """
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for rows, part in self.batches(texts):
            vectors[rows] = part
        return vectors

    def batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Array]]:
        """The same vectors: (indexes into `texts`, their vectors), shortest first."""
        ids = [self._framed(self._pieces.encode(text[:_MAX_CHARS]).ids) for text in texts]
        for rows in in_runs([len(row) for row in ids]):
            yield rows, self._run([ids[row] for row in rows], ["vectors"])[0]

    def read(self, text: str) -> TokenVectors:
        """The text's vector and those of its tokens, read as a question is read."""
        encoded = self._pieces.encode((QUESTION + text)[:_MAX_CHARS])
        ids = self._framed(encoded.ids)
        whole, hidden = self._run([ids], ["vectors", _TOKENS_OUTPUT])
        own = [
            (row, (start - len(QUESTION), end - len(QUESTION)))
            for row, (start, end) in enumerate(encoded.spans[: len(ids) - 2], 1)
            if start >= len(QUESTION) and end > start
        ]
        rows = [row for row, _ in own]
        return token_vectors(whole[0], hidden[0, rows], [span for _, span in own])

    def _framed(self, ids: Sequence[int]) -> list[int]:
        return [BEGIN, *ids[: MAX_TOKENS - 2], END]

    def _run(self, rows: Sequence[Sequence[int]], outputs: list[str]) -> list[Array]:
        ids, mask = padded(rows, _PAD)
        embedded = self._file.word_rows(ids) + self._places[: ids.shape[1]]
        found: list[Array] = self._session.run(outputs, {"embedded": embedded, "mask": mask})
        return found


def open_e5(cache_dir: Path) -> E5Small:
    """Load the model; the first time it is verified and its weights laid out in `cache_dir`.

    Takes about a second when cached, longer when the file must be fetched (91 MB). Raises
    `EmbeddingModelMissing` or `EmbeddingModelCorrupt`.
    """
    path = E5.ensure(cache_dir) / _FILE
    built = kept_graph(cache_dir / _BUILD, "e5", [path], lambda to: _build(path, to))
    return E5Small(E5File(path), built)


def _build(path: Path, folder: Path) -> None:
    E5.verify(path.parent)
    save_model(folder, "e5", weights(E5File(path)))
