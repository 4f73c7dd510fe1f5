"""Lets the second embedding model read passages, where other languages are served."""

from __future__ import annotations

from uuid import UUID

import structlog

from deskhand.domain.accounts.tenants import tenants_to_keep
from deskhand.domain.knowledge import second
from deskhand.domain.packs.store import PackStore
from deskhand.infra.models.embeddings import Embedder
from deskhand.infra.runtime import Runtime

log = structlog.get_logger(__name__)

_BATCH = 16


class SecondReading:
    """Reads passages of tenants that serve other languages; safe beside the same of others."""

    def __init__(self, runtime: Runtime) -> None:
        self._database = runtime.database
        self._embedders = runtime.embedders
        self._packs = PackStore()

    async def run(self) -> None:
        """Every tenant in turn, until the second model has read all that it shall."""
        if self._embedders.second_name is None:
            return
        async with self._database.transaction(None) as session:
            tenants = await tenants_to_keep(session)
        for tenant_id in tenants:
            await self.read(tenant_id)

    async def read(self, tenant_id: UUID) -> None:
        """What the second model has not read of a tenant; nothing where it is not needed."""
        name = self._embedders.second_name
        if name is None or not await self._is_needed(tenant_id, name):
            return
        model = await self._embedders.second()
        if model is not None:
            await self._read_all(tenant_id, model)

    async def _is_needed(self, tenant_id: UUID, name: str) -> bool:
        async with self._database.transaction(tenant_id) as session:
            if await second.count_unread(session, name) <= 0:
                return False
            languages = (await self._packs.of_tenant(session)).pack.about.languages
        return self._embedders.reads_apart(*languages)

    async def _read_all(self, tenant_id: UUID, model: Embedder) -> None:
        count = 0
        while True:
            async with self._database.transaction(tenant_id) as session:
                passages = await second.unread(session, model.name, _BATCH)
            if not passages:
                break
            vectors = await model.embed_passages([passage.text for passage in passages])
            async with self._database.transaction(tenant_id) as session:
                await second.add_vectors(session, model.name, passages, vectors)
            count += len(passages)
        log.info("passages read for other languages", passages=count)
