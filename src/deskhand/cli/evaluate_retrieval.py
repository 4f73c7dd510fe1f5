"""`deskhand evaluate retrieval`: how well search ranks the documents of a corpus."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import track
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.cli.measuring import AsJson, Html, kept_database, memory_mb, tell
from deskhand.cli.output import console, results, step
from deskhand.cli.reading import read_documents
from deskhand.domain.accounts.tenants import create_tenant, find_tenant
from deskhand.domain.audit import Actor
from deskhand.domain.knowledge.documents import Submission, submit
from deskhand.domain.knowledge.finding import find, reader_of
from deskhand.domain.knowledge.schemas import Hit
from deskhand.evaluation.labelled import (
    CorpusDocument,
    LabelledFileInvalid,
    LabelledQuery,
    read_corpus,
    read_queries,
)
from deskhand.evaluation.labels import curve_of_times
from deskhand.evaluation.measured import Figure, Measured
from deskhand.evaluation.ranking import Ranked, curve_of_ranks, ranking
from deskhand.evaluation.retrieval import PASSAGES, ask
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import Settings
from deskhand.worker.second_reading import SecondReading

_MOST_SHOWN = 10

_Corpus = Annotated[Path, typer.Option(help="JSON lines with `id`, `text` and perhaps `title`.")]
_Queries = Annotated[
    Path, typer.Option(help="JSON lines with `query`, `relevant` ids and perhaps `language`.")
]
_Verbose = Annotated[bool, typer.Option("--verbose", help="Show questions that were missed.")]


def retrieval(
    corpus: _Corpus,
    queries: _Queries,
    as_json: AsJson = False,
    html: Html = None,
    verbose: _Verbose = False,
) -> None:
    """Search a corpus of your own for labelled questions, and tell how well it was ranked.

    The corpus is read into a private database in the data folder, where it stays: a second run
    on it begins at once. Its documents are ranked by their best passage, as `POST
    /api/v1/documents/search` ranks passages.

    [bold]Examples[/bold]

      deskhand evaluate retrieval --corpus corpus.jsonl --queries queries.jsonl

      deskhand evaluate retrieval --corpus corpus.jsonl --queries queries.jsonl --json
    """
    documents = read_corpus(corpus)
    asked = read_queries(queries, documents)
    answerable = [query for query in asked if query.relevant]
    if not answerable:
        raise LabelledFileInvalid(f"{queries.name} names no relevant document at all.")
    settings = Settings()
    with kept_database(settings) as urls:
        ranked = asyncio.run(_measure(settings, urls, documents, answerable))
    figures: dict[str, Figure] = {
        "documents": len(documents),
        "unanswerable": len(asked) - len(answerable),
        **ranking(ranked).to_json(),
        "memory_mb": memory_mb(),
    }
    plots = (curve_of_ranks(ranked), curve_of_times([one.seconds for one in ranked]))
    tell(Measured(f"Retrieval: {queries.name}", figures, plots), as_json=as_json, html=html)
    if verbose:
        _tell_missed(ranked)


async def _measure(
    settings: Settings,
    urls: DatabaseUrls,
    documents: Sequence[CorpusDocument],
    queries: Sequence[LabelledQuery],
) -> list[Ranked]:
    async with open_runtime(settings, urls) as runtime:
        tenant_id, names = await _read(runtime, documents)
        if any(runtime.embedders.reads_apart(query.language) for query in queries):
            with step("Read for other languages"):
                await SecondReading(runtime).read(tenant_id)

        def open_session() -> AbstractAsyncContextManager[AsyncSession]:
            return runtime.database.transaction(tenant_id)

        async def search(question: str, language: str) -> list[Hit]:
            model = await reader_of(open_session, runtime.embedders, language)
            return await find(open_session, model, question, limit=PASSAGES)

        await search(queries[0].query, queries[0].language)  # The first one opens connections.
        ranked = []
        bar = track(range(len(queries)), "  searching", console=console, transient=True)
        asking = ask(queries, names, search)
        for _ in bar:
            ranked.append(await anext(asking))
        return ranked


async def _read(
    runtime: Runtime, documents: Sequence[CorpusDocument]
) -> tuple[UUID, dict[UUID, str]]:
    """The tenant that holds the corpus, and by each document's id that of the corpus."""
    slug = f"corpus-{_digest(documents)}"
    async with runtime.database.transaction(None) as session:
        tenant_id = await find_tenant(session, slug)
        if tenant_id is None:
            tenant_id = (await create_tenant(session, "Corpus", slug)).tenant_id
    actor = Actor("system", None, "owner")
    names: dict[UUID, str] = {}
    async with runtime.database.transaction(tenant_id) as session:
        for number, document in enumerate(documents):
            content = document.text.encode()
            told = Submission(f"{number}.txt", document.named, None, "text/plain", content)
            row, _ = await submit(session, actor, told, max_bytes=len(content))
            names[row.id] = document.id
    await read_documents(runtime, tenant_id)
    return tenant_id, names


def _digest(documents: Sequence[CorpusDocument]) -> str:
    content = json.dumps([(one.id, one.named, one.text) for one in documents])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _tell_missed(ranked: Sequence[Ranked]) -> None:
    missed = [one for one in ranked if one.found[:1] and one.found[0] not in one.relevant]
    for one in missed[:_MOST_SHOWN]:
        wanted = ", ".join(sorted(one.relevant))
        results.print(f"{' '.join(one.query.split())[:120]}", markup=False)
        results.print(f"  found {one.found[0]}, wanted {wanted}", markup=False)
