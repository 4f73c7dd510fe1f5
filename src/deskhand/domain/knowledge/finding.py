"""Finding passages for a question: looked up in the database, the first ones read word by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge.calibration import Calibration, calibrations
from deskhand.domain.knowledge.chunkers.port import place_of
from deskhand.domain.knowledge.schemas import Hit
from deskhand.domain.knowledge.search import Candidate, candidates
from deskhand.domain.knowledge.second import count_unread
from deskhand.infra.models.embeddings import Embedder, TokenReader
from deskhand.infra.models.languages import Embedders

if TYPE_CHECKING:
    from deskhand.infra.models.local import TokenVectors

OpenSession = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Opens a transaction of the tenant; none is held while a model works."""

READ = 8
"""So many passages are read word by word; one that was read before costs next to nothing."""


async def reader_of(open_session: OpenSession, embedders: Embedders, *languages: str) -> Embedder:
    """The model to search with for a question and documents in these languages.

    The second one, where it reads them better and has read all of the tenant's passages.
    """
    name = embedders.second_name
    if name is None or not embedders.reads_apart(*languages):
        return embedders.first
    async with open_session() as session:
        complete = await count_unread(session, name) <= 0
    second = await embedders.second() if complete else None
    return second or embedders.first


async def find(
    open_session: OpenSession, embedder: Embedder, question: str, *, limit: int
) -> list[Hit]:
    """The best `limit` passages, best first, each with its probability of answering."""
    found = await look_up(open_session, embedder, question, limit=max(limit, READ))
    read = calibrations(embedder.name).read
    if isinstance(embedder, TokenReader) and read is not None:
        found = await read_again(embedder, question, found, read)
    return [one.hit for one in found[:limit]]


async def look_up(
    open_session: OpenSession, embedder: Embedder, question: str, *, limit: int
) -> list[Candidate]:
    """The same without reading a passage: for whoever reads them by other means."""
    vector = await embedder.embed_query(question)
    async with open_session() as session:
        return await candidates(
            session,
            question,
            vector,
            model=embedder.name,
            most=limit,
            calibration=calibrations(embedder.name).found,
        )


async def read_again(
    reader: TokenReader, question: str, found: Sequence[Candidate], weights: Calibration
) -> list[Candidate]:
    """The first ones ordered and scored anew by the likeness of their words, before the others."""
    first, others = found[:READ], found[READ:]
    scored = [
        replace(one, hit=replace(one.hit, score=weights.probability(*one.measures, likeness)))
        for one, likeness in zip(first, await likenesses(reader, question, first), strict=True)
    ]
    scored.sort(key=lambda one: -one.hit.score)
    least = scored[-1].hit.score if scored else 1.0
    # What was not read comes after what was, whatever its own score.
    rest = [replace(one, hit=replace(one.hit, score=min(one.hit.score, least))) for one in others]
    return [*scored, *rest]


async def likenesses(reader: TokenReader, question: str, found: Sequence[Candidate]) -> list[float]:
    """How well the words of the question are met by each passage with its headings."""
    texts = [f"{place_of(one.hit.document, one.hit.heading_path)}\n{one.hit.text}" for one in found]
    asked, *passages = await reader.read_tokens([question, *texts])
    return [max_sim(asked, passage) for passage in passages]


def max_sim(asked: TokenVectors, passage: TokenVectors) -> float:
    """How well each word of the question is met by its best word of the passage, on average.

    Late interaction as in ColBERT (Khattab and Zaharia 2020), -1 to 1; 0 where one has no word.
    """
    if not len(asked.tokens) or not len(passage.tokens):
        return 0.0
    likeness = asked.tokens.astype(np.float32) @ passage.tokens.astype(np.float32).T
    return float(likeness.max(axis=1).mean())
