"""How passages are ordered: by meaning, with words, and read word by word; the weights fitted.

`python -m benchmarks.ordering` asks our questions by the real search. Each help centre is measured
with weights that were chosen on the others; then the weights of all are told.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID

import numpy as np
from sklearn.linear_model import LogisticRegression
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.ground import ROOT
from benchmarks.judgement_cases import Piece, centres, questions, stands_in
from deskhand.domain.accounts.tenants import create_tenant
from deskhand.domain.audit import Actor
from deskhand.domain.knowledge.documents import Submission, submit
from deskhand.domain.knowledge.finding import READ, likenesses, look_up
from deskhand.domain.knowledge.readers.registry import reader_for
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.models.embeddings import TokenReader
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import AppSettings, Settings
from deskhand.migrations import run as migrations
from deskhand.worker.ingest import IngestRunner

_WORDS = (0.0, 0.02, 0.035, 0.05, 0.065, 0.08, 0.1, 0.13)
_TOKENS = (0.5, 1.0, 1.5, 2.5, 4.0, 6.0)
"""Weights of words and of their likeness beside a weight of 1 for meaning."""
_CACHE = ROOT / ".deskhand" / "bench-cache"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the first passages found: their measures (n, 3), and which answer.

    The measures are those that a calibration weighs: meaning, words, tokens.
    """

    measures: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    right: tuple[bool, ...]
    answerable: bool

    def best(self, words: float, tokens: float) -> int:
        """The place of the passage that is shown first."""
        return int((self.measures @ np.array([1.0, words, tokens])).argmax())


@asynccontextmanager
async def fresh_runtime(data_dir: Path) -> AsyncIterator[Runtime]:
    """A desk with a private database in the folder; its models' files are kept between runs."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    (data_dir / "cache").symlink_to(_CACHE)
    settings = Settings()
    vars(settings)["app"] = AppSettings.model_validate({"DESKHAND_DATA_DIR": data_dir})
    with EmbeddedPostgres(data_dir / "pg") as server:
        migrations.upgrade(server.url("deskhand_owner"))
        urls = DatabaseUrls(server.url("deskhand_app"), None, True)
        async with open_runtime(settings, urls) as runtime:
            yield runtime


async def gather(data_dir: Path) -> dict[str, list[Asked]]:
    """The questions of every help centre, asked of a desk of its own."""
    async with fresh_runtime(data_dir) as runtime:
        return {name: await _ask(runtime, name, folder) for name, folder in centres()}


async def _ask(runtime: Runtime, name: str, folder: Path) -> list[Asked]:
    async with runtime.database.transaction(None) as session:
        tenant_id = (await create_tenant(session, name)).tenant_id
    names = await read_files(runtime, tenant_id, _files(folder))

    def open_session() -> AbstractAsyncContextManager[AsyncSession]:
        return runtime.database.transaction(tenant_id)

    assert isinstance(runtime.embedder, TokenReader)
    asked = []
    for _, entry in questions(name):
        if entry.get("language", "en") != "en":
            continue
        question = f"{entry.get('c', '')} {entry['q']}".strip()
        found = await look_up(open_session, runtime.embedder, question, limit=READ)
        near = await likenesses(runtime.embedder, question, found)
        pieces = [
            Piece(names[hit.document_id], hit.document, tuple(hit.heading_path), hit.text)
            for hit in (one.hit for one in found)
        ]
        right = tuple(any(stands_in(piece, one) for one in entry["in"]) for piece in pieces)
        rows = [(*one.measures, like) for one, like in zip(found, near, strict=True)]
        asked.append(Asked(np.array(rows), right, bool(entry["in"])))
    return asked


def _files(folder: Path) -> list[tuple[str, bytes]]:
    return [(file.name, file.read_bytes()) for file in sorted(folder.iterdir())]


async def read_files(
    runtime: Runtime, tenant_id: UUID, files: Sequence[tuple[str, bytes]]
) -> Mapping[UUID, str]:
    """The tenant reads files of these names and contents; their names by the documents' ids."""
    names, jobs = {}, []
    async with runtime.database.transaction(tenant_id) as session:
        for file, content in files:
            kind = reader_for(file).media_types[0]
            told = Submission(file, None, None, kind, content)
            actor = Actor("system", None, "owner")
            document, job = await submit(session, actor, told, max_bytes=len(told.content))
            names[document.id] = file
            jobs += [job.id] if job else []
    runner = IngestRunner(runtime)
    for job_id in jobs:
        await runner.run(job_id)
    return names


def hit(asked: Sequence[Asked], words: float, tokens: float) -> float:
    """The share of answerable questions whose first passage answers."""
    return float(np.mean([one.right[one.best(words, tokens)] for one in _answerable(asked)]))


def chosen(asked: Sequence[Asked]) -> tuple[float, float]:
    """The weights of words and tokens with the best mean reciprocal rank."""
    return max(product(_WORDS, _TOKENS), key=lambda pair: _reciprocal_rank(asked, *pair))


def _answerable(asked: Sequence[Asked]) -> list[Asked]:
    return [one for one in asked if one.answerable]


def _reciprocal_rank(asked: Sequence[Asked], words: float, tokens: float) -> float:
    ranks = []
    for one in _answerable(asked):
        order = np.argsort(-(one.measures @ np.array([1.0, words, tokens])), kind="stable")
        places = [place for place, row in enumerate(order, 1) if one.right[row]]
        ranks.append(1 / places[0] if places else 0.0)
    return float(np.mean(ranks))


def calibrated(asked: Sequence[Asked], words: float, tokens: float) -> str:
    """The logistic weights that make of the first passage's score a probability."""
    best = [(one, one.best(words, tokens)) for one in asked if len(one.measures)]
    scores = [[float(one.measures[row] @ (1.0, words, tokens))] for one, row in best]
    fitted = LogisticRegression(C=100.0).fit(scores, [one.right[row] for one, row in best])
    scale, bias = float(fitted.coef_[0][0]), float(fitted.intercept_[0])
    return (
        f"bias={bias:.2f}, meaning={scale:.2f}, words={scale * words:.2f},"
        f" tokens={scale * tokens:.2f}"
    )


def main() -> None:
    """Measure each help centre with the weights of the others, and tell those of all."""
    with tempfile.TemporaryDirectory(prefix="deskhand-bench-") as folder:
        by_centre = asyncio.run(gather(Path(folder)))
    for name, asked in by_centre.items():
        others = [one for other, rows in by_centre.items() if other != name for one in rows]
        words, tokens = chosen(others)
        print(
            f"{name:10} hit@1 {hit(asked, 0.0, 0.0):.1%} by meaning, {hit(asked, words, 0.0):.1%}"
            f" with words, {hit(asked, words, tokens):.1%} read ({len(_answerable(asked))})"
        )
    everything = [one for rows in by_centre.values() for one in rows]
    words, tokens = chosen(everything)
    print(f"found: {calibrated(everything, words, 0.0)}")
    print(f"read: {calibrated(everything, words, tokens)}")


if __name__ == "__main__":
    main()
