"""Text to vectors: the port, the local models behind it, and any LangChain embedding."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt
from pydantic import SecretStr

from deskhand.infra.errors import ConfigurationInvalid, Unavailable
from deskhand.infra.models.batching import BatchingThread
from deskhand.infra.models.known import NOTHING, KnownVectors, read_known
from deskhand.infra.settings import EmbeddingSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from deskhand.infra.models.local import LocalModel, TokenVectors

Array = npt.NDArray[np.float32]

LOCAL_ENGLISH = "local:all-MiniLM-L6-v2"
LOCAL_MULTILINGUAL = "local:multilingual-e5-small"
"""The models that run in this process: the better one for English, and one for all languages."""

_REMEMBERED = 2048
"""Question vectors kept; 3 MB at 384 dimensions."""
_TOKENS_REMEMBERED = 32_768
"""Token vectors kept, of some 250 passages; 25 MB at 384 dimensions of two bytes."""
_PASSAGES_PER_REQUEST = 96
_KNOWN_DIMENSIONS = {
    "openai:text-embedding-3-small": 1536,
    "openai:text-embedding-3-large": 3072,
    "openai:text-embedding-ada-002": 1536,
}
_PREFIX_TOKENS = 4
_WORD = re.compile(r"\w+|[^\w\s]")


class EmbeddingModelUnknown(ConfigurationInvalid):
    """EMBEDDING_MODEL names no model that can be opened."""


class EmbeddingUnavailable(Unavailable):
    """The embedding model does not answer now; try again shortly."""


class Embedder(Protocol):
    """Turns text into vectors of one model; safe to share between tasks, loops and threads."""

    @property
    def name(self) -> str:
        """The model's name, as `local:all-MiniLM-L6-v2`; stored beside every vector."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Longest text that is read whole, in tokens as `count_tokens` counts them."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of the text; for a model without a local tokenizer a cautious estimate."""
        ...

    async def embed_query(self, text: str) -> Array:
        """The vector of a question, read-only float32 (d,). Raises `EmbeddingUnavailable`."""
        ...

    async def embed_passages(self, texts: Sequence[str]) -> Array:
        """The vectors of passages, float32 (n, d). Raises `EmbeddingUnavailable`."""
        ...

    def close(self) -> None:
        """Let go of threads and connections."""
        ...


@runtime_checkable
class TokenReader(Protocol):
    """An embedder that also tells a vector for each token; the local models alone do."""

    async def read_tokens(self, texts: Sequence[str]) -> tuple[TokenVectors, ...]:
        """The token vectors of each text, at once for a text that was read before."""
        ...


def open_embedder(
    settings: EmbeddingSettings, cache_dir: Path, *, api_key: SecretStr | None = None
) -> Embedder:
    """Open the model that the settings name; blocks while files are fetched or built.

    `cache_dir` keeps the local model's graph. `api_key` is used for `openai:` models. Raises
    `EmbeddingModelUnknown`, `EmbeddingModelMissing` or `EmbeddingModelCorrupt`.
    """
    provider, _, model = settings.model.partition(":")
    if provider == "local":
        return open_local(settings.model, cache_dir)
    if not model:
        raise EmbeddingModelUnknown(
            f"EMBEDDING_MODEL `{settings.model}` has no provider; write `openai:{settings.model}`."
        )
    return LangChainEmbedder(settings.model, _init_langchain(settings.model, api_key))


def open_local(name: str, cache_dir: Path, known: KnownVectors | None = None) -> LocalEmbedder:
    """Open one of the local models; raises as `open_embedder` does.

    Passages that are `known`, by default those that ship, are not read again.
    """
    # onnxruntime takes 25 MB and a tenth of a second: only for those who use it.
    from deskhand.infra.models import e5, minilm

    known = known or read_known(name)
    if name == LOCAL_ENGLISH:
        return LocalEmbedder(minilm.open_minilm(cache_dir), name, minilm.MAX_TOKENS - 2, known)
    if name == LOCAL_MULTILINGUAL:
        room = e5.MAX_TOKENS - 2 - _PREFIX_TOKENS
        return LocalEmbedder(e5.open_e5(cache_dir), name, room, known, (e5.QUESTION, e5.PASSAGE))
    raise EmbeddingModelUnknown(
        f"`{name}` is unknown; there are `{LOCAL_ENGLISH}` and `{LOCAL_MULTILINGUAL}`."
    )


class LocalEmbedder:
    """A local model in this process, beside the event loop."""

    def __init__(
        self,
        model: LocalModel,
        name: str,
        max_tokens: int,
        known: KnownVectors = NOTHING,
        prefixes: tuple[str, str] = ("", ""),
    ) -> None:
        """`prefixes` stand before a question and before a passage, as the model learned it."""
        self.name = name
        self.dimensions = 384
        self.max_tokens = max_tokens
        self._question, self._passage = prefixes
        self._model = model
        self._thread = BatchingThread(model, self.dimensions)
        self._remembered = _VectorCache(_REMEMBERED)
        self._under_way: dict[str, Future[Array]] = {}
        self._lock = threading.Lock()
        self._read = _TokenCache(_TOKENS_REMEMBERED)
        self._known = known

    def count_tokens(self, text: str) -> int:
        """Tokens of the text, special tokens not counted."""
        return self._model.count_tokens(text)

    async def embed_query(self, text: str) -> Array:
        """The question's vector, (384,); about 5 ms when idle, at once when asked before."""
        return await self._remembered.get_or(text, lambda: self._shared(text))

    async def _shared(self, text: str) -> Array:
        """The vector of a text that is being computed once, however many ask for it meanwhile."""
        with self._lock:
            computed = self._under_way.get(text)
            if computed is None:
                computed = self._under_way[text] = self._thread.question(self._question + text)
                computed.add_done_callback(lambda _: self._under_way.pop(text, None))
        # One who gives up does not take it from the others.
        return await asyncio.shield(asyncio.wrap_future(computed))

    async def embed_passages(self, texts: Sequence[str]) -> Array:
        """The passages' vectors, (n, 384); of each only what the model can read."""
        vectors = self._known.of(texts)
        missing = [place for place, vector in enumerate(vectors) if vector is None]
        wanted = self._thread.passages([self._passage + texts[place] for place in missing])
        computed = await asyncio.wrap_future(wanted)
        for place, vector in zip(missing, computed, strict=True):
            vectors[place] = vector
        return np.array(vectors, dtype=np.float32).reshape(-1, self.dimensions)

    async def read_tokens(self, texts: Sequence[str]) -> tuple[TokenVectors, ...]:
        """The token vectors of each text; about 5 ms for a question, 12 ms for a passage."""
        known = self._read.known(texts)
        if None not in known:
            return tuple(one for one in known if one is not None)
        return await asyncio.to_thread(self._read_all, texts)

    def _read_all(self, texts: Sequence[str]) -> tuple[TokenVectors, ...]:
        return tuple(self._read.get_or(text, self._model.read) for text in texts)

    def close(self) -> None:
        """Stop the model's thread."""
        self._thread.close()


class LangChainEmbedder:
    """Any embedding that LangChain knows, behind the same port."""

    def __init__(self, name: str, embeddings: Embeddings) -> None:
        self.name = name
        self.max_tokens = 8000
        self._embeddings = embeddings
        self._remembered = _VectorCache(_REMEMBERED)
        self.dimensions = _KNOWN_DIMENSIONS.get(name) or self._probe()

    def count_tokens(self, text: str) -> int:
        """An estimate that errs upwards: one per punctuation mark, one per 4 bytes of a word."""
        return sum((len(word.encode()) + 3) // 4 for word in _WORD.findall(text))

    async def embed_query(self, text: str) -> Array:
        """The question's vector, (d,)."""
        return await self._remembered.get_or(text, lambda: self._ask_query(text))

    async def embed_passages(self, texts: Sequence[str]) -> Array:
        """The passages' vectors, (n, d), asked for in requests of 96."""
        parts = [np.empty((0, self.dimensions), dtype=np.float32)]
        for start in range(0, len(texts), _PASSAGES_PER_REQUEST):
            batch = list(texts[start : start + _PASSAGES_PER_REQUEST])
            try:
                vectors = await self._embeddings.aembed_documents(batch)
            except Exception as error:
                raise EmbeddingUnavailable(self._failure(error)) from error
            parts.append(self._checked(np.asarray(vectors, dtype=np.float32), len(batch)))
        return np.concatenate(parts)

    def close(self) -> None:
        """Nothing is held."""

    async def _ask_query(self, text: str) -> Array:
        try:
            vector = await self._embeddings.aembed_query(text)
        except Exception as error:
            raise EmbeddingUnavailable(self._failure(error)) from error
        checked: Array = self._checked(np.asarray([vector], dtype=np.float32), 1)[0]
        return checked

    def _checked(self, vectors: Array, count: int) -> Array:
        if vectors.shape != (count, self.dimensions):
            raise EmbeddingUnavailable(
                f"{self.name} answered vectors of shape {vectors.shape} "
                f"instead of {(count, self.dimensions)}."
            )
        return vectors

    def _probe(self) -> int:
        """Ask once for the vectors' length, which LangChain does not tell."""
        try:
            return len(self._embeddings.embed_query("length"))
        except Exception as error:
            raise EmbeddingUnavailable(self._failure(error)) from error

    def _failure(self, error: Exception) -> str:
        # The provider's own words may hold the request or a key; its class says enough.
        return f"The embedding model {self.name} does not answer ({type(error).__name__})."


class _VectorCache:
    """The latest vectors by text; the least recently used goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[str, Array] = OrderedDict()
        self._lock = threading.Lock()

    async def get_or(self, text: str, compute: Callable[[], Any]) -> Array:
        """The remembered vector, else the awaited result of `compute`, made read-only."""
        with self._lock:
            if (known := self._vectors.get(text)) is not None:
                self._vectors.move_to_end(text)
                return known
        # A copy, so that a row does not keep its whole batch alive.
        vector: Array = np.array(await compute(), dtype=np.float32)
        vector.setflags(write=False)
        with self._lock:
            self._vectors[text] = vector
            if len(self._vectors) > self._size:
                self._vectors.popitem(last=False)
        return vector


class _TokenCache:
    """The latest token vectors by text, as many tokens as there is room for."""

    def __init__(self, tokens: int) -> None:
        self._room = tokens
        self._read: OrderedDict[str, TokenVectors] = OrderedDict()
        self._lock = threading.Lock()
        # One run at a time: a second thread in the model would slow the questions of others.
        self._computing = threading.Lock()

    def known(self, texts: Sequence[str]) -> list[TokenVectors | None]:
        """What is remembered of each text."""
        with self._lock:
            return [self._touched(text) for text in texts]

    def get_or(self, text: str, compute: Callable[[str], TokenVectors]) -> TokenVectors:
        """The remembered vectors, else the result of `compute`, made read-only."""
        with self._computing:
            if (known := self.known([text])[0]) is not None:
                return known
            read = compute(text)
            for array in (read.whole, read.tokens, read.spans):
                array.setflags(write=False)
            with self._lock:
                self._read[text] = read
                self._room -= len(read.tokens)
                while self._room < 0 and len(self._read) > 1:
                    self._room += len(self._read.popitem(last=False)[1].tokens)
            return read

    def _touched(self, text: str) -> TokenVectors | None:
        if text in self._read:
            self._read.move_to_end(text)
        return self._read.get(text)


def _init_langchain(name: str, api_key: SecretStr | None) -> Embeddings:
    # LangChain is slow to import and not needed by the local model.
    from langchain.embeddings import init_embeddings

    options: dict[str, Any] = {}
    if name.startswith("openai:"):
        # Counting tokens would make the client download a vocabulary; the chunker did it.
        options["check_embedding_ctx_length"] = False
        if api_key is not None:
            options["api_key"] = api_key
    try:
        return init_embeddings(name, **options)
    except ImportError as error:
        raise EmbeddingModelUnknown(
            f"EMBEDDING_MODEL `{name}` needs a package that is not installed: {error}"
        ) from error
    except Exception as error:
        raise EmbeddingModelUnknown(
            f"EMBEDDING_MODEL `{name}` cannot be opened: {type(error).__name__}; "
            "check its name and its provider's key."
        ) from error
