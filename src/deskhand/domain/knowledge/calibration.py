"""What a passage's measures tell of its probability to answer, for each embedding model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deskhand.infra.models.embeddings import LOCAL_ENGLISH, LOCAL_MULTILINGUAL


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights: the log-odds that a passage answers a question.

    `meaning` weighs the cosine similarity, `words` the BM25 of the passage as a share of what
    the question's words weigh, `tokens` the likeness of their single words, where that was read.
    """

    bias: float
    meaning: float
    words: float
    tokens: float = 0.0

    def probability(self, similarity: float, coverage: float, likeness: float = 0.0) -> float:
        """The calibrated score of a passage, 0 to 1."""
        odds = self.bias + self.meaning * similarity + self.words * coverage
        return 1.0 / (1.0 + math.exp(-odds - self.tokens * likeness))


@dataclass(frozen=True, slots=True)
class Calibrations:
    """`found` for what the database measures, `read` once a passage was read word by word."""

    found: Calibration
    read: Calibration | None = None


_ENGLISH = Calibrations(
    found=Calibration(bias=-2.93, meaning=6.02, words=0.48),
    read=Calibration(bias=-4.52, meaning=1.89, words=0.15, tokens=7.54),
)
_BY_MODEL: Mapping[str, Calibrations] = MappingProxyType(
    {
        LOCAL_ENGLISH: _ENGLISH,
        LOCAL_MULTILINGUAL: Calibrations(
            found=Calibration(bias=-45.2, meaning=54.96, words=0.52),
        ),
    }
)
"""Fitted by `python -m benchmarks.ordering` and `python -m benchmarks.languages`; among weights of
words that order our short questions alike (mean reciprocal rank .911 to .912) the larger one, which
part numbers need. Cosines of another model lie elsewhere, so it needs weights of its own."""


def calibrations(model: str) -> Calibrations:
    """The weights of a model; of one that nobody fitted those of the English one, unread."""
    return _BY_MODEL.get(model, Calibrations(_ENGLISH.found))
