"""Embeddings of a provider, through LangChain, against a scripted HTTP server."""

from __future__ import annotations

import base64
import json
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from deskhand.infra.models.embeddings import (
    EmbeddingModelUnknown,
    EmbeddingUnavailable,
    open_embedder,
)
from deskhand.infra.settings import EmbeddingSettings

SMALL = EmbeddingSettings(EMBEDDING_MODEL="openai:text-embedding-3-small")


class Provider(ThreadingHTTPServer):
    """Answers vectors whose first number is the text's length; keeps what it was asked."""

    length = 1536
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.asked: list[list[str]] = []


class _Door(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        self.server.asked.append(texts)
        data = [
            {"object": "embedding", "index": row, "embedding": self._vector(text, body)}
            for row, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        answer = json.dumps({"object": "list", "model": "m", "data": data, "usage": usage})
        self.send_response(self.server.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def _vector(self, text: str, body: dict[str, Any]) -> Any:
        vector = [float(len(text))] + [0.0] * (self.server.length - 1)
        if body.get("encoding_format") == "base64":
            return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
        return vector

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


async def test_texts_are_sent_as_written_and_vectors_keep_their_order(
    provider: Provider, tmp_path: Path
) -> None:
    embedder = open_embedder(SMALL, tmp_path, api_key=SecretStr("sk-sample"))
    assert (embedder.name, embedder.dimensions) == ("openai:text-embedding-3-small", 1536)
    texts = ["x" * (number + 1) for number in range(100)]
    vectors = await embedder.embed_passages(texts)
    assert vectors.shape == (100, 1536)
    assert [row[0] for row in vectors] == [len(text) for text in texts]
    assert [text for request in provider.asked for text in request] == texts
    assert (await embedder.embed_query("four"))[0] == 4
    assert (await embedder.embed_passages([])).shape == (0, 1536)


async def test_vectors_of_another_length_are_refused(provider: Provider, tmp_path: Path) -> None:
    embedder = open_embedder(SMALL, tmp_path, api_key=SecretStr("sk-sample"))
    provider.length = 7
    with pytest.raises(EmbeddingUnavailable, match="shape"):
        await embedder.embed_query("hello")


async def test_a_failing_provider_is_told_without_its_words(
    provider: Provider, tmp_path: Path
) -> None:
    embedder = open_embedder(SMALL, tmp_path, api_key=SecretStr("sk-sample"))
    provider.status = 400
    with pytest.raises(EmbeddingUnavailable) as caught:
        await embedder.embed_query("my card is 4111")
    assert "4111" not in caught.value.detail
    assert "openai:text-embedding-3-small" in caught.value.detail


def test_the_length_of_an_unlisted_model_is_asked_for(provider: Provider, tmp_path: Path) -> None:
    provider.length = 12
    settings = EmbeddingSettings(EMBEDDING_MODEL="openai:shop-model")
    assert open_embedder(settings, tmp_path, api_key=SecretStr("sk-sample")).dimensions == 12


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("name", ["openai:text-embedding-3-small", "nobody:model", "just-a-name"])
def test_a_model_that_cannot_be_opened_is_a_clear_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(EmbeddingModelUnknown, match=name):
        open_embedder(EmbeddingSettings(EMBEDDING_MODEL=name), tmp_path)
