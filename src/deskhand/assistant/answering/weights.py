"""The weights of the judgement and its thresholds, as a command fitted them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: the log-odds are `bias` and the features by their weights."""

    bias: float
    weights: Array

    def odds(self, rows: Array) -> Array:
        """The log-odds of each row."""
        odds: Array = np.asarray(rows @ self.weights + self.bias, dtype=np.float32)
        return odds


@dataclass(frozen=True, slots=True)
class Fitted:
    """What `benchmarks.judgement fit`, `benchmarks.languages fit` and `training.fit write` wrote.

    `tokens` are the weights where the embedder tells token vectors, `words` where it does not.
    The second model's cosines lie elsewhere: `multilingual` are its weights where question and
    passage are in the same language, `across` where they are not and share few words.
    """

    unit: Mapping[str, Weights]
    passage: Mapping[str, Weights]
    answers: float
    may_help: float
    may_help_across: float


@cache
def fitted() -> Fitted:
    """The weights and thresholds that are shipped, `weights.json` beside this module."""
    place = files("deskhand") / "assistant" / "answering" / "weights.json"
    content: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return Fitted(
        unit={name: _weights(one) for name, one in content["unit"].items()},
        passage={name: _weights(one) for name, one in content["passage"].items()},
        answers=content["thresholds"]["answers"],
        may_help=content["thresholds"]["may_help"],
        may_help_across=content["thresholds"]["may_help_across"],
    )


def _weights(content: Mapping[str, Any]) -> Weights:
    return Weights(content["bias"], np.array(list(content["weights"].values()), dtype=np.float32))
