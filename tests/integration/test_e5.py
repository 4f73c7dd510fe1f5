"""The second embedding model: its figures, its pieces, and what it reads of a tenant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge.finding import find, reader_of
from deskhand.domain.knowledge.second import count_unread
from deskhand.infra.models.e5 import E5Small, open_e5
from deskhand.infra.models.e5_file import E5File
from deskhand.infra.models.embeddings import LOCAL_MULTILINGUAL, LocalEmbedder, open_local
from deskhand.infra.models.languages import Embedders
from deskhand.infra.models.packaged import E5, EmbeddingModelCorrupt, EmbeddingModelMissing
from deskhand.infra.models.unigram import Unigram
from deskhand.infra.runtime import Runtime
from deskhand.worker.second_reading import SecondReading
from tests.integration.e5_reference import Reference
from tests.support.desk import MakeTenant
from tests.support.passages import write_passages

SENTENCES = (
    "query: Where is my order ORD123?",
    "passage: You can return any unused item within 30 days of delivery.",
    "query: Ich möchte mein Geld zurück, bitte! 😀",
    "passage: " + "To reset your password, open Settings and choose “Reset password”. " * 6,
    "query: ",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("second")


@pytest.fixture(scope="module")
def model(cache: Path) -> E5Small:
    return open_e5(cache)


@pytest.fixture(scope="module")
def file(cache: Path, model: E5Small) -> E5File:
    return E5File(E5.ensure(cache) / "e5-small-q4.bin")


def test_vectors_equal_an_independent_forward_pass(file: E5File, model: E5Small) -> None:
    reference, pieces = Reference(file), Unigram(file.vocabulary)
    for sentence, vector in zip(SENTENCES, model.encode(SENTENCES), strict=True):
        ids = [0, *pieces.encode(sentence).ids, 2]
        assert np.abs(vector - reference.vector(ids)).max() < 1e-4


def test_pieces_are_those_of_the_published_tokenizer(file: E5File) -> None:
    pieces = Unigram(file.vocabulary)
    asked = pieces.encode("how much protein should a female eat")
    assert asked.ids == (3642, 5045, 21308, 5608, 10, 117776, 73203)
    # Runs of spaces are one, wide letters are narrow, unknown signs are one piece.
    assert pieces.encode("  how  much\n").ids == asked.ids[:2]
    assert pieces.encode("ｈow").ids == pieces.encode("how").ids
    assert pieces.encode("").ids == ()


def test_each_piece_tells_its_place_in_the_text(model: E5Small) -> None:
    text = "Wie lange gilt die Garantie für ORD123?"
    read = model.read(text)
    assert read.tokens.shape == (len(read.spans), 384)
    assert "".join(text[start:end] for start, end in read.spans) == text.replace(" ", "")
    assert np.abs(np.linalg.norm(read.tokens.astype(np.float32), axis=1) - 1).max() < 1e-2
    assert model.read("").tokens.shape == (0, 384)


def test_a_long_text_is_read_as_far_as_there_is_room(model: E5Small) -> None:
    vectors = model.encode(["query: " + "order " * 600, "query: " + "order " * 4000])
    assert np.abs(vectors[0] - vectors[1]).max() < 1e-5


def test_another_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / E5.package
    folder.mkdir()
    (folder / "e5-small-q4.bin").write_bytes(b"E5S1 and nothing more")
    with pytest.raises(EmbeddingModelCorrupt, match="SHA-256"):
        E5.verify(folder)


@pytest.fixture(scope="module")
def second(cache: Path, model: E5Small) -> Iterator[LocalEmbedder]:
    opened = open_local(LOCAL_MULTILINGUAL, cache)
    yield opened
    opened.close()


async def test_a_question_in_another_language_finds_the_english_passage(
    runtime: Runtime, make_tenant: MakeTenant, second: LocalEmbedder
) -> None:
    tenant = await make_tenant()
    texts = [
        "Batteries have a warranty of twelve months.",
        "We ship to Canada for 14 dollars.",
        "You can return a lamp within 45 days of delivery.",
        "Gift cards never expire.",
    ]
    vectors = await runtime.embedder.embed_passages(texts)
    await write_passages(runtime, tenant.id, texts, vectors)
    embedders = Embedders(runtime.embedder, lambda: second)

    def session() -> AbstractAsyncContextManager[AsyncSession]:
        return runtime.database.transaction(tenant.id)

    # Until it has read the passages, the first model answers for it.
    assert (await reader_of(session, embedders, "de", "en")).name == runtime.embedder.name
    reading = SecondReading(runtime)
    reading._embedders = embedders
    await reading.read(tenant.id)
    async with session() as opened:
        assert await count_unread(opened, LOCAL_MULTILINGUAL) == 0
    assert (await reader_of(session, embedders, "en", "en")).name == runtime.embedder.name
    model = await reader_of(session, embedders, "de", "en")
    assert model is second
    for question, text in (
        ("Wie lange habe ich Garantie auf den Akku?", texts[0]),
        ("¿Cuánto cuesta el envío a Canadá?", texts[1]),
        ("Puis-je renvoyer la lampe ?", texts[2]),
        ("le carte regalo scadono?", texts[3]),
    ):
        hits = await find(session, model, question, limit=4)
        assert hits[0].text == text


async def test_where_the_second_model_cannot_be_had_the_first_goes_on(runtime: Runtime) -> None:
    def missing() -> LocalEmbedder:
        raise EmbeddingModelMissing

    embedders = Embedders(runtime.embedder, missing)
    assert embedders.reads_apart("de", "en")
    assert await embedders.second() is None
    assert not embedders.reads_apart("de", "en")
    assert embedders.second_name is None
