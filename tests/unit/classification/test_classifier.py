"""The classifier learns any labels, is calibrated enough to refuse, and survives storage."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from deskhand.infra.classification.classifier import ExamplesUnusable, IntentClassifier
from deskhand.infra.classification.fitting import fit

_TEXTS = {
    "refund": ["I want a refund", "give me my money back", "refund my order", "money back please"],
    "where": ["where is my parcel", "track my parcel", "where is my order", "has it shipped"],
    "bye": ["goodbye", "see you later", "bye now", "have a nice day"],
}


def _vector(text: str) -> np.ndarray:
    """A stand-in for an embedding: the mean of one fixed random direction a word."""
    seeds = [hashlib.sha256(word.encode()).digest()[0] for word in text.lower().split()]
    vector: np.ndarray = np.mean(
        [np.random.default_rng(seed).normal(size=32) for seed in seeds or [0]], axis=0
    )
    return vector


def _fitted() -> IntentClassifier:
    texts = [text for group in _TEXTS.values() for text in group]
    labels = [label for label, group in _TEXTS.items() for _ in group]
    return fit(texts, labels, np.array([_vector(text) for text in texts]))


def test_a_sentence_like_the_examples_gets_their_label() -> None:
    predicted = _fitted().predict("please refund my money", _vector("please refund my money"))
    assert predicted.label == "refund"
    assert sum(likely for _, likely in predicted.ranked) == pytest.approx(1, abs=1e-4)


def test_without_a_vector_the_words_alone_decide() -> None:
    assert _fitted().predict("track the parcel", None).label == "where"


def test_a_stored_classifier_answers_as_before(tmp_path: Path) -> None:
    fitted = _fitted()
    fitted.save(tmp_path / "any.npz")
    loaded = IntentClassifier.load(tmp_path / "any.npz")
    for text in ("refund", "where is it", "bye", "", "zzz"):
        before, after = (one.predict(text, _vector(text)) for one in (fitted, loaded))
        assert before.label == after.label
        assert before.confidence == pytest.approx(after.confidence, abs=0.01)


def test_the_same_examples_give_the_same_classifier() -> None:
    first, second = _fitted(), _fitted()
    assert first.predict("a", _vector("a")) == second.predict("a", _vector("a"))


def test_one_label_and_single_examples_are_enough_to_learn() -> None:
    one = fit(["hello"], ["greet"], np.ones((1, 4)))
    assert one.predict("anything", np.ones(4)).label == "greet"
    two = fit(["hello", "refund"], ["a", "b"], np.eye(2))
    assert two.predict("refund", np.array([0.0, 1.0])).label == "b"


def test_examples_without_labels_are_refused() -> None:
    with pytest.raises(ExamplesUnusable):
        fit([], [], np.empty((0, 4)))
    with pytest.raises(ExamplesUnusable):
        fit(["a", "b"], ["x"], np.ones((2, 4)))
