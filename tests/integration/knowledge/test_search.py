"""Search within the tenant: what it finds, and by which index PostgreSQL finds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import TextClause, delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge import search as searching
from deskhand.domain.knowledge.bm25 import read_words
from deskhand.domain.knowledge.calibration import calibrations
from deskhand.domain.knowledge.search import candidates, scanning, walking
from deskhand.domain.tables import Document
from deskhand.infra.runtime import Runtime
from tests.support.desk import MakeTenant, Tenant
from tests.support.passages import MODEL, unit_vectors, write_passages

LIKE = unit_vectors(1, seed=1)[0]
WEIGHTS = calibrations(MODEL).found


async def words_in_the_index(session: AsyncSession) -> dict[str, Any]:
    counted = await session.execute(text("SELECT word, passages FROM word_counts"))
    size = (await session.execute(text("SELECT passages, words FROM collections"))).one()
    postings = await session.execute(
        text("SELECT word, occurrences, length FROM postings ORDER BY word, occurrences")
    )
    return {
        "counts": {row.word: row.passages for row in counted},
        "size": tuple(size),
        "postings": [tuple(row) for row in postings],
    }


async def test_the_word_index_follows_passages_that_come_and_go(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    texts = ["A lamp, a lamp.", "The lamp glows."]
    document, _ = await write_passages(runtime, tenant.id, texts, unit_vectors(2, seed=2))
    async with runtime.database.transaction(tenant.id) as session:
        assert await words_in_the_index(session) == {
            "counts": {"lamp": 2, "glow": 1},
            "size": (2, 4),
            "postings": [("glow", 1, 2), ("lamp", 1, 2), ("lamp", 2, 2)],
        }
        await write_passages(runtime, tenant.id, ["Tents glow."], unit_vectors(1, seed=3))
    async with runtime.database.transaction(tenant.id) as session:
        # The passages go with their document, and the words with the passages.
        await session.execute(delete(Document).where(Document.id == document))
        assert await words_in_the_index(session) == {
            "counts": {"glow": 1, "tent": 1},
            "size": (1, 2),
            "postings": [("glow", 1, 2), ("tent", 1, 2)],
        }


async def test_rare_words_of_a_long_question_count_wherever_they_stand_in_the_alphabet(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    common = " ".join(f"almond{number}" for number in range(40))
    texts = [f"{common} nothing else" for _ in range(60)] + ["zeppelin"]
    vectors = np.tile(LIKE, (len(texts), 1))
    _, ids = await write_passages(runtime, tenant.id, texts, vectors)
    async with runtime.database.transaction(tenant.id) as session:
        found = await candidates(
            session, f"{common} zeppelin", -LIKE, model=MODEL, most=60, calibration=WEIGHTS
        )
    assert ids[-1] in {one.hit.chunk_id for one in found}


async def test_a_small_tenant_keeps_its_candidates_beside_a_large_one_with_alike_passages(
    runtime: Runtime, make_tenant: MakeTenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = await make_tenant(), await make_tenant()
    near = LIKE + 0.02 * unit_vectors(400, seed=4)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    far = 0.6 * LIKE + unit_vectors(30, seed=5)
    far /= np.linalg.norm(far, axis=1, keepdims=True)
    await write_passages(runtime, large.id, ["words"] * len(near), near)
    _, ids = await write_passages(runtime, small.id, ["words"] * len(far), far)
    for scanned in (searching.SCANNED, 1):
        monkeypatch.setattr(searching, "SCANNED", scanned)
        async with runtime.database.transaction(small.id) as session:
            found = await candidates(session, "of the", LIKE, model=MODEL, calibration=WEIGHTS)
        assert {one.hit.chunk_id for one in found} == set(ids)
        similar = [one.similarity for one in found]
        assert similar == sorted(similar, reverse=True)


async def test_words_and_vectors_are_found_by_indexes_that_begin_with_the_tenant(
    runtime: Runtime, tenant: Tenant
) -> None:
    texts = [f"A lamp of kind {number}." for number in range(200)]
    await write_passages(runtime, tenant.id, texts, unit_vectors(200, seed=6))
    plan = await plan_of(runtime, tenant.id, scanning(384))
    assert "Index Only Scan using pk_postings" in plan
    assert "(word = asked" in plan
    assert "Index Scan using ix_chunk_embeddings_model" in plan
    conditions = [line for line in plan.splitlines() if "Index Cond" in line]
    assert conditions
    assert all("tenant_id = (InitPlan" in line for line in conditions)
    assert "Index Scan using pk_chunks" in plan
    assert "Seq Scan" not in plan
    walked = await plan_of(runtime, tenant.id, walking(384))
    assert "Index Scan using hnsw_local_minilm" in walked
    assert "Filter: (tenant_id = (InitPlan" in walked


async def plan_of(runtime: Runtime, tenant_id: UUID, statement: TextClause) -> str:
    """The plan under row-level security where a table is not small enough to be read whole."""
    async with runtime.database.transaction(tenant_id) as session:
        asked = await read_words(session, "Which lamp of kind 7?")
        told = {
            **searching.told_words(asked),
            "vector": "[" + ",".join(map(str, LIKE)) + "]",
            "model": MODEL,
            "candidates": 40,
            "by_meaning": 7.0,
            "by_words": 1.0,
            "most": 5,
        }
        settings = ["enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin"]
        if statement is walking(384):
            settings.append("enable_sort")
        for name in settings:
            await session.execute(text(f"SET LOCAL {name} = off"))
        rows = await session.scalars(text(f"EXPLAIN (COSTS OFF) {statement.text}"), told)
        return "\n".join(rows)
