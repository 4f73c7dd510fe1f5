"""What packs teach: a classifier for each pack and language, and the patterns of its nouns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from pathlib import Path

from deskhand.assistant.understanding.examples import open_classifier, pack_examples
from deskhand.assistant.understanding.identifiers import Identifiers
from deskhand.infra.classification.classifier import IntentClassifier
from deskhand.infra.models.embeddings import Embedder
from deskhand.packs.loader import Pack

_MOST_KEPT = 64


class Taught:
    """Trained once for each pack, language and embedding model; kept on disk and in memory."""

    def __init__(self, embedder: Embedder, cache_dir: Path) -> None:
        self._embedder = embedder
        self._cache_dir = cache_dir
        self._classifiers: OrderedDict[tuple[str, str], asyncio.Future[IntentClassifier]] = (
            OrderedDict()
        )
        self._identifiers: OrderedDict[str, Identifiers] = OrderedDict()

    async def classifier(self, pack: Pack, language: str) -> IntentClassifier:
        """The classifier for a language; that of the pack's first one where it has no examples.

        What a tenant had trained comes with its pack.

        Raises `ExamplesUnusable` and the embedder's errors when it has to be trained.
        """
        if language not in pack.examples:
            language = pack.about.languages[0]
        if (trained := pack.trained.get(language)) is not None:
            return trained
        key = (pack.digest, language)
        known = self._classifiers.get(key)
        if known is not None and (not known.done() or known.exception() is None):
            return await asyncio.shield(known)
        opening = asyncio.ensure_future(self._open(pack, language))
        self._classifiers[key] = opening
        while len(self._classifiers) > _MOST_KEPT:
            self._classifiers.popitem(last=False)
        return await asyncio.shield(opening)

    async def aclose(self) -> None:
        """End what is being trained; nobody waits for it any more."""
        opening = [one for one in self._classifiers.values() if not one.done()]
        for one in opening:
            one.cancel()
        await asyncio.gather(*opening, return_exceptions=True)

    def identifiers(self, pack: Pack) -> Identifiers:
        """The patterns of the pack's nouns, compiled once."""
        known = self._identifiers.get(pack.digest)
        if known is None:
            known = self._identifiers[pack.digest] = Identifiers(pack)
            while len(self._identifiers) > _MOST_KEPT:
                self._identifiers.popitem(last=False)
        return known

    async def _open(self, pack: Pack, language: str) -> IntentClassifier:
        outside = next((name for name, intent in pack.intents.items() if intent.outside), None)
        return await open_classifier(
            f"intents-{pack.name}-{language}",
            pack_examples(pack, language),
            self._embedder,
            self._cache_dir,
            outside=outside,
        )
