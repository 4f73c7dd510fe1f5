"""Does it answer? The judgement with the local model, on passages as the sample shop has them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP, Judged, judge
from deskhand.assistant.answering.sentences import quoted
from deskhand.assistant.evidence import Evidence, Passage
from deskhand.infra.models.embeddings import Embedder, open_embedder
from deskhand.infra.settings import EmbeddingSettings


def passage(document: str, heading: str, text: str, score: float) -> Evidence:
    told = Passage(document, document, (heading,), text, score)
    return Evidence(f"passage:{heading}", "passage", "document", text, passage=told)


LASTS = passage(
    "Warranty",
    "How long the warranty lasts",
    "Smart-home electronics have a warranty of 24 months from delivery. Outdoor gear, such as"
    " tents, has 12 months. Built-in and replaceable batteries have 12 months.",
    0.7,
)
COVERS = passage(
    "Warranty",
    "What the warranty covers",
    "The warranty covers faults in material and workmanship. It does not cover drops, water in"
    " devices that are not waterproof, or opened cases.",
    0.6,
)
ABROAD = passage(
    "Shipping",
    "International shipping costs and times",
    "| Region | Method | Delivery time | Cost |\n|---|---|---|---|\n"
    "| Canada | Standard | 5 to 8 business days | $14.95 |\n"
    "| Canada | Express | 3 to 4 business days | $29.95 |\n"
    "| Australia | Standard | 8 to 14 business days | $29.95 |",
    0.6,
)
PARTS = passage(
    "Warranty",
    "Spare parts and accessories",
    "Power supplies, brackets and tent pegs are sold in the shop. Parts are kept for five years.",
    0.3,
)
FOUND = (LASTS, COVERS, ABROAD, PARTS)


@pytest.fixture(scope="module")
async def embedder(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Embedder]:
    folder: Path = tmp_path_factory.mktemp("models")
    opened = open_embedder(EmbeddingSettings(EMBEDDING_MODEL="local:all-MiniLM-L6-v2"), folder)
    yield opened
    opened.close()


async def best(
    embedder: Embedder, question: str, context: str = "", language: str = "en"
) -> Judged:
    return (await judge(embedder, question, FOUND, context=context, language=language))[0]


@pytest.mark.parametrize(
    ("question", "context", "says"),
    [
        ("how long is the warranty for the hub?", "", "Smart-home electronics have a warranty"),
        ("and batteries?", "how long is the warranty for the hub?", "replaceable batteries have"),
        ("what about water damage?", "what does the warranty cover?", "It does not cover drops"),
        ("and to Canada?", "how much is shipping to Australia?", "Canada, Standard – "),
    ],
)
async def test_the_sentence_that_answers_is_quoted_and_not_the_whole_section(
    embedder: Embedder, question: str, context: str, says: str
) -> None:
    judged = await best(embedder, question, context)
    told = quoted(judged.evidence.text, judged.sentences)
    assert says in told
    assert len(told) < len(judged.evidence.text) or judged.evidence is COVERS


@pytest.mark.parametrize(
    ("question", "context", "least"),
    [
        ("how much is standard shipping to Canada?", "", ANSWERS),
        ("how long is the warranty for a tent?", "", ANSWERS),
        ("what about water damage?", "what does the warranty cover?", MAY_HELP),
    ],
)
async def test_what_the_passages_say_is_judged_an_answer(
    embedder: Embedder, question: str, context: str, least: float
) -> None:
    assert (await best(embedder, question, context)).probability >= least


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("do you sell dog collars", "en"),
        ("who is your ceo", "en"),
        ("Haben Sie ein Geschäft in München?", "de"),
        ("vendez-vous des vélos ?", "fr"),
    ],
)
async def test_a_near_passage_is_no_answer(
    embedder: Embedder, question: str, language: str
) -> None:
    assert (await best(embedder, question, language=language)).probability < ANSWERS
