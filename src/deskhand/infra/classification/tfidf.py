"""TF-IDF over words, word pairs and pieces of words, in plain numpy, so that nothing else loads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)
_DIGITS = re.compile(r"\d+")
_PIECE_LENGTHS = (3, 4, 5)
_LONGEST_WORD = 24
_MOST_WORDS = 400

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def words_of(text: str) -> list[str]:
    """Lower-cased words; every run of digits becomes `0`, so that numbers are one feature."""
    folded = _DIGITS.sub("0", text.casefold().replace("’", "'"))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(folded)[:_MOST_WORDS]]


@lru_cache(maxsize=64)
def features_of(text: str) -> tuple[Counter[str], Counter[str]]:
    """How often each word feature (`w:…`) and each piece feature (`c:…`) occurs in `text`.

    Kept for a moment, as several classifiers look at the same text.
    """
    words = words_of(text)
    spoken = Counter(f"w:{word}" for word in words)
    spoken.update(f"w:{first} {second}" for first, second in pairwise(words))
    pieces: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for length in _PIECE_LENGTHS:
            pieces.update(
                f"c:{padded[start : start + length]}"
                for start in range(max(1, len(padded) - length + 1))
            )
    return spoken, pieces


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Compressed sparse rows: row `i` owns `values[starts[i]:starts[i + 1]]` at `columns`."""

    values: Floats
    columns: Ints
    starts: Ints
    width: int

    def take(self, at: Ints) -> SparseRows:
        """The rows numbered `at`, in that order."""
        spans = [slice(self.starts[row], self.starts[row + 1]) for row in at]
        starts = np.cumsum([0, *(span.stop - span.start for span in spans)], dtype=np.int64)
        values = [self.values[span] for span in spans] or [self.values[:0]]
        columns = [self.columns[span] for span in spans] or [self.columns[:0]]
        return SparseRows(np.concatenate(values), np.concatenate(columns), starts, self.width)


@dataclass(frozen=True, slots=True)
class TfIdf:
    """A fitted vocabulary with the rarity of each feature.

    Words and pieces are each scaled to length one, then halved in energy, so that neither
    drowns the other; a row therefore has length one at most.
    """

    vocabulary: dict[str, int]
    rarity: Floats

    @classmethod
    def fit(cls, texts: Iterable[str], most: int = 40_000, least: int = 2) -> Self:
        """Learn from `texts`: keep features of `least` texts or more, the `most` frequent."""
        seen: Counter[str] = Counter()
        count = 0
        for text in texts:
            spoken, pieces = features_of(text)
            seen.update(spoken.keys())
            seen.update(pieces.keys())
            count += 1
        kept = [(name, often) for name, often in seen.items() if often >= least]
        kept.sort(key=lambda item: (-item[1], item[0]))
        names = kept[:most]
        often = np.array([number for _, number in names], dtype=np.float32)
        rarity = np.log((1 + count) / (1 + often)).astype(np.float32) + np.float32(1)
        return cls({name: at for at, (name, _) in enumerate(names)}, rarity)

    def row(self, text: str) -> tuple[Ints, Floats]:
        """The columns and values of one text."""
        columns: list[int] = []
        values: list[Floats] = []
        for counted in features_of(text):
            known = sorted(
                (self.vocabulary[n], k) for n, k in counted.items() if n in self.vocabulary
            )
            if not known:
                continue
            at, often = zip(*known, strict=True)
            columns.extend(at)
            weight = (1 + np.log(np.array(often, dtype=np.float32))) * self.rarity[list(at)]
            length = float(np.sqrt(weight @ weight))
            values.append((weight / (length * np.float32(2**0.5))).astype(np.float32))
        if not values:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return np.array(columns, dtype=np.int64), np.concatenate(values)

    def rows(self, texts: Sequence[str]) -> SparseRows:
        """Many texts as compressed sparse rows."""
        parts = [self.row(text) for text in texts]
        starts = np.cumsum([0, *(len(columns) for columns, _ in parts)], dtype=np.int64)
        values = [values for _, values in parts] or [np.empty(0, dtype=np.float32)]
        columns = [columns for columns, _ in parts] or [np.empty(0, dtype=np.int64)]
        return SparseRows(
            np.concatenate(values), np.concatenate(columns), starts, len(self.vocabulary)
        )
