"""Tenants full of passages, written straight into the database, with vectors that tests choose."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import insert

from deskhand.domain.tables import Chunk, ChunkEmbedding, Document
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime

MODEL = "local:all-MiniLM-L6-v2"
Array = npt.NDArray[np.float32]


def unit_vectors(count: int, seed: int) -> Array:
    """Random directions, float32 (count, 384), each of length 1."""
    drawn = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    unit: Array = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


async def write_passages(
    runtime: Runtime, tenant_id: UUID, texts: Sequence[str], vectors: Array, *, model: str = MODEL
) -> tuple[UUID, list[UUID]]:
    """A document of these passages; its id and theirs, in order."""
    document_id, ids, moment = new_id(), [new_id() for _ in texts], now()
    shared = {"tenant_id": tenant_id, "created_at": moment}
    async with runtime.database.transaction(tenant_id) as session:
        session.add(
            Document(
                **shared,
                id=document_id,
                updated_at=moment,
                uri=str(document_id),
                title="Sample",
                media_type="text/plain",
                digest="",
                status="ready",
                chunk_count=len(texts),
            )
        )
        await session.flush()
        passages = [
            {
                **shared,
                "id": chunk_id,
                "document_id": document_id,
                "ordinal": ordinal,
                "heading_path": [],
                "kind": "text",
                "text": text,
                "search_text": text,
                "tokens": 1,
            }
            for ordinal, (chunk_id, text) in enumerate(zip(ids, texts, strict=True))
        ]
        await session.execute(insert(Chunk), passages)
        embedded = [
            {**shared, "id": new_id(), "chunk_id": chunk_id, "model": model, "embedding": vector}
            for chunk_id, vector in zip(ids, vectors, strict=True)
        ]
        await session.execute(insert(ChunkEmbedding), embedded)
    return document_id, ids
