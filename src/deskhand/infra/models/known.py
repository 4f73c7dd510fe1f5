"""Vectors of the texts that ship with the product, so that a first start need not compute them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import numpy.typing as npt

_FOLDER = files("deskhand.infra.models") / "known"
_DIGEST = 16

Array = npt.NDArray[np.float32]


class KnownVectors:
    """Vectors by the text that was read, of one model; the text itself is not kept.

    A text that changed has another digest and is computed again. `scripts/fitted.py`
    writes the files.
    """

    def __init__(self, rows: dict[bytes, int], vectors: npt.NDArray[np.float16]) -> None:
        """`rows` tells for each digest its row of `vectors`, (n, d)."""
        self._rows = rows
        self._vectors = vectors

    def of(self, texts: Sequence[str]) -> list[Array | None]:
        """The vector of each text, float32 (d,), or None where it must be computed."""
        rows = [self._rows.get(_digest(text)) for text in texts]
        return [None if row is None else self._vectors[row].astype(np.float32) for row in rows]


NOTHING = KnownVectors({}, np.empty((0, 0), dtype=np.float16))


def read_known(model: str) -> KnownVectors:
    """What ships for a model, such as `local:all-MiniLM-L6-v2`; none for any other."""
    resource = _FOLDER / _file(model)
    if not resource.is_file():
        return NOTHING
    with as_file(resource) as path, np.load(path) as kept:
        digests, vectors = kept["digests"], kept["vectors"]
    return KnownVectors({row.tobytes(): place for place, row in enumerate(digests)}, vectors)


def write_known(model: str, texts: Sequence[str], vectors: Array, folder: Path) -> None:
    """Keep the vectors (n, d) of the texts, half as precise as they were computed."""
    digests = np.frombuffer(b"".join(map(_digest, texts)), dtype=np.uint8).reshape(-1, _DIGEST)
    folder.mkdir(exist_ok=True)
    np.savez(folder / _file(model), digests=digests, vectors=vectors.astype(np.float16))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest()


def _file(model: str) -> str:
    return f"{model.rpartition(':')[2]}.npz"
