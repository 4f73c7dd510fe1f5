"""Which embedding model reads which language: a better one for English, one for all others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.embeddings import LOCAL_ENGLISH, LOCAL_MULTILINGUAL, Embedder

log = structlog.get_logger(__name__)

_ENGLISH = "en"


class Embedders:
    """The configured model and, beside the English local one, a second for other languages.

    The second is opened when it is first needed. Where it cannot be had, the first does its work.
    """

    def __init__(self, first: Embedder, open_second: Callable[[], Embedder] | None = None) -> None:
        self.first = first
        self._open_second = open_second
        self._second: Embedder | None = None
        self._failed = open_second is None or first.name != LOCAL_ENGLISH
        self._opening = asyncio.Lock()

    @property
    def second_name(self) -> str | None:
        """The name of the second model; None where the first reads all languages."""
        return None if self._failed else LOCAL_MULTILINGUAL

    def reads_apart(self, *languages: str) -> bool:
        """Whether the second model is the better one for question and documents in these."""
        return not self._failed and any(language != _ENGLISH for language in languages)

    async def second(self) -> Embedder | None:
        """The second model, opened now unless it is; None where there is none."""
        async with self._opening:
            if self._second is None and self._open_second is not None and not self._failed:
                try:
                    self._second = await asyncio.to_thread(self._open_second)
                except ConfigurationInvalid as error:
                    log.warning("the second embedding model cannot be had", reason=error.detail)
                    self._failed = True
        return self._second

    def close(self) -> None:
        """Let go of both."""
        self.first.close()
        if self._second is not None:
            self._second.close()
