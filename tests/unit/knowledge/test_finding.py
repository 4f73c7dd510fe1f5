"""Reading the first passages word by word, with vectors small enough to reckon by hand."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import numpy as np
import pytest

from deskhand.domain.knowledge.calibration import Calibration
from deskhand.domain.knowledge.finding import READ, max_sim, read_again
from deskhand.domain.knowledge.schemas import Hit
from deskhand.domain.knowledge.search import Candidate
from deskhand.infra.models.local import TokenVectors

WEIGHTS = Calibration(bias=-1.0, meaning=1.0, words=0.0, tokens=4.0)
DIRECTIONS = {"lamp": (1.0, 0.0, 0.0), "tent": (0.0, 1.0, 0.0), "glows": (0.6, 0.0, 0.8)}


def vectors(*words: str) -> TokenVectors:
    tokens = np.array([DIRECTIONS[word] for word in words], dtype=np.float16).reshape(-1, 3)
    spans = np.zeros((len(words), 2), dtype=np.int32)
    return TokenVectors(np.zeros(3, dtype=np.float32), tokens, spans)


def candidate(text: str, similarity: float, score: float) -> Candidate:
    hit = Hit(uuid4(), uuid4(), "Lamps", "general", [], text, score)
    return Candidate(hit, similarity, 0.0)


class Reader:
    """Reads the words that have a direction, and keeps what it was asked to read."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def read_tokens(self, texts: Sequence[str]) -> tuple[TokenVectors, ...]:
        self.texts += texts
        return tuple(vectors(*(w for w in text.split() if w in DIRECTIONS)) for text in texts)


def test_each_word_of_the_question_counts_with_what_meets_it_best() -> None:
    assert max_sim(vectors("lamp"), vectors("tent", "glows")) == pytest.approx(0.6, abs=1e-3)
    assert max_sim(vectors("lamp", "tent"), vectors("lamp")) == pytest.approx(0.5)
    assert max_sim(vectors("lamp"), vectors()) == 0.0
    assert max_sim(vectors(), vectors("lamp")) == 0.0


async def test_a_passage_whose_words_meet_the_question_goes_before_a_nearer_one() -> None:
    reader = Reader()
    near, meant = candidate("tent", 0.6, 0.7), candidate("lamp", 0.5, 0.6)
    found = await read_again(reader, "lamp", [near, meant], WEIGHTS)
    assert [one.hit.text for one in found] == ["lamp", "tent"]
    assert reader.texts == ["lamp", "Lamps\ntent", "Lamps\nlamp"]
    assert found[0].hit.score == pytest.approx(WEIGHTS.probability(0.5, 0.0, 1.0))


async def test_what_was_not_read_stays_behind_what_was() -> None:
    read = [candidate("tent", 0.1, 0.2) for _ in range(READ)]
    unread = candidate("lamp", 0.9, 0.99)
    found = await read_again(Reader(), "lamp", [*read, unread], WEIGHTS)
    assert found[-1].hit.text == "lamp"
    assert found[-1].hit.score <= found[-2].hit.score
