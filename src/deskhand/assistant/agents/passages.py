"""How near the sentences of the best passages are to the question, measured with the embedder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from deskhand.assistant.engine.offline.extractive import ANSWERABLE, score_of, sentences_of
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.infra.errors import Unavailable
from deskhand.infra.models.embeddings import Embedder

_MOST_PASSAGES = 2
_MOST_SENTENCES = 14


async def with_nearness(
    embedder: Embedder, message: str, evidence: EvidenceSet, *, most: int = _MOST_PASSAGES
) -> EvidenceSet:
    """`evidence`, its best passage for each part of the question measured sentence by sentence.

    About 2 ms per sentence when idle, nothing for those asked about before. Only the local model
    is used: a remote one would cost a round trip for what is a refinement. Where there is nothing
    to measure, it is `evidence` itself.
    """
    chosen = {item.id for item in _best(evidence.items, most)}
    if embedder.tokenizer is None or not chosen:
        return evidence
    items = [
        await _measured(embedder, message, item) if item.id in chosen else item
        for item in evidence.items
    ]
    return EvidenceSet(tuple(items))


def _best(items: Iterable[Evidence], most: int) -> list[Evidence]:
    parts: dict[str, Evidence] = {}
    for item in sorted(items, key=score_of, reverse=True):
        if item.passage is not None and score_of(item) >= ANSWERABLE:
            parts.setdefault(item.passage.asked, item)
    return list(parts.values())[:most]


async def _measured(embedder: Embedder, message: str, item: Evidence) -> Evidence:
    passage = item.passage
    if passage is None:
        return item
    sentences = list(dict.fromkeys(sentences_of(item.text)))[:_MOST_SENTENCES]
    try:
        asked, *vectors = await asyncio.gather(
            *(embedder.embed_query(text) for text in (passage.asked or message, *sentences))
        )
    except Unavailable:
        return item
    nearness = tuple(
        (sentence, float(asked @ vector))
        for sentence, vector in zip(sentences, vectors, strict=True)
    )
    return replace(item, passage=replace(passage, nearness=nearness))
