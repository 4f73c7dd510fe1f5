"""The judgement of questions in other languages, read by the second model: fitted and measured.

`python -m benchmarks.languages` measures on help centres that nothing was fitted on;
`python -m benchmarks.languages fit` also writes the weights. Trained on `data/languages.yaml` and
the English questions, all read by the second model.
"""

from __future__ import annotations

import argparse
import asyncio
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.ground import ROOT
from benchmarks.judgement import Outcome, report, save, summed
from benchmarks.judgement_cases import own_cases
from benchmarks.judgement_fit import Read, fit_passages, fit_units, passage_rows, read_all
from deskhand.assistant.answering.judgement import ANSWERS, fused
from deskhand.assistant.answering.weights import Weights
from deskhand.domain.knowledge.calibration import calibrations
from deskhand.infra.models.embeddings import LOCAL_MULTILINGUAL, open_local

LANGUAGES = ("de", "fr", "es", "pt", "it")
_MAY_HELP_RIGHT = 0.8
"""Of what is quoted at all this share is to be right, on help centres that were held out."""
CACHE = ROOT / ".deskhand" / "bench-cache"


def centre(one: Read) -> str:
    """The help centre that a question was asked of."""
    return one.case.source.partition("_")[0]


def held_out(foreign: Sequence[Read], english: Sequence[Read]) -> dict[str, list[Outcome]]:
    """By language the outcomes, each help centre judged by weights fitted on the others."""
    outcomes: dict[str, list[Outcome]] = {}
    for left_out in sorted({centre(one) for one in foreign}):
        ground = [one for one in (*foreign, *english) if centre(one) != left_out]
        units = fit_units(ground)
        passages = fit_passages(ground, units)
        for one in foreign:
            if centre(one) == left_out:
                outcomes.setdefault(one.case.language, []).append(outcome(one, units, passages))
    return outcomes


def outcome(one: Read, units: Weights, passages: Weights) -> Outcome:
    """The best probability as the product has it, whether there is an answer, whether it is it."""
    odds = passages.odds(passage_rows(one, units))
    chances = [fused(float(value), item) for value, item in zip(odds, one.case.found, strict=True)]
    best = int(np.argmax(chances))
    return chances[best], one.case.answerable, one.case.right[best]


def search_calibration(reads: Sequence[Read]) -> str:
    """What the weights of the search would be, fitted on its first passages."""
    used = calibrations(LOCAL_MULTILINGUAL).found
    odds: npt.NDArray[np.float64] = np.array([[_odds(one)] for one in reads])
    fitted = LogisticRegression(C=100.0).fit(odds, [one.case.right[0] for one in reads])
    scale, shift = float(fitted.coef_[0][0]), float(fitted.intercept_[0])
    return (
        f"bias={shift + scale * used.bias:.2f}, meaning={scale * used.meaning:.2f},"
        f" words={scale * used.words:.2f}"
    )


def _odds(one: Read) -> float:
    passage = one.case.found[0].passage
    assert passage is not None
    kept = min(max(passage.score, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


async def _run(write: bool) -> None:
    model = open_local(LOCAL_MULTILINGUAL, CACHE)
    try:
        foreign = [one for _, one in await read_all(model, await own_cases(model, LANGUAGES))]
        cases = [case for case in await own_cases(model) if case.language == "en"]
        english = [one for _, one in await read_all(model, cases)]
    finally:
        model.close()
    by_language = held_out(foreign, english)
    for language, outcomes in by_language.items():
        report(language, summed(outcomes))
    everything = [one for outcomes in by_language.values() for one in outcomes]
    least = may_help(everything)
    _tell(everything, least)
    print(f"search: {search_calibration(foreign)}")
    if write:
        units = fit_units([*foreign, *english])
        fitted = units, fit_passages([*foreign, *english], units)
        save({"across": fitted}, {"may_help_across": least})


def may_help(outcomes: Sequence[Outcome]) -> float:
    """The lowest probability from which on the wanted share of what is quoted is right."""
    ranked = sorted(outcomes, reverse=True)
    right = np.cumsum([one[2] for one in ranked]) / np.arange(1, len(ranked) + 1)
    return round(ranked[int(np.flatnonzero(right >= _MAY_HELP_RIGHT)[-1])][0], 3)


def _tell(outcomes: Sequence[Outcome], may_help_from: float) -> None:
    report("all", summed(outcomes))
    for name, least in (("said plainly", ANSWERS), ("may help", may_help_from)):
        told = [one for one in outcomes if one[0] >= least]
        answerable = sum(one[1] for one in outcomes)
        print(
            f"{name} from {least}: {sum(one[2] for one in told) / max(len(told), 1):.1%} right,"
            f" {sum(one[1] for one in told) / answerable:.1%} of the answerable,"
            f" {sum(not one[1] for one in told) / (len(outcomes) - answerable):.1%} of the others"
        )


def main() -> None:
    """Measure; with `fit` also write the weights."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.languages", description=__doc__)
    options.add_argument("what", nargs="?", choices=("measure", "fit"), default="measure")
    asyncio.run(_run(options.parse_args().what == "fit"))


if __name__ == "__main__":
    main()
