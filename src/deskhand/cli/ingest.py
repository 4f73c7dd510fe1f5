"""`deskhand ingest`: files and folders into the knowledge base."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy import select

from deskhand.cli.ground import ready_database
from deskhand.cli.output import console, results
from deskhand.cli.reading import read_documents
from deskhand.cli.tenants import chosen_tenant
from deskhand.domain.audit import SYSTEM
from deskhand.domain.knowledge.documents import from_file, submit
from deskhand.domain.knowledge.readers.port import DocumentTypeUnknown
from deskhand.domain.knowledge.readers.registry import reader_for
from deskhand.domain.tables import Document, IngestJob
from deskhand.infra.errors import InvalidInput
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import Settings

_URI = "file:"


class NothingToIngest(InvalidInput):
    """Nothing here can be read."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to submit under a name."""

    path: Path
    uri: str


@dataclass(slots=True)
class _Result:
    """What became of the files; `failed` holds a line each."""

    read: int = 0
    passages: int = 0
    unchanged: int = 0
    failed: list[str] = field(default_factory=list)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Use")(ingest)


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders.")],
    tenant: Annotated[
        str | None, typer.Option(metavar="SLUG", help="Whose knowledge; needed when several.")
    ] = None,
    category: Annotated[
        str | None, typer.Option(help="Category of all these documents, as billing.")
    ] = None,
) -> None:
    """Read documents into the knowledge base and wait until they can be cited.

    Knows Markdown, HTML, plain text, PDF, DOCX, and CSV, XLSX or JSON of questions with their
    answers; the content tells which, not the name. A document that was read before and has
    changed is replaced; an unchanged one costs nothing. Works beside a running server or without
    one. Exits with 1 when a document could not be read.

    [bold]Examples[/bold]

      deskhand ingest handbook/

      deskhand ingest returns.md shipping.html --category shipping --tenant fernway
    """
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise NothingToIngest("These folders hold no document of a known format.")
    settings = Settings()
    with ready_database(settings) as urls:
        result = asyncio.run(_ingest(settings, urls, files, tenant, category))
    for line in result.failed:
        results.print(f"failed: {line}", markup=False)
    results.print(
        f"{result.read} read ({result.passages} passages), {result.unchanged} unchanged, "
        f"{len(result.failed)} failed"
    )
    raise typer.Exit(1 if result.failed else 0)


def _files(path: Path) -> Iterator[_File]:
    """The files of a path; in a folder those of a known format, a file named is always tried."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and not inner.name.startswith(".") and _known(inner):
                yield _File(inner, _URI + inner.relative_to(path).as_posix())
    elif path.is_file():
        yield _File(path, _URI + path.name)
    else:
        raise NothingToIngest(f"{path} does not exist.")


def _known(path: Path) -> bool:
    try:
        reader_for(path.name)
    except DocumentTypeUnknown:
        return False
    return True


async def _ingest(
    settings: Settings,
    urls: DatabaseUrls,
    files: Sequence[_File],
    slug: str | None,
    category: str | None,
) -> _Result:
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(open_runtime(settings, urls))
        tenant_id = await chosen_tenant(runtime.database, slug)
        result = _Result()
        jobs: list[UUID] = []
        for file in files:
            await _submit(runtime, tenant_id, file, category, jobs, result)
        if jobs:
            console.print(f"{len(jobs)} documents to read")
            await read_documents(runtime, tenant_id, jobs)
            await _count(runtime, tenant_id, jobs, result)
        return result


async def _submit(
    runtime: Runtime,
    tenant_id: UUID,
    file: _File,
    category: str | None,
    jobs: list[UUID],
    result: _Result,
) -> None:
    try:
        content = await asyncio.to_thread(file.path.read_bytes)
        submission = from_file(file.uri, content, category=category)
        most = runtime.settings.knowledge.max_document_bytes
        async with runtime.database.transaction(tenant_id) as session:
            _, job = await submit(session, SYSTEM, submission, max_bytes=most)
    except (InvalidInput, OSError) as error:
        result.failed.append(f"{file.uri.removeprefix(_URI)}: {error}")
        return
    if job is None:
        result.unchanged += 1
        return
    jobs.append(job.id)
    await runtime.wakeup.ring("ingest", job.id)


async def _count(runtime: Runtime, tenant_id: UUID, jobs: Sequence[UUID], result: _Result) -> None:
    query = (
        select(IngestJob.status, IngestJob.total, IngestJob.error, Document.uri)
        .join(
            Document,
            (Document.tenant_id == IngestJob.tenant_id) & (Document.id == IngestJob.document_id),
        )
        .where(IngestJob.id.in_(jobs))
        .order_by(IngestJob.id)
    )
    async with runtime.database.transaction(tenant_id) as session:
        for status, total, error, uri in await session.execute(query):
            if status == "completed":
                result.read += 1
                result.passages += total or 0
            else:
                result.failed.append(f"{uri.removeprefix(_URI)}: {error or status}")
