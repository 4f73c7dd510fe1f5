"""The file of multilingual-e5-small: tokenizer pieces, normaliser and weights in four bits.

Little-endian throughout. `E5S1`, u32 version, 7 × i32 (width, layers, heads, inner width, word
rows, positions, types), f32 epsilon, i32 block; the tokenizer's pieces with their scores; the
normaliser, which replaces one character by others; then a directory of tensors. A tensor is f32,
or Q4_0: for 32 weights one f16 scale and 16 bytes, whose low halves are the first 16 weights and
whose high halves the others, each `(q - 8) · scale`.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from deskhand.infra.models.packaged import EmbeddingModelCorrupt

WIDTH = 384
LAYERS = 12
WORDS = "emb.word"

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_F32, _Q4 = 0, 1

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokenizer's pieces with their log-probabilities, and what a character is replaced by."""

    pieces: tuple[str, ...]
    scores: Array
    normal: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    count: int
    offset: int
    size: int


class E5File:
    """The opened file; weights are mapped, so only those that are asked for are read."""

    def __init__(self, path: Path) -> None:
        """Raises `EmbeddingModelCorrupt` for another file than the published one."""
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._at = 0
        if self._take(4) != _MAGIC:
            raise EmbeddingModelCorrupt(f"{path} is no E5 file.")
        _, width, layers, *_ = self._numbers("I7ifi")
        if (width, layers) != (WIDTH, LAYERS):
            raise EmbeddingModelCorrupt(f"{path} holds another model.")
        self.vocabulary = self._read_vocabulary()
        self._tensors = dict(self._read_directory())

    def tensor(self, name: str) -> Array:
        """All weights of a tensor as float32, flat."""
        found = self._tensors[name]
        raw = self._bytes[found.offset : found.offset + found.size]
        if found.kind == _F32:
            return np.frombuffer(raw.tobytes(), dtype="<f4")
        return _four_bits(raw.reshape(-1, _BLOCK_BYTES))[: found.count]

    def word_rows(self, ids: npt.NDArray[np.integer[Any]]) -> Array:
        """The embeddings of these pieces, float32 (*ids.shape, 384)."""
        found = self._tensors[WORDS]
        row_bytes = WIDTH // _BLOCK * _BLOCK_BYTES
        table = self._bytes[found.offset : found.offset + found.size].reshape(-1, row_bytes)
        blocks = np.ascontiguousarray(table[ids.reshape(-1)]).reshape(-1, _BLOCK_BYTES)
        return _four_bits(blocks).reshape(*ids.shape, WIDTH)

    def _read_vocabulary(self) -> Vocabulary:
        count, *_ = self._numbers("5i")
        (size,) = self._numbers("Q")
        ends = np.frombuffer(self._take(4 * (count + 1)), dtype="<u4")
        scores = np.frombuffer(self._take(4 * count), dtype="<f4")
        blob = self._take(size)
        pieces = tuple(blob[start:end].decode() for start, end in itertools.pairwise(ends))
        _, size = self._numbers("iI")
        return Vocabulary(pieces, scores, _normal(self._take(size)))

    def _read_directory(self) -> list[tuple[str, _Tensor]]:
        (count,) = self._numbers("i")
        found = []
        for _ in range(count):
            (length,) = self._numbers("H")
            name = self._take(length).decode()
            kind, weights, offset, size = self._numbers("BIQQ")
            found.append((name, _Tensor(kind, weights, offset, size)))
        return found

    def _take(self, size: int) -> bytes:
        taken = self._bytes[self._at : self._at + size].tobytes()
        self._at += size
        return taken

    def _numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{layout}", self._take(struct.calcsize(f"<{layout}")))


def _normal(table: bytes) -> dict[int, str]:
    """Character → what stands for it, none for one that is dropped."""
    normal: dict[int, str] = {}
    at = 0
    while at < len(table):
        code, count = struct.unpack_from("<IB", table, at)
        others = struct.unpack_from(f"<{count}I", table, at + 5)
        normal[code] = "".join(map(chr, others))
        at += 5 + 4 * count
    return normal


def _four_bits(blocks: npt.NDArray[np.uint8]) -> Array:
    """The weights of blocks (n, 18), float32 (32 · n)."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    halves = np.concatenate([packed & 0x0F, packed >> 4], axis=1)
    values: Array = (halves.astype(np.float32) - 8.0) * scales
    return values.reshape(-1)
