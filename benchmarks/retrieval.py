"""Retrieval on questions to the sample shop, and the fit of the calibration that search uses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sqlalchemy import select

from benchmarks.ground import ROOT, Ground
from benchmarks.measure import Figure
from deskhand.assistant.engine.offline.extractive import ANSWERABLE
from deskhand.domain.accounts.tenants import find_tenant
from deskhand.domain.knowledge.search import CALIBRATION, Calibration, Candidate, candidates
from deskhand.domain.tables import Document
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.runtime import DatabaseUrls, open_runtime
from deskhand.infra.settings import AppSettings, Settings

QUESTIONS = ROOT / "tests" / "data" / "fernway_questions.yaml"
SAMPLES = "sample:"
_FOLDS = 5
_LOOKED_AT = 8
"""The best candidates of a question by either measure; the fit learns from these."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidates, and which of them answer it."""

    question: str
    answerable: bool
    found: tuple[Candidate, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares of questions: `hit` and `recall` of the answerable ones, `refused` of the others.

    `wrongly_refused` counts answerable questions whose best passage seems not to answer.
    """

    hit: float
    recall: float
    refused: float
    wrongly_refused: float


async def _ask(ground: Ground) -> list[Asked]:
    settings = Settings()
    vars(settings)["app"] = AppSettings.model_validate({"DESKHAND_DATA_DIR": ground.data_dir})
    with EmbeddedPostgres(ground.data_dir / "pg") as server:
        urls = DatabaseUrls(server.url("deskhand_app"), None, True)
        async with open_runtime(settings, urls) as runtime:
            async with runtime.database.transaction(None) as session:
                tenant_id = await find_tenant(session, "fernway")
            asked = []
            for entry in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")):
                question = entry["question"]
                vector = await runtime.embedder.embed_query(question)
                async with runtime.database.transaction(tenant_id) as session:
                    found = await candidates(
                        session, question, vector, model=runtime.embedder.name
                    )
                    rows = await session.execute(select(Document.id, Document.uri))
                    names = {row.id: row.uri.removeprefix(SAMPLES) for row in rows}
                expected = entry["expected"] or []
                right = tuple(_answers(one, names, expected) for one in found)
                asked.append(Asked(question, bool(expected), tuple(found), right))
    return asked


def _answers(one: Candidate, names: dict[Any, str], expected: Sequence[dict[str, Any]]) -> bool:
    return any(
        names[one.hit.document_id] == section["document"]
        and (section["heading"] is None or section["heading"] in one.hit.heading_path)
        for section in expected
    )


def quality(asked: Sequence[Asked], weights: Calibration) -> Quality:
    """How well the ranking and the refusals of `weights` are."""
    hits = recalls = refused = wrongly = 0
    answerable = sum(one.answerable for one in asked)
    for one in asked:
        ranked = sorted(
            zip(one.found, one.right, strict=True),
            key=lambda pair: -weights.probability(pair[0].similarity, pair[0].coverage),
        )
        best = weights.probability(ranked[0][0].similarity, ranked[0][0].coverage)
        if one.answerable:
            hits += ranked[0][1]
            recalls += any(right for _, right in ranked[:5])
            wrongly += best < ANSWERABLE
        else:
            refused += best < ANSWERABLE
    others = len(asked) - answerable
    return Quality(
        hits / answerable, recalls / answerable, refused / others, wrongly / answerable
    )


def fit(asked: Sequence[Asked]) -> Calibration:
    """Logistic weights fitted on the best candidates of each question."""
    features, labels = [], []
    for one in asked:
        for row, right in _looked_at(one):
            features.append(row)
            labels.append(right)
    # Two weights and a bias on some hundred rows: a weak prior is enough.
    model = LogisticRegression(C=100.0, max_iter=1000).fit(np.array(features), np.array(labels))
    meaning, words = (float(weight) for weight in model.coef_[0])
    return Calibration(round(float(model.intercept_[0]), 2), round(meaning, 2), round(words, 2))


def _looked_at(one: Asked) -> list[tuple[tuple[float, float], bool]]:
    both = list(zip(one.found, one.right, strict=True))
    near = sorted(both, key=lambda pair: -pair[0].similarity)[:_LOOKED_AT]
    worded = sorted(both, key=lambda pair: -pair[0].coverage)[:_LOOKED_AT]
    chosen = {pair[0].hit.chunk_id: pair for pair in (*near, *worded)}
    return [((pair[0].similarity, pair[0].coverage), pair[1]) for pair in chosen.values()]


def held_out(asked: Sequence[Asked]) -> Quality:
    """The quality on questions that the weights were not fitted on, over five folds."""
    groups: npt.NDArray[np.int_] = np.arange(len(asked))
    sums, weights = np.zeros(4), 0
    for train, test in GroupKFold(_FOLDS, shuffle=True, random_state=7).split(groups, groups=groups):
        fitted = fit([asked[place] for place in train])
        part = [asked[place] for place in test]
        if not any(one.answerable for one in part) or all(one.answerable for one in part):
            continue
        found = quality(part, fitted)
        sums += np.array([found.hit, found.recall, found.refused, found.wrongly_refused])
        weights += 1
    mean = sums / weights
    return Quality(*(float(value) for value in mean))


def run(ground: Ground) -> list[Figure]:
    """What the shipped weights do, what fitted ones would do, and the fitted weights."""
    asked = asyncio.run(_ask(ground))
    shipped, fitted = quality(asked, CALIBRATION), fit(asked)
    apart = held_out(asked)
    answerable = sum(one.answerable for one in asked)
    note = f"{answerable} answerable, {len(asked) - answerable} not"
    return [
        Figure("hit@1", shipped.hit, "", goal=0.75, least=True, note=note),
        Figure("recall@5", shipped.recall, "", goal=0.9, least=True),
        Figure("unanswerable refused", shipped.refused, "", goal=0.8, least=True),
        Figure("answerable refused", shipped.wrongly_refused, "", goal=0.1),
        Figure(
            "hit@1, fitted and held out",
            apart.hit,
            "",
            note=f"recall@5 {apart.recall:.2f}, refused {apart.refused:.2f},"
            f" wrongly {apart.wrongly_refused:.2f}; all fit to {fitted}",
        ),
    ]
