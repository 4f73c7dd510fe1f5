"""One ingest job: read, cut, embed, put in place."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import numpy as np
import structlog

from deskhand.domain.knowledge import ingest
from deskhand.domain.knowledge.chunkers import registry as chunkers
from deskhand.domain.knowledge.chunkers.port import ChunkLimits, embedding_text
from deskhand.domain.knowledge.ingest import HeldIngest, Prepared
from deskhand.domain.knowledge.reading import read_apart
from deskhand.domain.knowledge.second import has_read
from deskhand.infra.db.jobs import JobLost
from deskhand.infra.errors import InvalidInput
from deskhand.infra.failpoints import reached
from deskhand.infra.models.embeddings import Embedder
from deskhand.infra.runtime import Runtime
from deskhand.worker.jobs import Progress, kept

log = structlog.get_logger(__name__)

_BATCH = 32
_LEASE = timedelta(seconds=15)
_AT_ONCE = 4
"""Jobs at once: they share one embedding model, and a customer's turn comes before them."""
_PAUSE = timedelta(seconds=5)


class IngestRunner:
    """Works on ingest jobs; their progress is told while they go on."""

    def __init__(self, runtime: Runtime) -> None:
        self._database = runtime.database
        self._embedder = runtime.embedder
        self._embedders = runtime.embedders
        self._limits = ChunkLimits(
            runtime.settings.knowledge.chunk_tokens, runtime.embedder.max_tokens
        )
        self._running = 0
        self._more = False

    async def run(self, job_id: UUID) -> None:
        """Claim the job and do it; nothing when it is done, held or not yet due.

        While enough jobs run, whoever is free first looks for the next one, in turn by tenant.
        """
        if self._running >= _AT_ONCE:
            self._more = True
            return
        self._running += 1
        try:
            await self._run(job_id)
            while self._more:
                async with self._database.transaction(None) as session:
                    waiting = await ingest.JOBS.due(session, 1)
                self._more = bool(waiting)
                for next_id in waiting:
                    await self._run(next_id)
        finally:
            self._running -= 1

    async def _run(self, job_id: UUID) -> None:
        async with self._database.transaction(None) as session:
            held = await ingest.claim(session, job_id, _LEASE)
        if held is None:
            return
        reached("ingest.claimed")
        try:
            async with kept(self._database, ingest.JOBS, held, _LEASE) as progress:
                prepared = await self._prepare(held, progress)
            reached("ingest.prepared")
            async with self._database.transaction(held.tenant_id) as session:
                await ingest.put_in_place(session, held, prepared)
                reached("ingest.placed")
            log.info(
                "document ingested", document_id=str(held.document_id), chunks=len(prepared.chunks)
            )
        except JobLost:
            log.warning("the ingest job was lost to another worker", job_id=str(job_id))
        except InvalidInput as error:
            await self._fail(held, error.detail, final=True)
        except Exception as error:
            log.exception("the ingest job failed", job_id=str(job_id))
            final = held.last_attempt
            await self._fail(
                held, f"The document could not be read: {type(error).__name__}.", final=final
            )

    async def _prepare(self, held: HeldIngest, progress: Progress) -> Prepared:
        parsed = await read_apart(held.content, held.uri, held.media_type)
        chunks = await asyncio.to_thread(
            chunkers.DEFAULT.chunk, parsed, self._embedder.count_tokens, self._limits
        )
        named = held.title != held.uri
        title = held.title if named else parsed.title
        progress.total = len(chunks)
        models = await self._models(held)
        vectors = {
            model.name: np.zeros((len(chunks), model.dimensions), dtype=np.float32)
            for model in models
        }
        for start in range(0, len(chunks), _BATCH):
            batch = chunks[start : start + _BATCH]
            texts = [embedding_text(title, piece) for piece in batch]
            for model in models:
                embedded = await model.embed_passages(texts)
                vectors[model.name][start : start + len(batch)] = embedded
            progress.done = start + len(batch)
        category = held.category if held.category != "general" else parsed.category or "general"
        return Prepared(title, category, chunks, vectors)

    async def _models(self, held: HeldIngest) -> list[Embedder]:
        """The models that read the tenant's documents: the second as well, where it has begun."""
        name = self._embedders.second_name
        if name is None:
            return [self._embedder]
        async with self._database.transaction(held.tenant_id) as session:
            begun = await has_read(session, name)
        second = await self._embedders.second() if begun else None
        return [self._embedder] if second is None else [self._embedder, second]

    async def _fail(self, held: HeldIngest, error: str, *, final: bool) -> None:
        with suppress(JobLost):
            async with self._database.transaction(held.tenant_id) as session:
                await ingest.fail(session, held, error, final=final, pause=_PAUSE)
