"""Fits from where on an answer in the documents' own language, not English, is said plainly.

`python -m training.fit` fits the level on the part `train` and on our own questions, read by the
second model, and tells the figures of `choose`; with `write` it also writes `weights.json`. Which
passage comes first and what is quoted of it stays as the weights `across` have it: an order fitted
anew on `train` ordered `choose` no better.
"""

from __future__ import annotations

import argparse
import asyncio
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from benchmarks.judgement import save
from benchmarks.judgement_cases import own_cases
from benchmarks.judgement_fit import Read, passage_rows, read_all
from benchmarks.languages import CACHE

from deskhand.assistant.answering.features import PASSAGE_FEATURES
from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP, SEARCH, fused
from deskhand.assistant.answering.weights import Weights, fitted
from deskhand.infra.models.embeddings import LOCAL_MULTILINGUAL, open_local
from training.found import read_found
from training.measure import figures, outcome, read_of

_PLAIN_RIGHT = 0.85
"""Of the answers that are said plainly this share is to be right, near and far taken together."""
_REFUSED = 0.03
"""Of the answerable questions this share may be refused; with 0.05 `choose` had 9 % and more."""


WAY = "multilingual"


def levelled(sets: Sequence[Sequence[Read]], units: Weights, passages: Weights) -> Weights:
    """The weights with their log-odds stretched, so that both thresholds mean what they say.

    Each set counts as much as another.
    """
    reads = [one for part in sets for one in part]
    balance = np.array([1 / len(part) for part in sets for _ in part])
    odds, right = _best(reads, units, passages)
    answerable = np.array([one.case.answerable for one in reads])
    falling = np.argsort(-odds)
    share = np.cumsum((balance * right)[falling]) / np.cumsum(balance[falling])
    plain = float(odds[falling][np.flatnonzero(share >= _PLAIN_RIGHT)[-1]])
    rising = np.argsort(odds[answerable])
    passed = np.cumsum(balance[answerable][rising]) / balance[answerable].sum()
    least = float(odds[answerable][rising][np.searchsorted(passed, _REFUSED)])
    scale = (_log_odds(ANSWERS) - _log_odds(MAY_HELP)) / (plain - least)
    return _stretched(passages, scale, _log_odds(ANSWERS) - scale * plain)


def _best(
    reads: Sequence[Read], units: Weights, passages: Weights
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Of each question the log-odds of its best passage as a turn has them, and whether right."""
    odds, right = [], []
    for one in reads:
        rows = passages.odds(passage_rows(one, units))
        chances = [fused(float(row), item) for row, item in zip(rows, one.case.found, strict=True)]
        best = int(np.argmax(chances))
        odds.append(_log_odds(chances[best]))
        right.append(one.case.right[best])
    return np.array(odds), np.array(right)


def _stretched(weights: Weights, scale: float, shift: float) -> Weights:
    """Weights whose log-odds, joined with the search's, are `scale` times as large and `shift`ed.

    A turn adds the search's own log-odds unstretched, so what they lack goes to the feature that
    holds them.
    """
    values = scale * weights.weights
    values[PASSAGE_FEATURES.index("score")] += (scale - 1) * SEARCH / (1 - SEARCH)
    return Weights(scale * weights.bias + shift / (1 - SEARCH), values.astype(np.float32))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(kept / (1 - kept))


async def own_reads() -> list[Read]:
    """Our own English questions to English documents, read by the second model."""
    model = open_local(LOCAL_MULTILINGUAL, CACHE)
    try:
        cases = [one for one in await own_cases(model) if one.language == "en"]
        return [read for _, read in await read_all(model, cases)]
    finally:
        model.close()


def main() -> None:
    """Fit, tell the figures before and after, and perhaps write."""
    options = argparse.ArgumentParser(prog="python -m training.fit", description=__doc__)
    options.add_argument("what", nargs="?", choices=("measure", "write"), default="measure")
    write = options.parse_args().what == "write"
    # Ours stand near the wording of the documents, the help centres' far from it.
    near = asyncio.run(own_reads())
    far = [read_of(one) for one in read_found("train") if one.way == WAY]
    units, passages = fitted().unit["across"], fitted().passage["across"]
    level = levelled((near, far), units, passages)
    held = [one for one in read_found("choose") if one.way == WAY]
    before, after = (
        figures([outcome(one, units, weights) for one in held]) for weights in (passages, level)
    )
    for name, value in before.items():
        print(f"{name:38} {value:7.1%} {after[name]:7.1%}")
    if write:
        save({WAY: (units, level)}, {})


if __name__ == "__main__":
    main()
