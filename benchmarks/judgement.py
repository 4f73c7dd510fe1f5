"""Does it answer? Fits the judgement between question and passage, and measures it.

`python -m benchmarks.judgement fit` writes `assistant/answering/weights.json`, which holds the
weights and both thresholds; `python -m benchmarks.judgement` measures what is shipped. Trained on
our own questions to the sample shops and to invented help centres (`benchmarks/data`) and, where
its folder is given by `--reader`, on the public reader set, whose sources README.md there names.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.ground import ROOT
from benchmarks.judgement_cases import own_cases, reader_cases
from benchmarks.judgement_fit import (
    Read,
    fit_passages,
    fit_units,
    passage_rows,
    read_all,
    said,
)
from deskhand.assistant.answering.choosing import choose
from deskhand.assistant.answering.features import (
    PASSAGE_FEATURES,
    UNIT_FEATURES,
)
from deskhand.assistant.answering.sentences import units_of
from deskhand.assistant.answering.weights import Weights
from deskhand.infra.models.embeddings import open_embedder
from deskhand.infra.settings import EmbeddingSettings

Array = npt.NDArray[np.float32]

WEIGHTS = ROOT / "src" / "deskhand" / "assistant" / "answering" / "weights.json"
_DRAWN = {
    "squad2": 150,
    "squad2un": 150,
    "nqg_dev": 150,
    "selqa": 150,
    "qed": 150,
    "msdyn": 600,
    "msdynfaq": 250,
    "plausible": 214,
    "plausiblefaq": 86,
}
_FOLDS = 5
_ANSWERS_RIGHT = 0.85
"""Of the answers that are said plainly this share is to be right, on held-out questions."""
_FALSELY_REFUSED = 0.08
"""Of the answerable questions at most this share is to be told that nothing was found."""


Outcome = tuple[float, bool, bool]
"""Of one question: the best probability, whether it is answerable, whether the best is right."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one model judges questions that it was not fitted on."""

    auc: float
    hit: float
    refused: dict[float, float]
    outcomes: tuple[Outcome, ...]


def summed(outcomes: Sequence[Outcome]) -> Quality:
    """The figures of outcomes, which may be gathered over folds."""
    scores = np.array([one[0] for one in outcomes])
    answerable = np.array([one[1] for one in outcomes])
    right = np.array([one[2] for one in outcomes])
    refused = {
        share: float((scores[~answerable] < np.quantile(scores[answerable], share)).mean())
        for share in (0.05, 0.08)
    }
    auc = float(roc_auc_score(answerable, scores))
    return Quality(auc, float(right[answerable].mean()), refused, tuple(outcomes))


def held_out(
    reads: Sequence[Read], others: Sequence[Read], groups: Sequence[str] | None = None
) -> Quality:
    """Our own questions judged by weights that were fitted without them, over five folds.

    With `groups` no fold is fitted on questions of a group that it judges.
    """
    outcomes: list[Outcome] = []
    names = groups or [str(number) for number in range(len(reads))]
    folds = GroupKFold(min(_FOLDS, len(set(names))), shuffle=True, random_state=7)
    for train, test in folds.split(names, groups=names):
        ground = [*(reads[place] for place in train), *others]
        units = fit_units(ground)
        passages = fit_passages(ground, units)
        outcomes += judged([reads[place] for place in test], units, passages)
    return summed(outcomes)


def judged(reads: Sequence[Read], units: Weights, passages: Weights) -> list[Outcome]:
    """The outcome of each question: best probability, answerable, best passage right."""
    outcomes = []
    for one in reads:
        odds = passages.odds(passage_rows(one, units))
        best = int(odds.argmax())
        chance = float(1 / (1 + np.exp(-odds[best])))
        outcomes.append((chance, one.case.answerable, one.case.right[best]))
    return outcomes


def thresholds(held: Quality) -> tuple[float, float]:
    """`answers` and `may_help`, chosen on outcomes of questions that were held out.

    The first is the lowest from which on the wanted share of what is said plainly is right; the
    second refuses no more of the answerable questions than is allowed.
    """
    ranked = sorted(held.outcomes, reverse=True)
    right = np.cumsum([one[2] for one in ranked]) / np.arange(1, len(ranked) + 1)
    good = np.flatnonzero(right >= _ANSWERS_RIGHT)
    answers = ranked[int(good[-1])][0] if len(good) else 0.9
    answerable = [one[0] for one in held.outcomes if one[1]]
    may_help = min(float(np.quantile(answerable, _FALSELY_REFUSED)), answers)
    return round(answers, 3), round(may_help, 3)


def save(content: dict[str, tuple[Weights, Weights]], limits: Mapping[str, float]) -> None:
    """Write into `weights.json`: for each way of reading the weights of units and of passages.

    What is not given stays as it is.
    """
    before = json.loads(WEIGHTS.read_text(encoding="utf-8"))

    def told(weights: Weights, names: Sequence[str]) -> dict[str, object]:
        values = [round(float(value), 4) for value in weights.weights]
        return {
            "bias": round(weights.bias, 4),
            "weights": dict(zip(names, values, strict=True)),
        }

    document = {
        **before,
        "thresholds": {**before["thresholds"], **limits},
        "unit": before["unit"]
        | {name: told(one[0], UNIT_FEATURES) for name, one in content.items()},
        "passage": before["passage"]
        | {name: told(one[1], PASSAGE_FEATURES) for name, one in content.items()},
    }
    WEIGHTS.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Quoted:
    """How well the quoted units are chosen, on passages that answer and where it is marked."""

    found: float
    """Share of passages of which a marked unit is quoted."""
    marked: float
    """Share of the quoted units that are marked."""
    words: float
    whole: float
    """Words quoted, and words of the whole passage, on average."""


def quoting(reads: Sequence[Read], units: Weights) -> Quoted:
    """What `choose` takes of the passages that answer."""
    found, share, words, whole = [], [], [], []
    for one in reads:
        for item, rows, says in zip(one.case.found, one.units, one.case.says, strict=True):
            if not says:
                continue
            pieces = units_of(item.text)
            likely = [float(1 / (1 + np.exp(-odds))) for odds in units.odds(rows)]
            chosen = choose(pieces, likely, one.asked.question.focus)
            told = [pieces[place].text for place in chosen]
            marked = [said(text, says) for text in told]
            found.append(any(marked))
            share.append(sum(marked) / len(marked))
            words.append(sum(len(text.split()) for text in told))
            whole.append(len(item.text.split()))
    means = [float(np.mean(values)) for values in (found, share, words, whole)]
    return Quoted(*means)


def report(name: str, held: Quality) -> None:
    """One line of figures."""
    refused = ", ".join(f"{share:.0%}: {value:.1%}" for share, value in held.refused.items())
    print(f"{name:34} AUC {held.auc:.3f}  hit@1 {held.hit:.1%}  refused at {refused}")


def _before(reads: Sequence[Read]) -> Quality:
    """What the search's own score does."""
    return summed(
        [
            (one.case.found[0].passage.score, one.case.answerable, one.case.right[0])
            for one in reads
            if one.case.found[0].passage is not None
        ]
    )


def _calibration(held: Quality) -> str:
    """For five ranges of the probability how often the best passage was right."""
    told = []
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        part = [right for chance, _, right in held.outcomes if low <= chance < low + 0.2]
        told.append(f"{low:.1f}+: {np.mean(part):.0%} of {len(part)}" if part else f"{low:.1f}+: -")
    return "; ".join(told)


async def _run(reader: Path | None, write: bool) -> None:
    with tempfile.TemporaryDirectory() as cache:
        embedder = open_embedder(EmbeddingSettings(), Path(cache))
        try:
            own = await own_cases(embedder)
            drawn = await reader_cases(embedder, reader, _DRAWN) if reader else []
            reads, others = await read_all(embedder, own), await read_all(embedder, drawn)
        finally:
            embedder.close()
    fitted: dict[str, tuple[Weights, Weights]] = {}
    for place, name in enumerate(("words", "tokens")):
        ours, public = [one[place] for one in reads], [one[place] for one in others]
        held = held_out(ours, public)
        units = fit_units([*ours, *public])
        fitted[name] = units, fit_passages([*ours, *public], units)
        _tell(name, ours, public, held, units)
    if write:
        answers, may_help = thresholds(held)
        save(fitted, {"answers": answers, "may_help": may_help})


def _tell(
    name: str, reads: Sequence[Read], others: Sequence[Read], held: Quality, units: Weights
) -> None:
    """Print the figures; `fernway_83` are the questions that nothing was written for."""
    sources = [one.case.source for one in reads]
    report("before (the search's score)", _before(reads))
    report(f"{name}, held out", held)
    centres = ["fernway" if one.startswith("fernway") else one for one in sources]
    report(f"{name}, whole help centres held out", held_out(reads, others, centres))
    alone = [one for one in reads if one.case.source == "fernway_83"]
    rest = [one for one in reads if one.case.source != "fernway_83"]
    ground = [*rest, *others]
    learned = fit_units(ground)
    report("fernway_83, before", _before(alone))
    report(
        f"fernway_83, {name}, held out",
        summed(judged(alone, learned, fit_passages(ground, learned))),
    )
    print(f"right by probability: {_calibration(held)}")
    print(f"thresholds (answers, may help): {thresholds(held)}; quoted: {quoting(reads, units)}")


def main() -> None:
    """Measure by cross-validation; with `fit` also write the weights."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.judgement", description=__doc__)
    options.add_argument("what", nargs="?", choices=("measure", "fit"), default="measure")
    options.add_argument("--reader", type=Path, help="folder of the public reader set")
    given = options.parse_args()
    asyncio.run(_run(given.reader, given.what == "fit"))


if __name__ == "__main__":
    main()
