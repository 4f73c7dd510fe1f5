"""How well rankings put what answers before what does not."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import mean, median

from deskhand.evaluation.measured import Curve, Plot


@dataclass(frozen=True, slots=True)
class Ranked:
    """The documents that were found for a question, best first, and those that answer it."""

    query: str
    found: tuple[str, ...]
    relevant: frozenset[str]
    seconds: float
    score: float
    """What the first passage's score was; 0 when nothing was found."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Means over the questions, 0 to 1, and the time that one took."""

    queries: int
    hit_at_1: float
    recall_at_5: float
    recall_at_10: float
    reciprocal_rank: float
    ndcg_at_10: float
    median_seconds: float
    high_seconds: float
    """Of 95 % of the questions at most."""

    def to_json(self) -> dict[str, float]:
        """The figures by name, times in milliseconds."""
        return {
            "queries": self.queries,
            "hit@1": round(self.hit_at_1, 4),
            "recall@5": round(self.recall_at_5, 4),
            "recall@10": round(self.recall_at_10, 4),
            "mrr": round(self.reciprocal_rank, 4),
            "ndcg@10": round(self.ndcg_at_10, 4),
            "p50_ms": round(self.median_seconds * 1000, 1),
            "p95_ms": round(self.high_seconds * 1000, 1),
        }


def ranking(ranked: Sequence[Ranked]) -> Ranking:
    """The figures of questions that have an answer; at least one is needed."""
    times = sorted(one.seconds for one in ranked)
    return Ranking(
        queries=len(ranked),
        hit_at_1=mean(recall(one.found[:1], one.relevant, 1) for one in ranked),
        recall_at_5=mean(recall(one.found[:5], one.relevant, 5) for one in ranked),
        recall_at_10=mean(recall(one.found[:10], one.relevant, 10) for one in ranked),
        reciprocal_rank=mean(reciprocal_rank(one.found, one.relevant) for one in ranked),
        ndcg_at_10=mean(ndcg(one.found[:10], one.relevant, 10) for one in ranked),
        median_seconds=median(times),
        high_seconds=times[min(len(times) - 1, int(0.95 * len(times)))],
    )


def curve_of_ranks(ranked: Sequence[Ranked], most: int = 10) -> Plot:
    """The share of questions with something that answers among the first so many."""
    points = [
        (
            float(rank),
            mean(any(name in one.relevant for name in one.found[:rank]) for one in ranked),
        )
        for rank in range(1, most + 1)
    ]
    return Plot("Found among the first", "places", "share", [Curve("questions", points)])


def recall(found: Sequence[str], relevant: Collection[str], most: int) -> float:
    """The share of what answers that was found, of as many as there was room for."""
    return sum(one in relevant for one in found) / min(len(relevant), most)


def reciprocal_rank(found: Sequence[str], relevant: Collection[str]) -> float:
    """1 ÷ the rank of the first that answers; 0 when none was found."""
    return next((1 / rank for rank, one in enumerate(found, 1) if one in relevant), 0.0)


def ndcg(found: Sequence[str], relevant: Collection[str], most: int) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), gains 0 and 1."""
    gained = sum(1 / math.log2(rank + 1) for rank, one in enumerate(found, 1) if one in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), most) + 1))
    return gained / ideal
