"""`deskhand evaluate answers`: questions to documents of one's own, as a visitor asks them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import track

from deskhand.cli.measuring import AsJson, Html, Most, kept_database, memory_mb, spread, tell
from deskhand.cli.output import console
from deskhand.cli.reading import read_documents
from deskhand.domain.accounts.tenants import create_tenant, find_tenant
from deskhand.domain.audit import SYSTEM
from deskhand.domain.knowledge.documents import Submission, submit
from deskhand.domain.knowledge.readers.port import DocumentTypeUnknown
from deskhand.domain.knowledge.readers.registry import reader_for
from deskhand.evaluation.answers import Answered, ask, figures_of, tables_of
from deskhand.evaluation.labelled import LabelledAnswer, LabelledFileInvalid, read_answers
from deskhand.evaluation.measured import Measured
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import Settings
from deskhand.worker.assembly import open_assistant
from deskhand.worker.second_reading import SecondReading
from deskhand.worker.turns import TurnRunner

_Documents = Annotated[Path, typer.Option(help="A folder of documents.")]
_Questions = Annotated[
    Path,
    typer.Option(help="JSON lines, or a YAML list: `q`, `says` (pieces of the answer), `c`, `in`."),
]


def answers(
    documents: _Documents,
    questions: _Questions,
    most: Most = None,
    as_json: AsJson = False,
    html: Html = None,
) -> None:
    """Ask the assistant about documents, and see whether the right sentence is shown.

    Every question is a whole turn of an unknown visitor. `says` holds pieces of the sentences that
    answer; a question without `says` and `in` has no answer, and shall be refused. `c` is what
    was asked before. The documents stay in a private database in the data folder.

    [bold]Examples[/bold]

      deskhand evaluate answers --documents handbook --questions questions.yaml

      deskhand evaluate answers --documents handbook --questions questions.jsonl --html answers.html
    """
    asked = spread(read_answers(questions), most)
    files = _files(documents)
    settings = Settings()
    # A script is never still typing, so no turn waits for more.
    settings.turns = settings.turns.model_copy(update={"settle_seconds": 0.0})
    with kept_database(settings) as urls:
        answered = asyncio.run(_measure(settings, urls, files, asked))
    figures = figures_of(answered) | {"memory_mb": memory_mb()}
    measured = Measured(f"Answers: {questions.name}", figures, (), tables_of(answered))
    tell(measured, as_json=as_json, html=html)


def _files(folder: Path) -> list[tuple[str, str, bytes]]:
    """Name, media type and content of what can be read."""
    found = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        try:
            media_type = reader_for(path.name).media_types[0]
        except DocumentTypeUnknown:
            continue
        if path.is_file():
            found.append((path.relative_to(folder).as_posix(), media_type, path.read_bytes()))
    if not found:
        raise LabelledFileInvalid(f"{folder} is no folder with documents that can be read.")
    return found


async def _measure(
    settings: Settings,
    urls: DatabaseUrls,
    files: Sequence[tuple[str, str, bytes]],
    questions: Sequence[LabelledAnswer],
) -> list[Answered]:
    async with open_runtime(settings, urls) as runtime:
        tenant_id = await _read(runtime, files)
        if any(runtime.embedders.reads_apart(one.language) for one in questions):
            await SecondReading(runtime).read(tenant_id)
        async with open_assistant(runtime) as assistant:
            turns = TurnRunner(runtime, assistant)

            async def answer(turn_id: UUID) -> None:
                await turns.run(turn_id)
                await turns.drain()

            longest = settings.turns.max_message_chars
            asking = ask(runtime.database, tenant_id, questions, answer, longest)
            bar = track(range(len(questions)), "  asking", console=console, transient=True)
            return [await anext(asking) for _ in bar]


async def _read(runtime: Runtime, files: Sequence[tuple[str, str, bytes]]) -> UUID:
    """The tenant that holds exactly these documents."""
    digest = hashlib.sha256(repr([(name, content) for name, _, content in files]).encode())
    slug = f"answers-{digest.hexdigest()[:16]}"
    async with runtime.database.transaction(None) as session:
        tenant_id = await find_tenant(session, slug)
        if tenant_id is None:
            tenant_id = (await create_tenant(session, "Answers", slug)).tenant_id
    async with runtime.database.transaction(tenant_id) as session:
        for name, media_type, content in files:
            told = Submission(name, None, None, media_type, content)
            await submit(session, SYSTEM, told, max_bytes=len(content))
    await read_documents(runtime, tenant_id)
    return tenant_id
