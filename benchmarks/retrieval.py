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
from deskhand.domain.accounts.tenants import find_tenant
from deskhand.domain.knowledge.calibration import Calibration, calibrations
from deskhand.domain.knowledge.search import Candidate, candidates
from deskhand.domain.tables import Document
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.models.embeddings import LOCAL_ENGLISH
from deskhand.infra.runtime import DatabaseUrls, open_runtime
from deskhand.infra.settings import AppSettings, Settings
from deskhand.samples.loader import DOCUMENT_PREFIX

QUESTIONS = ROOT / "tests" / "data" / "fernway_questions.yaml"
CALIBRATION = calibrations(LOCAL_ENGLISH).found
_FOLDS = 5
_MOST = 80
_ANSWERABLE = 0.4
"""Below it the search by itself counts as refusing; the judgement decides in the product."""
_SHARES = (0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4)
"""Weights of shared words beside a weight of 1 for meaning."""


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
                        session,
                        question,
                        vector,
                        model=runtime.embedder.name,
                        most=_MOST,
                        calibration=CALIBRATION,
                    )
                    rows = await session.execute(select(Document.id, Document.uri))
                    names = {row.id: row.uri.removeprefix(DOCUMENT_PREFIX) for row in rows}
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
        ranked = _ranked(one, weights)
        best = weights.probability(ranked[0][0].similarity, ranked[0][0].coverage)
        if one.answerable:
            hits += ranked[0][1]
            recalls += any(right for _, right in ranked[:5])
            wrongly += best < _ANSWERABLE
        else:
            refused += best < _ANSWERABLE
    others = len(asked) - answerable
    return Quality(hits / answerable, recalls / answerable, refused / others, wrongly / answerable)


def fit(asked: Sequence[Asked]) -> Calibration:
    """Weights fitted in two steps: what ranks best, then how probably the first one answers.

    The share of words beside meaning is the one with the best mean reciprocal rank; a logistic
    regression on the first-ranked passages then turns their scores into probabilities.
    """
    share = max(_SHARES, key=lambda one: _reciprocal_rank(asked, Calibration(0.0, 1.0, one)))
    ranking = Calibration(0.0, 1.0, share)
    best = [_ranked(one, ranking)[0] for one in asked]
    scores = np.array([[one.similarity + share * one.coverage] for one, _ in best])
    # One weight and a bias on some eighty rows: a weak prior is enough.
    model = LogisticRegression(C=100.0).fit(scores, np.array([right for _, right in best]))
    weight = float(model.coef_[0][0])
    return Calibration(
        round(float(model.intercept_[0]), 2), round(weight, 2), round(weight * share, 2)
    )


def _ranked(one: Asked, weights: Calibration) -> list[tuple[Candidate, bool]]:
    """The candidates, best first, each with whether it answers."""
    return sorted(
        zip(one.found, one.right, strict=True),
        key=lambda pair: -weights.probability(pair[0].similarity, pair[0].coverage),
    )


def _reciprocal_rank(asked: Sequence[Asked], weights: Calibration) -> float:
    """The mean over answerable questions of 1 ÷ the rank of the first passage that answers."""
    ranks = []
    for one in asked:
        if one.answerable:
            places = [place for place, (_, right) in enumerate(_ranked(one, weights), 1) if right]
            ranks.append(1 / places[0] if places else 0.0)
    return float(np.mean(ranks))


def held_out(asked: Sequence[Asked]) -> Quality:
    """The quality on questions that the weights were not fitted on, over five folds."""
    groups: npt.NDArray[np.int_] = np.arange(len(asked))
    sums, weights = np.zeros(4), 0
    for train, test in GroupKFold(_FOLDS, shuffle=True, random_state=7).split(
        groups, groups=groups
    ):
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
        Figure("hit@1", shipped.hit, "", note=note),
        Figure("recall@5", shipped.recall, ""),
        Figure("unanswerable refused", shipped.refused, ""),
        Figure("answerable refused", shipped.wrongly_refused, ""),
        Figure(
            "hit@1, fitted and held out",
            apart.hit,
            "",
            note=f"recall@5 {apart.recall:.2f}, refused {apart.refused:.2f},"
            f" wrongly {apart.wrongly_refused:.2f}; all fit to {fitted}",
        ),
    ]
