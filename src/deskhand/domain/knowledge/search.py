"""Search: meaning and words, each by an index of the tenant, fused into one probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge.bm25 import LENGTH, SATURATION, AskedWords, read_words
from deskhand.domain.knowledge.calibration import Calibration
from deskhand.domain.knowledge.schemas import Hit

_CANDIDATES = 40
SCANNED = 5000
"""Up to so many passages of a tenant every vector is compared, which takes some milliseconds and
misses none; above, the index over all tenants is walked until enough of this tenant are found."""
_WALKING = text(
    "SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true),"
    " set_config('hnsw.ef_search', '100', true), set_config('enable_sort', 'off', true)"
)
_WALKED = text("SELECT set_config('enable_sort', 'on', true)")
"""What is walked comes in order. The planner, which takes all tenants for alike, would rather
sort the vectors of a large one."""

_QUERY = """
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:words AS text[]), CAST(:rarities AS float8[]))
        AS asked(word, rarity)
), near AS (
    {near}
), worded AS (
    SELECT postings.chunk_id FROM asked CROSS JOIN LATERAL (
        SELECT * FROM postings WHERE word = asked.word OFFSET 0
    ) AS postings
    WHERE asked.word = ANY (CAST(:seeking AS text[]))
    GROUP BY postings.chunk_id ORDER BY sum(asked.rarity * {weight}) DESC, postings.chunk_id
    LIMIT :candidates
), found AS MATERIALIZED (
    SELECT chunk_id FROM near UNION SELECT chunk_id FROM worded
), shares AS MATERIALIZED (
    SELECT postings.chunk_id, sum(asked.rarity * {weight}) / CAST(:whole AS float8) AS share
    FROM asked CROSS JOIN LATERAL (
        SELECT * FROM postings
        WHERE word = asked.word AND chunk_id = ANY (ARRAY(SELECT chunk_id FROM found)) OFFSET 0
    ) AS postings
    GROUP BY postings.chunk_id
), alike AS MATERIALIZED (
    SELECT chunk_id, 1 - ({distance}) AS similarity FROM chunk_embeddings
    WHERE model = :model AND chunk_id = ANY (ARRAY(SELECT chunk_id FROM found))
), measured AS MATERIALIZED (
    SELECT chunk_id, similarity, coalesce(share, 0) AS coverage,
           :by_meaning * similarity + :by_words * coalesce(share, 0) AS score
    FROM alike LEFT JOIN shares USING (chunk_id)
    ORDER BY score DESC, chunk_id LIMIT :most
)
SELECT passage.*, measured.similarity, measured.coverage FROM measured CROSS JOIN LATERAL (
    SELECT chunks.id, chunks.document_id, documents.title, documents.category,
           chunks.heading_path, chunks.text
    FROM chunks JOIN documents ON documents.id = chunks.document_id
    WHERE chunks.id = measured.chunk_id OFFSET 0
) AS passage
ORDER BY measured.score DESC, passage.id
"""
"""`OFFSET 0` keeps the look-ups of words and of what was found by themselves, through their keys:
never a walk through all that the tenant has, which the planner prefers while it has counted few
rows."""
_NEAR = """SELECT chunk_id FROM chunk_embeddings
WHERE model = :model ORDER BY {order} LIMIT :candidates"""
_DISTANCE = "(embedding::vector({dimensions})) <=> CAST(:vector AS vector({dimensions}))"
_WEIGHT = (
    f"postings.occurrences * {SATURATION + 1} / (postings.occurrences + {SATURATION}"
    f" * ({1 - LENGTH} + {LENGTH} * postings.length / CAST(:average AS float8)))"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the two measures that its score is made of.

    `similarity` is the cosine, `coverage` its BM25 as a share of what the question's words weigh:
    about the root of their number where a passage of average length has each once.
    """

    hit: Hit
    similarity: float
    coverage: float

    @property
    def measures(self) -> tuple[float, float]:
        """Both, in the order in which a calibration takes them."""
        return self.similarity, self.coverage


@cache
def scanning(dimensions: int) -> TextClause:
    """The search that compares every vector of the tenant; `+ 0` keeps the walked index out."""
    distance = _DISTANCE.format(dimensions=dimensions)
    near = _NEAR.format(order=f"({distance}) + 0")
    return text(_QUERY.format(near=near, distance=distance, weight=_WEIGHT))


@cache
def walking(dimensions: int) -> TextClause:
    """The passages whose vectors are near, by the index over all tenants."""
    return text(_NEAR.format(order=_DISTANCE.format(dimensions=dimensions)))


@cache
def _walked(dimensions: int) -> TextClause:
    """The search once it is known what is near."""
    distance = _DISTANCE.format(dimensions=dimensions)
    near = "SELECT unnest(CAST(:near AS uuid[])) AS chunk_id"
    return text(_QUERY.format(near=near, distance=distance, weight=_WEIGHT))


async def candidates(
    session: AsyncSession,
    query: str,
    vector: npt.NDArray[np.float32] | Sequence[float],
    *,
    model: str,
    most: int = 2 * _CANDIDATES,
    calibration: Calibration,
) -> list[Candidate]:
    """The best of what either way of looking brings up, best first; by default all of it."""
    asked = await read_words(session, query)
    values = [float(value) for value in vector]
    told = {
        **told_words(asked),
        "vector": "[" + ",".join(f"{value:.7g}" for value in values) + "]",
        "model": model,
        "candidates": _CANDIDATES,
        "by_meaning": calibration.meaning,
        "by_words": calibration.words,
        "most": most,
    }
    statement = scanning(len(values))
    if asked.passages > SCANNED:
        await session.execute(_WALKING)
        told["near"] = list(await session.scalars(walking(len(values)), told))
        await session.execute(_WALKED)
        statement = _walked(len(values))
    rows = await session.execute(statement, told)
    return [_candidate(row, calibration) for row in rows]


def told_words(asked: AskedWords) -> dict[str, Any]:
    """The words as the statements take them."""
    return {
        "words": [one.word for one in asked.words],
        "rarities": [one.rarity for one in asked.words],
        "seeking": [one.word for one in asked.words if one.seeks],
        "average": asked.average,
        "whole": asked.whole,
    }


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
