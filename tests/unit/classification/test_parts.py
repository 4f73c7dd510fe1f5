"""The parts of a classifier: what is near, what is mistyped, what is refused, what is bounded."""

from __future__ import annotations

import random

import numpy as np
import pytest

from deskhand.infra.classification.calibration import blend, fit_blend, fit_threshold
from deskhand.infra.classification.fitting import fit
from deskhand.infra.classification.nearest import Nearest
from deskhand.infra.classification.noise import misspelt
from deskhand.infra.classification.training import Limits, TrainingFailed, train


def test_the_label_of_the_nearest_examples_scores_highest() -> None:
    vectors = np.eye(4, dtype=np.float32)
    nearest = Nearest.of(vectors, np.array([1, 0, 1, 0]), 2)
    scores, best = nearest.scores(np.array([[0.0, 0.0, 1.0, 0.0]], dtype=np.float32))
    assert scores.argmax(axis=1).tolist() == [1]
    assert best.tolist() == [1.0]


def test_a_label_without_an_example_is_never_the_nearest() -> None:
    nearest = Nearest.of(np.eye(2, dtype=np.float32), np.array([0, 0]), 2)
    scores, _ = nearest.scores(np.array([[-1.0, 0.0]], dtype=np.float32))
    assert scores.argmax() == 0


@pytest.mark.parametrize(
    "text", ["", "a b c", "where is my parcel", "größe ändern", "返金してください"]
)
def test_a_slip_keeps_the_number_of_words_and_short_words(text: str) -> None:
    slipped = misspelt(text, random.Random(3))
    assert len(slipped.split()) == len(text.split())
    for word, other in zip(text.split(), slipped.split(), strict=True):
        assert word == other or len(word) >= 4


def test_the_blend_leaves_out_what_says_nothing() -> None:
    wanted = np.array([0, 1, 2] * 30)
    telling = np.full((90, 3), -1.0, dtype=np.float32)
    telling[np.arange(90), wanted] = 1.0
    silent = np.random.default_rng(0).normal(size=(90, 3)).astype(np.float32)
    telling_weight, silent_weight = fit_blend([telling, silent], wanted)
    assert telling_weight > 10 * silent_weight
    likely = blend([telling, silent], [telling_weight, silent_weight])
    assert likely.sum(axis=1) == pytest.approx(np.ones(90), abs=1e-5)


def test_refusing_costs_one_in_a_hundred_of_what_is_understood() -> None:
    scores = np.linspace(0.0, 1.0, 1000, dtype=np.float32)
    right = np.ones(1000, dtype=bool)
    threshold = fit_threshold(scores, right)
    assert (scores < threshold).mean() == pytest.approx(0.01, abs=0.001)
    # What is misunderstood costs nothing when it is refused.
    right[:300] = False
    assert (scores < fit_threshold(scores, right)).mean() == pytest.approx(0.31, abs=0.005)


def test_misspelt_words_are_told_by_their_pieces() -> None:
    texts = [f"{word} {thing}" for word in ("refund", "cancel") for thing in "abcdefgh"]
    labels = [text.split()[0] for text in texts]
    vectors = np.ones((len(texts), 4), dtype=np.float32)
    learned = fit(texts, labels, vectors)
    for wrong, right in (("refnud", "refund"), ("cancle", "cancel"), ("refun", "refund")):
        assert learned.predict(f"{wrong} please", np.ones(4)).label == right


async def test_a_training_over_its_limits_fails_and_is_not_done_here_instead() -> None:
    texts = [f"{word} {number}" for word in ("one", "two") for number in range(20)]
    labels = [text.split()[0] for text in texts]
    vectors = np.random.default_rng(0).normal(size=(40, 8)).astype(np.float32)
    with pytest.raises(TrainingFailed):
        await train(texts, labels, vectors, limits=Limits(memory_bytes=50_000_000))
    with pytest.raises(TrainingFailed):
        await train(texts, labels, vectors, limits=Limits(seconds=0.01))
