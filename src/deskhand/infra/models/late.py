"""A local model that is opened when it is first asked: a door may never need its memory."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deskhand.infra.models.embeddings import Array, LocalEmbedder

if TYPE_CHECKING:
    from deskhand.infra.models.local import TokenVectors


class LateEmbedder:
    """Behaves as the model that `open_model` gives; the first question waits until it is there."""

    dimensions = 384

    def __init__(self, name: str, open_model: Callable[[], LocalEmbedder]) -> None:
        """`name` is known before the model is opened."""
        self.name = name
        self._open = open_model
        self._model: LocalEmbedder | None = None
        self._lock = threading.Lock()

    @property
    def opened(self) -> bool:
        """Whether anybody has asked yet."""
        return self._model is not None

    @property
    def max_tokens(self) -> int:
        """Longest text that is read whole; opens the model."""
        return self._now().max_tokens

    def count_tokens(self, text: str) -> int:
        """Tokens of the text; opens the model."""
        return self._now().count_tokens(text)

    async def embed_query(self, text: str) -> Array:
        """The question's vector, (384,)."""
        return await (await self._there()).embed_query(text)

    async def embed_passages(self, texts: Sequence[str]) -> Array:
        """The passages' vectors, (n, 384)."""
        return await (await self._there()).embed_passages(texts)

    async def read_tokens(self, texts: Sequence[str]) -> tuple[TokenVectors, ...]:
        """The token vectors of each text."""
        return await (await self._there()).read_tokens(texts)

    def close(self) -> None:
        """Stop the model, if there is one."""
        if self._model is not None:
            self._model.close()

    async def _there(self) -> LocalEmbedder:
        return await asyncio.to_thread(self._now) if self._model is None else self._model

    def _now(self) -> LocalEmbedder:
        with self._lock:
            if self._model is None:
                self._model = self._open()
            return self._model
