"""How well labels were told: accuracy, macro-F1, calibration, and what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, median

from deskhand.evaluation.measured import Curve, Figure, Plot, Rows

_BINS = 10
_STEPS = 50
_MOST_CONFUSED = 25


@dataclass(frozen=True, slots=True)
class Told:
    """One text with its label and what it was taken for.

    `wanted` is None for what belongs to nothing, `accepted` False where it was refused. `sure` is
    the probability of `found`, `belongs` the score that refusing goes by; None where there is
    none.
    """

    wanted: str | None
    found: str
    seconds: float
    accepted: bool = True
    sure: float | None = None
    belongs: float | None = None


def figures_of(told: Sequence[Told]) -> dict[str, Figure]:
    """The figures of a set; those of texts that belong, and of those that do not."""
    inside = [one for one in told if one.wanted is not None]
    outside = [one for one in told if one.wanted is None]
    found: dict[str, Figure] = {"texts": len(inside)}
    if inside:
        found["accuracy"] = _share(one.found == one.wanted for one in inside)
        found["macro_f1"] = macro_f1(inside)
        found["accuracy_with_refusal"] = _share(
            one.accepted and one.found == one.wanted for one in inside
        )
        found["falsely_refused"] = _share(not one.accepted for one in inside)
    if inside and inside[0].sure is not None:
        found["calibration_error"] = round(calibration_error(inside), 4)
    if outside:
        found["outside_texts"] = len(outside)
        found["outside_refused"] = _share(not one.accepted for one in outside)
    times = sorted(one.seconds for one in told)
    if times:
        found["p50_ms"] = round(1000 * median(times), 2)
        found["p95_ms"] = round(1000 * times[min(len(times) - 1, int(0.95 * len(times)))], 2)
    return found


def macro_f1(told: Sequence[Told]) -> float:
    """The mean of F1 over the labels that are wanted."""
    return round(mean(f1 for _, _, _, f1 in _by_label(told)), 4)


def calibration_error(told: Sequence[Told], bins: int = _BINS) -> float:
    """Expected calibration error (Naeini et al. 2015), 0 to 1."""
    rows = _binned(told, bins)
    return sum(abs(sure - right) * count for sure, right, count in rows) / max(len(told), 1)


def plots_of(told: Sequence[Told]) -> list[Plot]:
    """Calibration, refusal and time, as far as they can be told."""
    inside = [one for one in told if one.wanted is not None]
    outside = [one for one in told if one.wanted is None]
    plots = []
    if inside and inside[0].sure is not None:
        points = [(sure, right) for sure, right, _ in _binned(inside, _BINS)]
        plots.append(
            Plot(
                "Calibration",
                "how sure it was",
                "how often it was right",
                [Curve("measured", points)],
                diagonal=True,
            )
        )
        plots.append(_risk(inside))
    if inside and outside and inside[0].belongs is not None:
        plots.append(_refusal(inside, outside))
    plots.append(curve_of_times([one.seconds for one in told]))
    return plots


def tables_of(told: Sequence[Told]) -> list[Rows]:
    """Figures by label, and what was taken for what."""
    inside = [one for one in told if one.wanted is not None]
    mistaken = Counter((one.wanted, one.found) for one in inside if one.found != one.wanted)
    return [
        Rows("Labels", ("label", "precision", "recall", "F1"), _by_label(inside)),
        Rows(
            "Most often confused",
            ("wanted", "found", "times"),
            [(*pair, count) for pair, count in mistaken.most_common(_MOST_CONFUSED)],
        ),
    ]


def _by_label(told: Sequence[Told]) -> list[tuple[str, float, float, float]]:
    rows = []
    for label in sorted({one.wanted for one in told if one.wanted is not None}):
        right = sum(one.wanted == one.found == label for one in told)
        wanted = sum(one.wanted == label for one in told)
        found = sum(one.found == label for one in told)
        precision, recall = right / max(found, 1), right / max(wanted, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        rows.append((label, round(precision, 4), round(recall, 4), round(f1, 4)))
    return rows


def _binned(told: Sequence[Told], bins: int) -> list[tuple[float, float, int]]:
    """(mean probability, share that is right, how many) of each bin that holds something."""
    held: dict[int, list[Told]] = {}
    for one in told:
        held.setdefault(min(int((one.sure or 0.0) * bins), bins - 1), []).append(one)
    return [
        (
            mean(one.sure or 0.0 for one in some),
            mean(one.found == one.wanted for one in some),
            len(some),
        )
        for _, some in sorted(held.items())
    ]


def _risk(inside: Sequence[Told]) -> Plot:
    """Accuracy of the surest share of the texts."""
    ranked = sorted(inside, key=lambda one: -(one.sure or 0.0))
    points, right = [], 0
    for number, one in enumerate(ranked, 1):
        right += one.found == one.wanted
        if number % max(1, len(ranked) // _STEPS) == 0:
            points.append((number / len(ranked), right / number))
    return Plot(
        "The surest answers", "share that is answered", "right of these", [Curve("right", points)]
    )


def _refusal(inside: Sequence[Told], outside: Sequence[Told]) -> Plot:
    """What is refused of each side as the threshold moves."""
    scores = sorted(one.belongs or 0.0 for one in (*inside, *outside))
    cuts = [scores[len(scores) * step // (_STEPS + 1)] for step in range(_STEPS + 1)]
    points = [(_below(inside, cut), _below(outside, cut)) for cut in (*cuts, scores[-1] + 1.0)]
    return Plot("Refusal", "falsely refused", "rightly refused", [Curve("by threshold", points)])


def _below(told: Sequence[Told], cut: float) -> float:
    return sum((one.belongs or 0.0) < cut for one in told) / len(told)


def curve_of_times(seconds: Sequence[float]) -> Plot:
    """The share of texts that were done within a time."""
    times = sorted(1000 * one for one in seconds)
    points = [
        (times[min(len(times) - 1, len(times) * step // 100)], step / 100) for step in range(101)
    ]
    return Plot("Time for one text", "milliseconds", "share within", [Curve("texts", points)])


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return round(sum(found) / max(len(found), 1), 4)
