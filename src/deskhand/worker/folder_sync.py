"""Keeps the tenants' knowledge in step with a folder of documents."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import select

from deskhand.domain.accounts.tenants import tenants_to_keep
from deskhand.domain.audit import SYSTEM
from deskhand.domain.knowledge.documents import (
    delete_document,
    documents_below,
    from_file,
    submit,
)
from deskhand.domain.knowledge.readers.port import DocumentTypeUnknown
from deskhand.domain.knowledge.readers.registry import reader_for
from deskhand.domain.tables import Tenant
from deskhand.infra.errors import InvalidInput
from deskhand.infra.runtime import Runtime

log = structlog.get_logger(__name__)

FOLDER = "folder:"
"""Documents that came from the folder have a `uri` that begins so."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """How many documents were submitted anew, were the same, went away, or were refused."""

    submitted: int = 0
    unchanged: int = 0
    deleted: int = 0
    refused: int = 0

    def __add__(self, other: SyncResult) -> SyncResult:
        return SyncResult(
            self.submitted + other.submitted,
            self.unchanged + other.unchanged,
            self.deleted + other.deleted,
            self.refused + other.refused,
        )


async def sync_folder(runtime: Runtime) -> SyncResult:
    """Submit what is new or changed in DOCUMENTS_PATH, delete what went away.

    A sub-folder named like a tenant's slug belongs to that tenant. Files outside of such
    sub-folders belong to the only tenant, when there is just one.
    """
    root = runtime.settings.knowledge.documents_path
    if not await asyncio.to_thread(root.is_dir):
        return SyncResult()
    async with runtime.database.transaction(None) as session:
        tenants = await tenants_to_keep(session)
    result = SyncResult()
    if len(tenants) > 1 and await asyncio.to_thread(_has_loose_files, root):
        log.warning("files in the documents folder belong to no tenant", folder=str(root))
    for tenant_id in tenants:
        async with runtime.database.transaction(tenant_id) as session:
            slug = await session.scalar(select(Tenant.slug))
        own = root / str(slug)
        if await asyncio.to_thread(own.is_dir):
            result += await sync_tenant(runtime, tenant_id, own)
        elif len(tenants) == 1:
            result += await sync_tenant(runtime, tenant_id, root)
    return result


async def sync_tenant(runtime: Runtime, tenant_id: UUID, folder: Path) -> SyncResult:
    """Bring one tenant's folder documents in step with `folder`."""
    files = await asyncio.to_thread(lambda: list(_readable(folder)))
    result = SyncResult()
    for name, path in files:
        content = await asyncio.to_thread(path.read_bytes)
        result += await _submit(runtime, tenant_id, FOLDER + name, content)
    names = {FOLDER + name for name, _ in files}
    async with runtime.database.transaction(tenant_id) as session:
        gone = [row for row in await documents_below(session, FOLDER) if row.uri not in names]
        for document in gone:
            await delete_document(session, SYSTEM, document.id)
    return result + SyncResult(deleted=len(gone))


async def _submit(runtime: Runtime, tenant_id: UUID, uri: str, content: bytes) -> SyncResult:
    most = runtime.settings.knowledge.max_document_bytes
    try:
        submission = from_file(uri, content)
        async with runtime.database.transaction(tenant_id) as session:
            _, job = await submit(session, SYSTEM, submission, max_bytes=most)
    except InvalidInput as error:
        log.warning("document refused", uri=uri, reason=error.detail)
        return SyncResult(refused=1)
    if job is None:
        return SyncResult(unchanged=1)
    await runtime.wakeup.ring("ingest", job.id)
    return SyncResult(submitted=1)


def _has_loose_files(folder: Path) -> bool:
    """Whether files of a known format lie in the folder itself, not in a tenant's sub-folder."""
    return any("/" not in name for name, _ in _readable(folder))


def _readable(folder: Path) -> Iterator[tuple[str, Path]]:
    """Name within the folder and path of every file of a known format."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        try:
            reader_for(path.name)
        except DocumentTypeUnknown:
            continue
        yield path.relative_to(folder).as_posix(), path
