"""The words of a question, weighed as BM25 weighs them by how many of the passages hold them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

SATURATION = 1.2
"""`k1` of BM25: how soon another occurrence of a word tells nothing new."""
LENGTH = 0.75
"""`b` of BM25: how much a long passage has to say a word more often. Both are the usual values."""
_MOST_WORDS = 64
"""Of a long question only so many words are counted, the rarest."""
_MOST_POSTINGS = 4000
"""Passages are looked for under the rarest words that have so many postings together; the other
words only weigh what was found. Reading so many takes some 3 ms."""

_ASKED = text(
    """
SELECT asked.word, coalesce(word_counts.passages, 0) AS holders,
       collections.passages, collections.words
FROM collections
CROSS JOIN unnest(tsvector_to_array(to_tsvector('english', :question))) AS asked(word)
LEFT JOIN word_counts ON word_counts.word = asked.word
"""
)
_SIZE = text("SELECT passages FROM collections")


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of the question, its rarity, and whether passages are looked for under it."""

    word: str
    rarity: float
    seeks: bool


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What the words of a question weigh in a tenant's documents.

    `passages` is how many the tenant has, `average` how many words they have on average. By
    `whole` the BM25 of a passage is divided: the rarity of all words of the question, also of
    those that no passage holds, by the root of their number. The many words of a long question
    tell more together than the few of a short one.
    """

    words: tuple[AskedWord, ...]
    passages: int
    average: float
    whole: float


async def read_words(session: AsyncSession, question: str) -> AskedWords:
    """The words of the question with their weights among the tenant's passages."""
    rows = (await session.execute(_ASKED, {"question": question})).all()
    if not rows:
        # A question of small words only, or a tenant without documents.
        return AskedWords((), await session.scalar(_SIZE) or 0, 1.0, 1.0)
    passages, words = rows[0].passages, rows[0].words
    average = float(words) / max(passages, 1)
    return weigh([(row.word, row.holders) for row in rows], passages, average or 1.0)


def weigh(holders: Iterable[tuple[str, int]], passages: int, average: float) -> AskedWords:
    """The words with their rarity; `holders` tells how many passages have each.

    Rare words come first: they tell passages apart, and their postings are few.
    """
    asked = sorted(holders, key=lambda pair: (pair[1], pair[0]))
    held = [(word, count) for word, count in asked if count > 0][:_MOST_WORDS]
    kept: list[AskedWord] = []
    read = 0
    for word, count in held:
        read += count
        kept.append(AskedWord(word, rarity(count, passages), not kept or read <= _MOST_POSTINGS))
    whole = sum(rarity(count, passages) for _, count in asked) / math.sqrt(max(len(asked), 1))
    return AskedWords(tuple(kept), passages, average, whole or 1.0)


def rarity(holders: int, passages: int) -> float:
    """The idf of BM25 (Robertson and Zaragoza 2009), never below 0."""
    return math.log(1 + max(passages - holders + 0.5, 0.5) / (holders + 0.5))
