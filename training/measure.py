"""How well the product reads the help centres: `python -m training.measure [part]`.

Figures are told of the part `report` unless another is named; nothing is chosen here.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
import numpy.typing as npt
from benchmarks.judgement_fit import Read, passage_rows, prepared
from sklearn.metrics import roc_auc_score

from deskhand.assistant.answering.choosing import choose
from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP, MAY_HELP_ACROSS, fused
from deskhand.assistant.answering.sentences import units_of
from deskhand.assistant.answering.weights import Weights, fitted
from deskhand.domain.knowledge.calibration import calibrations
from training.centres import Part
from training.found import Found, read_found

Array = npt.NDArray[np.float32]

JUDGED = 5
"""So many of the passages found does a turn judge."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question gets: the best probability, whether its passage is right, what is shown."""

    found: Found
    probability: float
    right: bool
    shown: bool
    """Whether a sentence that answers is among those quoted."""

    @property
    def answerable(self) -> bool:
        """Whether the centre says it at all."""
        return self.found.case.answerable

    @property
    def across(self) -> bool:
        """Whether question and documents are in different languages."""
        return self.found.case.language != self.found.documents

    @property
    def refused(self) -> bool:
        """Whether the reply is that the documents do not say it."""
        return self.probability < (MAY_HELP_ACROSS if self.across else MAY_HELP)


@dataclass(frozen=True, slots=True)
class Told:
    """Log-odds that are added to those of the passages, and to those of each one's units."""

    passages: Array
    units: Sequence[Array]


def read_of(found: Found) -> Read:
    """The question with the passages that a turn judges."""
    case = found.case
    kept = replace(
        case, found=case.found[:JUDGED], right=case.right[:JUDGED], says=case.says[:JUDGED]
    )
    return prepared(kept, found.asked, found.met[:JUDGED])


def outcome(found: Found, units: Weights, passages: Weights, told: Told | None = None) -> Outcome:
    """The question judged with these weights, and with what a reader has `told`, as a turn does."""
    one = read_of(found)
    odds = passages.odds(passage_rows(one, units))
    if told:
        odds = odds + told.passages
    chances = [fused(float(value), item) for value, item in zip(odds, one.case.found, strict=True)]
    best = int(np.argmax(chances))
    unit_odds = units.odds(one.units[best]) + (told.units[best] if told else 0.0)
    likely = [1 / (1 + math.exp(-float(value))) for value in unit_odds]
    pieces = units_of(one.case.found[best].text)
    quoted = choose(pieces, likely, one.asked.question.focus)
    shown = any(pieces[place].text in one.case.says[best] for place in quoted)
    return Outcome(found, chances[best], one.case.right[best], shown)


def shipped(found: Sequence[Found]) -> list[Outcome]:
    """Every question with the weights that ship."""
    weights = fitted()
    outcomes = []
    for one in found:
        outcomes.append(outcome(one, weights.unit[one.way], weights.passage[one.way]))
    return outcomes


def searched(found: Sequence[Found]) -> dict[str, float]:
    """How the search ranks the answerable questions, and what reading word by word makes of it."""
    answerable = [one for one in found if one.case.answerable]
    read = []
    for one in answerable:
        weights = calibrations(one.model).read or calibrations(one.model).found
        scores = [weights.probability(*row) for row in one.measures]
        read.append(one.case.right[int(np.argmax(scores))])
    return {
        "search: hit@1": _share(one.case.right[0] for one in answerable),
        "search: recall@5": _share(any(one.case.right[:JUDGED]) for one in answerable),
        "search read word by word: hit@1": _share(read),
    }


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Shares, 0 to 1, of questions of which some can be answered and some cannot."""
    answerable = [one for one in outcomes if one.answerable]
    others = [one for one in outcomes if not one.answerable]
    plain = [one for one in outcomes if one.probability >= ANSWERS]
    scores = [one.probability for one in outcomes]
    least = float(np.quantile([one.probability for one in answerable], 0.05))
    return {
        "judged: hit@1": _share(one.right for one in answerable),
        "right sentence shown": _share(one.shown for one in answerable),
        "said plainly, of the answerable": _share(one.probability >= ANSWERS for one in answerable),
        "said plainly that is right": _share(one.shown for one in plain),
        "unanswerable refused": _share(one.refused for one in others),
        "unanswerable refused or may help": _share(one.probability < ANSWERS for one in others),
        "falsely refused": _share(one.refused for one in answerable),
        "unanswerable refused at 5 % falsely": _share(one.probability < least for one in others),
        "AUC answerable against not": _auc([one.answerable for one in outcomes], scores),
        "AUC right against wrong": _auc([one.shown for one in outcomes], scores),
    }


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else math.nan


def _auc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    return float(roc_auc_score(labels, scores)) if len(set(labels)) == 2 else math.nan


GROUPS: Mapping[str, Callable[[Found], bool]] = {
    "all": lambda one: True,
    "English": lambda one: one.case.language == one.documents == "en",
    "other": lambda one: one.case.language == one.documents != "en",
    "across": lambda one: one.case.language != one.documents,
}
"""Question and documents in English, both in the same other language, in two languages."""


def table(found: Sequence[Found], outcomes: Sequence[Outcome]) -> str:
    """The figures of all groups side by side."""
    columns = {}
    for name, belongs in GROUPS.items():
        questions = [one for one in found if belongs(one)]
        judged = [one for one in outcomes if belongs(one.found)]
        columns[name] = {
            "questions": float(len(questions)),
            **searched(questions),
            **figures(judged),
        }
    lines = [f"{'':38}" + "".join(f"{name:>9}" for name in columns)]
    for row in columns["all"]:
        values = [column[row] for column in columns.values()]
        told = (f"{v:9.0f}" if row == "questions" else f"{v:9.1%}" for v in values)
        lines.append(f"{row:38}" + "".join(told))
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(prog="python -m training.measure", description=__doc__)
    options.add_argument("part", nargs="?", choices=get_args(Part), default="report")
    found = read_found(options.parse_args().part)
    print(table(found, shipped(found)))


if __name__ == "__main__":
    main()
