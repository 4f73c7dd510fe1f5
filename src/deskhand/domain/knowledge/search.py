"""Search: meaning and words, fused into one calibrated probability."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge.schemas import Hit

_CANDIDATES = 40
_MOST_LEXEMES = 24
_COUNTED_LEXEMES = 64
"""Of a long question only so many words are counted; the longest, which are seldom common."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights: the log-odds that a passage answers a question.

    `meaning` weighs the cosine similarity, `words` the share of the question's words, by their
    rarity in the tenant's documents (the idf of BM25, Robertson and Zaragoza 2009), that the
    passage holds. Fitted by `benchmarks/retrieval.py` on the sample shop's own questions.
    """

    bias: float
    meaning: float
    words: float

    def probability(self, similarity: float, coverage: float) -> float:
        """The calibrated score of a passage, 0 to 1."""
        odds = self.bias + self.meaning * similarity + self.words * coverage
        return 1.0 / (1.0 + math.exp(-odds))


CALIBRATION = Calibration(bias=-3.2, meaning=7.26, words=0.73)

_QUERY = """
WITH asked AS (
    SELECT lexeme, quote_literal(lexeme)::tsquery AS query
    FROM unnest(tsvector_to_array(to_tsvector('english', :words))) AS lexeme
    ORDER BY length(lexeme) DESC, lexeme
    LIMIT :counted_lexemes
), size AS (
    SELECT count(*)::float AS n FROM chunks
), weighed AS (
    SELECT asked.query,
           ln(1 + (size.n - found.df + 0.5) / (found.df + 0.5)) AS weight
    FROM asked, size,
         LATERAL (SELECT count(*)::float AS df FROM chunks WHERE words @@ asked.query) AS found
    -- Rare words tell passages apart; words that no passage holds tell nothing.
    ORDER BY found.df = 0, weight DESC, asked.lexeme
    LIMIT :most_lexemes
), total AS (
    SELECT coalesce(nullif(sum(weight), 0), 1) AS weight FROM weighed
), near AS (
    SELECT chunk_id FROM chunk_embeddings
    WHERE model = :model
    ORDER BY (embedding::vector({dimensions})) <=> CAST(:vector AS vector({dimensions}))
    LIMIT :candidates
), worded AS (
    SELECT chunks.id AS chunk_id FROM chunks JOIN weighed ON chunks.words @@ weighed.query
    GROUP BY chunks.id ORDER BY sum(weighed.weight) DESC LIMIT :candidates
), candidates AS (
    SELECT chunk_id FROM near UNION SELECT chunk_id FROM worded
)
SELECT * FROM (SELECT chunks.id, chunks.document_id, documents.title, documents.category,
       chunks.heading_path, chunks.text,
       coalesce(1 - (vectors.embedding::vector({dimensions})
                     <=> CAST(:vector AS vector({dimensions}))), 0) AS similarity,
       coalesce((SELECT sum(weighed.weight) FROM weighed
                 WHERE chunks.words @@ weighed.query), 0) / total.weight AS coverage
FROM chunks
JOIN documents ON documents.tenant_id = chunks.tenant_id AND documents.id = chunks.document_id
LEFT JOIN chunk_embeddings AS vectors
       ON vectors.tenant_id = chunks.tenant_id AND vectors.chunk_id = chunks.id
      AND vectors.model = :model
CROSS JOIN total
WHERE chunks.id = ANY (ARRAY(SELECT chunk_id FROM candidates))) AS measured
ORDER BY :by_meaning * similarity + :by_words * coverage DESC, id::text LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the two measures that its score is made of, both 0 to 1."""

    hit: Hit
    similarity: float
    coverage: float


@cache
def _query(dimensions: int) -> TextClause:
    """The search for vectors of that length."""
    return text(_QUERY.format(dimensions=dimensions))


async def search(
    session: AsyncSession,
    query: str,
    vector: npt.NDArray[np.float32] | Sequence[float],
    *,
    model: str,
    limit: int = 5,
) -> list[Hit]:
    """The best `limit` passages of the tenant, best first. `vector` is the query's embedding."""
    found = await candidates(session, query, vector, model=model, most=limit)
    return [candidate.hit for candidate in found]


async def candidates(
    session: AsyncSession,
    query: str,
    vector: npt.NDArray[np.float32] | Sequence[float],
    *,
    model: str,
    most: int = 2 * _CANDIDATES,
    calibration: Calibration = CALIBRATION,
) -> list[Candidate]:
    """The best of what either way of looking brings up, best first; by default all of it."""
    values = [float(value) for value in vector]
    rows = await session.execute(
        _query(len(values)),
        {
            "words": query,
            "vector": "[" + ",".join(f"{value:.7g}" for value in values) + "]",
            "model": model,
            "candidates": _CANDIDATES,
            "counted_lexemes": _COUNTED_LEXEMES,
            "most_lexemes": _MOST_LEXEMES,
            "by_meaning": calibration.meaning,
            "by_words": calibration.words,
            "most": most,
        },
    )
    return [_candidate(row, calibration) for row in rows]


def _candidate(row: Any, calibration: Calibration) -> Candidate:
    similarity, coverage = float(row.similarity), float(row.coverage)
    hit = Hit(
        chunk_id=row.id,
        document_id=row.document_id,
        document=row.title,
        category=row.category,
        heading_path=list(row.heading_path),
        text=row.text,
        score=calibration.probability(similarity, coverage),
    )
    return Candidate(hit, similarity, coverage)
