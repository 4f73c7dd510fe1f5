"""A text classifier for any set of labels: three ways of telling them, blended and calibrated."""

from __future__ import annotations

import io
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from deskhand.infra.classification.calibration import belonging, blend
from deskhand.infra.classification.nearest import Nearest
from deskhand.infra.classification.regression import Linear
from deskhand.infra.classification.tfidf import TfIdf
from deskhand.infra.errors import InvalidInput

Floats = NDArray[np.float32]

FORMAT = 3
"""Grows whenever a stored classifier of older code would answer differently."""


class ExamplesUnusable(InvalidInput):
    """A classifier needs as many labels as texts, and at least one example."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a text may mean, most probable first.

    Probabilities are calibrated and sum to one. `inside` is the most probable label that is not
    the one of nothing. `similarity` is the cosine to the nearest example (1.0 when nothing was
    embedded), `belonging` the score that refusing goes by. `in_scope` is False when the text
    resembles none of the labels.
    """

    ranked: tuple[tuple[str, float], ...]
    similarity: float
    in_scope: bool
    inside: str
    belonging: float

    @property
    def label(self) -> str:
        return self.ranked[0][0]

    @property
    def confidence(self) -> float:
        return self.ranked[0][1]


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a classifier did on examples that were held out from it; shares from 0 to 1.

    `calibration_error` is the expected one (Naeini et al. 2015), `accepted` the share of what
    belongs that is not refused, `outside_refused` that of the given examples of nothing.
    `confused` holds pairs of labels that were mistaken, (wanted, predicted, how often), the most
    frequent first.
    """

    examples: int = 0
    labels: int = 0
    accuracy: float | None = None
    calibration_error: float | None = None
    accepted: float | None = None
    outside_refused: float | None = None
    confused: list[list[str | int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IntentClassifier:
    """A fitted classifier; immutable, safe to share between threads.

    `weights` are those of meaning, words and nearest examples. Below `threshold` a text is refused.
    `outside` names the label whose examples belong to nothing, when there is one; it is predicted
    like any other label.
    """

    labels: tuple[str, ...]
    words: TfIdf
    by_words: Linear
    by_meaning: Linear
    nearest: Nearest
    weights: tuple[float, ...]
    threshold: float
    outside: str | None = None
    figures: Figures = field(default_factory=Figures)

    def predict(self, text: str, embedding: NDArray[np.floating] | None) -> Prediction:
        """Rank the labels for `text`; without its embedding by words alone, less surely."""
        columns, values = self.words.row(text)
        spoken = self.by_words.sparse(columns, values)
        if embedding is None:
            likely = blend([spoken], [sum(self.weights) / 2])
            similarity = 1.0
        else:
            vector = unit(np.asarray(embedding, dtype=np.float32).reshape(1, -1))
            near, best = self.nearest.scores(vector)
            meant = self.by_meaning.dense(vector)[0]
            likely = blend([meant, spoken, near[0]], self.weights)
            similarity = float(best[0])
        order = np.argsort(-likely, kind="stable")
        ranked = tuple((self.labels[at], float(likely[at])) for at in order)
        inside = [pair for pair in ranked if pair[0] != self.outside] or [ranked[0]]
        score = float(
            belonging(
                np.array([inside[0][1]], dtype=np.float32),
                np.array(similarity, dtype=np.float32),
            )
        )
        accepted = score >= self.threshold and inside[0][0] != self.outside
        return Prediction(ranked, similarity, accepted, inside[0][0], score)

    def save(self, path: Path) -> None:
        """Write to `path` (`.npz`, no pickle), whole or not at all."""
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_bytes(self.to_bytes())
        part.replace(path)

    def to_bytes(self) -> bytes:
        """An `.npz` file, without pickle, that `from_bytes` reads."""
        names = "\n".join(self.words.vocabulary).encode()
        file = io.BytesIO()
        np.savez(
            file,
            labels=np.array(self.labels),
            outside=np.array(self.outside or ""),
            vocabulary=np.frombuffer(names, dtype=np.uint8),
            rarity=self.words.rarity,
            words=self.by_words.slope.astype(np.float16),
            words_base=self.by_words.base,
            meaning=self.by_meaning.slope,
            meaning_base=self.by_meaning.base,
            examples=self.nearest.vectors.astype(np.float16),
            starts=self.nearest.starts,
            weights=np.array(self.weights),
            threshold=np.array(self.threshold),
            figures=np.frombuffer(json.dumps(asdict(self.figures)).encode(), dtype=np.uint8),
        )
        return file.getvalue()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; OSError, ValueError, KeyError or BadZipFile for anything else."""
        return cls.from_bytes(path.read_bytes())

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """What `to_bytes` wrote; ValueError, KeyError or BadZipFile for anything else."""
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            names = stored["vocabulary"].tobytes().decode()
            vocabulary = {name: at for at, name in enumerate(names.split("\n"))} if names else {}
            return cls(
                tuple(str(label) for label in stored["labels"]),
                TfIdf(vocabulary, stored["rarity"]),
                Linear(stored["words"].astype(np.float32), stored["words_base"]),
                Linear(stored["meaning"], stored["meaning_base"]),
                Nearest(stored["examples"].astype(np.float32), stored["starts"]),
                tuple(float(weight) for weight in stored["weights"]),
                float(stored["threshold"]),
                str(stored["outside"]) or None,
                Figures(**json.loads(stored["figures"].tobytes())),
            )


def unit(vectors: Floats) -> Floats:
    """Rows of length one; a row of zeros stays."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    scaled: Floats = np.nan_to_num(vectors / np.maximum(lengths, np.float32(1e-9)))
    return scaled
