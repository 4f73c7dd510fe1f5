"""The figures of a ranking, on rankings small enough to reckon by hand."""

from __future__ import annotations

import math

import pytest

from deskhand.evaluation.ranking import Ranked, ndcg, ranking, recall, reciprocal_rank


def ranked(*found: str, relevant: str = "a", seconds: float = 0.01) -> Ranked:
    return Ranked("q", found, frozenset(relevant), seconds, 0.5)


def test_a_ranking_is_told_by_its_usual_figures() -> None:
    first, second, none = ranked("a", "b"), ranked("b", "a"), ranked("b", "c")
    figures = ranking([first, second, none])
    assert figures.queries == 3
    assert figures.hit_at_1 == pytest.approx(1 / 3)
    assert figures.recall_at_5 == pytest.approx(2 / 3)
    assert figures.reciprocal_rank == pytest.approx((1 + 0.5) / 3)
    assert figures.ndcg_at_10 == pytest.approx((1 + 1 / math.log2(3)) / 3)
    assert figures.to_json()["p50_ms"] == 10.0


def test_recall_counts_as_many_as_there_was_room_for() -> None:
    assert recall(("a",), frozenset("abc"), 1) == 1
    assert recall(("a", "x", "b"), frozenset("abc"), 5) == pytest.approx(2 / 3)


def test_what_was_found_later_gains_less() -> None:
    assert reciprocal_rank(("x", "y", "a"), frozenset("a")) == pytest.approx(1 / 3)
    assert ndcg(("a", "b"), frozenset("ab"), 10) == 1
    assert ndcg(("x", "a", "b"), frozenset("ab"), 10) < 1
