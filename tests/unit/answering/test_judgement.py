"""The judgement where no token vectors are told, as with a remote embedder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from deskhand.assistant.answering.features import PASSAGE_FEATURES, UNIT_FEATURES
from deskhand.assistant.answering.judgement import (
    ANSWERS,
    MAY_HELP,
    MAY_HELP_ACROSS,
    judge,
)
from deskhand.assistant.answering.weights import fitted
from deskhand.assistant.evidence import Evidence, Passage


class RemoteEmbedder:
    """An embedder that tells no token vectors and must not be asked for any others."""

    name = "remote"
    dimensions = 3
    max_tokens = 100
    tokenizer: Tokenizer | None = None

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    async def embed_query(self, text: str) -> npt.NDArray[np.float32]:
        raise AssertionError("a round trip for what is a refinement")

    async def embed_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        raise AssertionError("a round trip for what is a refinement")

    def close(self) -> None:
        pass


def passage(heading: str, text: str, score: float = 0.6) -> Evidence:
    told = Passage("1", "Help", (heading,), text, score)
    return Evidence(f"passage:{heading}", "passage", "document", text, passage=told)


WARRANTY = passage(
    "How long the warranty lasts",
    "Electronics such as the hub have a warranty of 24 months. Batteries have 12 months.",
)
HOURS = passage("Opening hours", "We are open from Monday to Friday.", 0.2)


async def test_the_passage_that_answers_comes_first_with_the_sentence_that_says_it() -> None:
    judged = await judge(
        RemoteEmbedder(), "How long is the warranty for the hub?", [HOURS, WARRANTY]
    )
    assert [one.evidence for one in judged] == [WARRANTY, HOURS]
    assert judged[0].sentences == (0,)
    assert 0.0 < judged[1].probability < judged[0].probability < 1.0


async def test_a_question_that_leans_on_the_last_one_is_answered_about_its_own_word() -> None:
    judged = await judge(
        RemoteEmbedder(),
        "and batteries?",
        [WARRANTY],
        context="How long is the warranty for the hub?",
    )
    assert 1 in judged[0].sentences


async def test_evidence_that_is_no_passage_is_not_judged() -> None:
    record = Evidence("order:1", "record", "order", "ORD1 is on its way")
    assert await judge(RemoteEmbedder(), "where is it", [record]) == ()
    assert await judge(RemoteEmbedder(), "where is it", []) == ()


async def test_a_question_without_a_word_of_meaning_is_answered_by_nothing() -> None:
    judged = await judge(RemoteEmbedder(), "???", [HOURS, passage("Empty", "")])
    assert [one.probability for one in judged] == [0.0, 0.0]


WAYS = ("tokens", "words", "multilingual", "across")


def test_the_shipped_weights_are_those_of_the_features() -> None:
    assert set(fitted().unit) == set(fitted().passage) == set(WAYS)
    for name in WAYS:
        assert len(fitted().unit[name].weights) == len(UNIT_FEATURES)
        assert len(fitted().passage[name].weights) == len(PASSAGE_FEATURES)
    assert 0.0 < MAY_HELP <= MAY_HELP_ACROSS <= ANSWERS < 1.0
