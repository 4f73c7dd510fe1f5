"""Asks the help centres' questions by the real search: `python -m training.gather [part …]`.

A desk for each centre, with a real PostgreSQL and the models that read the languages of question
and documents. What was found and how it was met is kept in `.deskhand/training`; a centre whose
file has not changed since is not asked again.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
from benchmarks.judgement_cases import Case
from benchmarks.ordering import fresh_runtime, read_files
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.answering.reading import read
from deskhand.assistant.answering.sentences import units_of
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.search_knowledge_base import as_evidence
from deskhand.domain.accounts.tenants import create_tenant
from deskhand.domain.knowledge.finding import READ, likenesses, look_up, reader_of
from deskhand.infra.models.embeddings import TokenReader
from deskhand.worker.second_reading import SecondReading
from training.centres import (
    Centre,
    Part,
    Question,
    Section,
    Unanswered,
    asked_of,
    read_centres,
)
from training.found import Found, is_kept, keep
from training.marked import is_marked

if TYPE_CHECKING:
    from deskhand.infra.models.embeddings import Embedder
    from deskhand.infra.runtime import Runtime


def pages(centre: Centre) -> Iterator[tuple[str, bytes]]:
    """The centre's documents: a Markdown file for each page, its sections under headings."""
    by_page = groupby(centre.sections, key=lambda section: section.heading[0])
    for number, (title, sections) in enumerate(by_page):
        told = [f"# {title}"]
        for section in sections:
            told += [f"{'#' * min(len(section.heading), 6)} {section.heading[-1]}", section.text]
        yield f"{number:02}.md", ("\n\n".join(told) + "\n").encode()


async def ask(runtime: Runtime, centre: Centre) -> list[Found]:
    """Every question of the centre, asked of a desk of its own."""
    async with runtime.database.transaction(None) as session:
        tenant_id = (await create_tenant(session, centre.centre)).tenant_id
    await read_files(runtime, tenant_id, list(pages(centre)))
    await SecondReading(runtime).read(tenant_id)

    def open_session() -> AbstractAsyncContextManager[AsyncSession]:
        return runtime.database.transaction(tenant_id)

    found = []
    for section in centre.sections:
        for question in asked_of(section):
            language = question.language or centre.language
            model = await reader_of(open_session, runtime.embedders, language, centre.language)
            candidates = await look_up(open_session, model, question.ask, limit=READ)
            assert isinstance(model, TokenReader)
            near = await likenesses(model, question.ask, candidates)
            measures = [(*one.measures, like) for one, like in zip(candidates, near, strict=True)]
            case = _case(centre, section, question, [as_evidence(one.hit) for one in candidates])
            found.append(await _read(model, centre, question, case, measures))
    return found


async def _read(
    model: Embedder,
    centre: Centre,
    question: Question | Unanswered,
    case: Case,
    measures: Sequence[tuple[float, ...]],
) -> Found:
    asked, met = await read(model, case.question, "", case.language, case.found)
    return Found(
        documents=centre.language,
        model=model.name,
        kind=question.kind if isinstance(question, Question) else "unanswered",
        case=case,
        # What was met is kept, so the vectors need not be.
        asked=replace(asked, vectors=None),
        met=tuple(met),
        measures=np.array(measures),
    )


def _case(
    centre: Centre, section: Section, question: Question | Unanswered, found: Sequence[Evidence]
) -> Case:
    evidence = question.evidence if isinstance(question, Question) else ()
    says = tuple(_told(one, evidence) if _is_of(section, one) else () for one in found)
    return Case(
        source=centre.centre,
        question=question.ask,
        context="",
        language=question.language or centre.language,
        found=tuple(found),
        right=tuple(bool(one) for one in says),
        says=says,
        answerable=bool(evidence),
    )


def _is_of(section: Section, item: Evidence) -> bool:
    """Whether a passage is of the section."""
    if item.passage is None:
        return False
    place = (item.passage.document, *item.passage.heading_path)
    return section.heading[0] in place and section.heading[-1] == place[-1]


def _told(item: Evidence, evidence: Sequence[str]) -> tuple[str, ...]:
    """The units of the passage that hold a marked sentence, are within one, or are its row."""
    return tuple(
        unit.text
        for unit in units_of(item.text)
        if any(is_marked(unit.text, one) for one in evidence)
    )


async def _gather(centres: Sequence[Centre]) -> None:
    with tempfile.TemporaryDirectory(prefix="deskhand-training-") as folder:
        async with fresh_runtime(Path(folder)) as runtime:
            for centre in centres:
                found = await ask(runtime, centre)
                keep(centre, found)
                missed = sum(one.case.answerable and not any(one.case.right) for one in found)
                print(f"{centre.centre}: {len(found)} questions, {missed} not found", flush=True)


def main() -> None:
    """Ask the questions of every centre of the parts that is new or has changed."""
    options = argparse.ArgumentParser(prog="python -m training.gather", description=__doc__)
    options.add_argument("parts", nargs="*", metavar="part", help=", ".join(get_args(Part)))
    centres = read_centres(*options.parse_args().parts)
    asyncio.run(_gather([one for one in centres if not is_kept(one)]))


if __name__ == "__main__":
    main()
