"""A text classifier for any set of labels: embeddings and TF-IDF, one logistic regression each."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from deskhand.infra.classification.calibration import blend, calibration_error, fit_blend, fit_scope
from deskhand.infra.classification.regression import Linear, fit_linear, folds_of
from deskhand.infra.classification.tfidf import SparseRows, TfIdf
from deskhand.infra.errors import InvalidInput

Floats = NDArray[np.float32]

FORMAT = 2
"""Grows whenever a stored classifier of older code would answer differently."""


class ExamplesUnusable(InvalidInput):
    """A classifier needs as many labels as texts, and at least one example."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a text may mean, most probable first.

    Probabilities are calibrated and sum to one. `similarity` is the cosine to the nearest
    example (1.0 when nothing was embedded). `in_scope` is False when the text resembles none
    of the labels.
    """

    ranked: tuple[tuple[str, float], ...]
    similarity: float
    in_scope: bool

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

    `outside` names the label whose examples belong to nothing, when there is one; it is
    predicted like any other label, and its examples also place the refusal threshold.
    """

    labels: tuple[str, ...]
    words: TfIdf
    by_words: Linear
    by_meaning: Linear
    examples: Floats
    weights: tuple[float, float]
    scope: tuple[float, float, float]
    outside: str | None = None
    figures: Figures = field(default_factory=Figures)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        embeddings: NDArray[np.floating],
        *,
        outside: str | None = None,
    ) -> Self:
        """Learn from `texts` with their `labels` and `embeddings` (n × d, any length).

        Blend, temperature and refusal threshold come from held-out folds of the same data.
        The same input gives the same classifier. Raises `ExamplesUnusable`.
        """
        if not len(texts) or len(texts) != len(labels) or len(texts) != len(embeddings):
            raise ExamplesUnusable
        names = tuple(sorted(set(labels)))
        number = {name: at for at, name in enumerate(names)}
        wanted = np.array([number[label] for label in labels], dtype=np.int64)
        vectors = _unit(np.asarray(embeddings, dtype=np.float32))
        words = TfIdf.fit(texts)
        rows = words.rows(texts)
        held = _hold_out(rows, vectors, wanted, len(names))
        weights = fit_blend(held.meaning, held.words, wanted[held.at])
        likely = blend(held.meaning, held.words, weights)
        inside = wanted[held.at] != number.get(outside or "", -1)
        scope = fit_scope(likely, held.similarity, inside)
        figures = _figures(
            names,
            len(texts),
            likely,
            wanted[held.at],
            _scores(scope, likely, held.similarity),
            inside,
        )
        return cls(
            names,
            words,
            fit_linear(rows, wanted, len(names), strength=_STRENGTH_WORDS),
            fit_linear(vectors, wanted, len(names), strength=_STRENGTH_MEANING),
            vectors,
            weights,
            scope,
            outside,
            figures,
        )

    def predict(self, text: str, embedding: NDArray[np.floating] | None) -> Prediction:
        """Rank the labels for `text`; without its embedding by words alone, less surely."""
        columns, values = self.words.row(text)
        spoken = self.by_words.sparse(columns, values)
        if embedding is None:
            likely = blend(spoken, spoken, (0.0, sum(self.weights) / 2))
            similarity = 1.0
        else:
            vector = _unit(np.asarray(embedding, dtype=np.float32).reshape(1, -1))
            meant = self.by_meaning.dense(vector)[0]
            likely = blend(meant, spoken, self.weights)
            similarity = float((self.examples @ vector[0]).max())
        order = np.argsort(-likely, kind="stable")
        ranked = tuple((self.labels[at], float(likely[at])) for at in order)
        base, by_likely, by_similarity = self.scope
        score = base + by_likely * ranked[0][1] + by_similarity * similarity
        return Prediction(ranked, similarity, score >= 0 and ranked[0][0] != self.outside)

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
            examples=self.examples.astype(np.float16),
            weights=np.array(self.weights),
            scope=np.array(self.scope),
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
            emb, txt = float(stored["weights"][0]), float(stored["weights"][1])
            base, likely, similar = (float(number) for number in stored["scope"])
            return cls(
                tuple(str(label) for label in stored["labels"]),
                TfIdf(vocabulary, stored["rarity"]),
                Linear(stored["words"].astype(np.float32), stored["words_base"]),
                Linear(stored["meaning"], stored["meaning_base"]),
                stored["examples"].astype(np.float32),
                (emb, txt),
                (base, likely, similar),
                str(stored["outside"]) or None,
                Figures(**json.loads(stored["figures"].tobytes())),
            )


_STRENGTH_WORDS = 10.0
_STRENGTH_MEANING = 10.0


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """Scores of examples by classifiers that have not seen them (`at` says which examples)."""

    at: NDArray[np.int64]
    words: Floats
    meaning: Floats
    similarity: Floats


def _hold_out(
    rows: SparseRows, vectors: Floats, wanted: NDArray[np.int64], labels: int
) -> _HeldOut:
    at: list[NDArray[np.int64]] = []
    words: list[Floats] = []
    meaning: list[Floats] = []
    similarity: list[Floats] = []
    for learn, test in folds_of(wanted):
        spoken = fit_linear(rows.take(learn), wanted[learn], labels, strength=_STRENGTH_WORDS)
        meant = fit_linear(vectors[learn], wanted[learn], labels, strength=_STRENGTH_MEANING)
        held = rows.take(test)
        words.append(spoken.rows(held))
        meaning.append(meant.dense(vectors[test]))
        similarity.append((vectors[test] @ vectors[learn].T).max(axis=1))
        at.append(test)
    if not at:
        nothing = np.empty((0, labels), dtype=np.float32)
        return _HeldOut(np.empty(0, dtype=np.int64), nothing, nothing, nothing[:, 0])
    return _HeldOut(
        np.concatenate(at),
        np.concatenate(words),
        np.concatenate(meaning),
        np.concatenate(similarity),
    )


def _scores(scope: tuple[float, float, float], likely: Floats, similarity: Floats) -> Floats:
    """How well texts belong; below 0 they are refused."""
    base, by_likely, by_similarity = scope
    scores: Floats = base + by_likely * likely.max(axis=1, initial=0.0) + by_similarity * similarity
    return scores


_MOST_CONFUSED = 20


def _figures(
    names: Sequence[str],
    examples: int,
    likely: Floats,
    wanted: NDArray[np.int64],
    scores: Floats,
    inside: NDArray[np.bool_],
) -> Figures:
    """How well the held-out examples were told apart."""
    if not len(wanted):
        return Figures(examples, len(names))
    found = likely.argmax(axis=1)
    mistaken = Counter(zip(wanted[found != wanted], found[found != wanted], strict=True))
    confused: list[list[str | int]] = [
        [names[one], names[other], count]
        for (one, other), count in mistaken.most_common(_MOST_CONFUSED)
    ]
    return Figures(
        examples,
        len(names),
        _share(found[inside] == wanted[inside]),
        round(calibration_error(likely, wanted), 4),
        _share(scores[inside] >= 0),
        _share(scores[~inside] < 0),
        confused,
    )


def _share(hits: NDArray[np.bool_]) -> float | None:
    return round(float(hits.mean()), 4) if len(hits) else None


def _unit(vectors: Floats) -> Floats:
    """Rows of length one; a row of zeros stays."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    scaled: Floats = np.nan_to_num(vectors / np.maximum(lengths, np.float32(1e-9)))
    return scaled
