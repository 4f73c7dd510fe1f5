"""The vectors of the second model beside those of the first: what lacks them, and adding them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import Chunk, ChunkEmbedding, Collection
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id


class Unread(NamedTuple):
    """A passage that a model has not read, as it is to be read."""

    chunk_id: UUID
    text: str


async def count_unread(session: AsyncSession, model: str) -> int:
    """How many passages of the tenant the model has not read; counted by indexes alone."""
    passages = await session.scalar(select(Collection.passages))
    read = await session.scalar(
        select(func.count()).select_from(ChunkEmbedding).where(ChunkEmbedding.model == model)
    )
    return (passages or 0) - (read or 0)


async def has_read(session: AsyncSession, model: str) -> bool:
    """Whether the model has read anything of the tenant, so that it reads what is new as well."""
    found = await session.scalar(select(exists().where(ChunkEmbedding.model == model)))
    return bool(found)


async def unread(session: AsyncSession, model: str, most: int) -> list[Unread]:
    """Some passages that the model has not read, drawn so that two workers seldom take the same."""
    known = exists().where(
        ChunkEmbedding.tenant_id == Chunk.tenant_id,
        ChunkEmbedding.chunk_id == Chunk.id,
        ChunkEmbedding.model == model,
    )
    rows = await session.execute(
        select(Chunk.id, Chunk.search_text).where(~known).order_by(func.random()).limit(most)
    )
    return [Unread(row.id, row.search_text) for row in rows]


async def add_vectors(
    session: AsyncSession,
    model: str,
    passages: Sequence[Unread],
    vectors: npt.NDArray[np.float32],
) -> None:
    """Store the vectors, (n, d), of passages that are still there and still without one."""
    ids = [passage.chunk_id for passage in passages]
    kept = set(
        await session.scalars(
            select(Chunk.id).where(Chunk.id.in_(ids)).with_for_update(read=True, key_share=True)
        )
    )
    rows = [
        {
            "tenant_id": tenant_of(session),
            "id": new_id(),
            "created_at": now(),
            "chunk_id": chunk_id,
            "model": model,
            "embedding": vector,
        }
        for chunk_id, vector in zip(ids, vectors, strict=True)
        if chunk_id in kept
    ]
    if rows:
        await session.execute(insert(ChunkEmbedding).on_conflict_do_nothing(), rows)
