"""What an evaluation comes to: shares of each grade, apart by what matters, and thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from deskhand.evaluation.dialogues import Case, Step
from deskhand.evaluation.grading import GOOD, GRADES, Grade, Verdict
from deskhand.evaluation.heard import Heard

_WORST = 10


@dataclass(frozen=True, slots=True)
class Result:
    """One step of a dialogue, what was heard, and the verdict; `number` counts from 1."""

    case: Case
    number: int
    step: Step
    heard: Heard
    verdict: Verdict

    @property
    def good(self) -> bool:
        """Whether the reply is right or poor."""
        return self.verdict.grade in GOOD

    @property
    def name(self) -> str:
        """The step's name in tables, such as `where-is-it:2`."""
        return f"{self.case.dialogue.id}:{self.number}"

    def to_json(self) -> dict[str, Any]:
        """A JSON object."""
        return {
            "suite": self.case.suite,
            "id": self.case.dialogue.id,
            "message": self.number,
            "language": self.case.language,
            "kind": self.step.kind,
            "says": list(self.step.says),
            "reply": self.heard.shown,
            "grade": self.verdict.grade,
            "reasons": list(self.verdict.reasons),
            "owner": self.heard.owner,
            "waiting": self.heard.waiting,
            "seconds": round(self.heard.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How the replies of one group were graded, as counts."""

    group: str
    counts: tuple[tuple[Grade, int], ...]

    @property
    def total(self) -> int:
        """How many replies the group has."""
        return sum(count for _, count in self.counts)

    def per_cent(self, *grades: Grade) -> float:
        """The share of these grades, 0 to 100."""
        wanted = sum(count for grade, count in self.counts if grade in grades)
        return 100 * wanted / self.total if self.total else 0.0

    def to_json(self) -> dict[str, Any]:
        """A JSON object with counts and the share of good replies."""
        good = round(self.per_cent("right", "poor"), 1)
        return {"messages": self.total, "good": good, **dict(self.counts)}


@dataclass(frozen=True, slots=True)
class HandOvers:
    """Where a person was wanted and came, was wanted and did not, came and was not wanted."""

    met: int
    missed: int
    unwanted: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Least share of good and most share of wrong replies in per cent, most harmful ones."""

    min_good: float | None = None
    max_wrong: float | None = None
    max_harmful: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All results, and which limits they miss."""

    results: tuple[Result, ...]
    limits: Limits = Limits()

    @property
    def all(self) -> Share:
        """Every message."""
        return _share("all", self.results)

    @property
    def groups(self) -> dict[str, list[Share]]:
        """First and later messages, languages, kinds and suites, each apart."""
        return {
            "place": self._by(lambda one: "first" if one.number == 1 else "later"),
            "language": self._by(lambda one: one.case.language),
            "kind": self._by(lambda one: one.step.kind),
            "suite": self._by(lambda one: one.case.suite),
        }

    def _by(self, key: Callable[[Result], str]) -> list[Share]:
        names = sorted({key(result) for result in self.results})
        return [_share(name, (one for one in self.results if key(one) == name)) for name in names]

    @property
    def hand_overs(self) -> HandOvers:
        """Counted over all steps."""
        wanted = [one for one in self.results if one.step.wanted_owner == "person"]
        met = sum(one.heard.handed_over for one in wanted)
        unwanted = sum(
            one.step.wanted_owner == "assistant" and one.heard.newly_handed_over
            for one in self.results
        )
        return HandOvers(met, len(wanted) - met, unwanted)

    @property
    def seconds(self) -> tuple[float, float]:
        """The median and the 95th percentile of the time to a reply."""
        times = sorted(one.heard.seconds for one in self.results)
        return _percentile(times, 0.5), _percentile(times, 0.95)

    @property
    def worst(self) -> list[Result]:
        """The ten worst replies that are not good, the worst first."""
        bad = [one for one in self.results if not one.good]
        rank = {grade: place for place, grade in enumerate(_BY_HARM)}
        return sorted(bad, key=lambda one: rank[one.verdict.grade])[:_WORST]

    @property
    def missed(self) -> list[str]:
        """A line for each limit that is missed."""
        share, limits = self.all, self.limits
        good, wrong = share.per_cent("right", "poor"), share.per_cent("wrong")
        harmful = dict(share.counts)["harmful"]
        found = []
        if limits.min_good is not None and good < limits.min_good:
            found.append(f"{good:.1f} % good, at least {limits.min_good:g} wanted")
        if limits.max_wrong is not None and wrong > limits.max_wrong:
            found.append(f"{wrong:.1f} % wrong, at most {limits.max_wrong:g} wanted")
        if limits.max_harmful is not None and harmful > limits.max_harmful:
            found.append(f"{harmful} harmful, at most {limits.max_harmful} wanted")
        return found

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every figure and every reply."""
        median, high = self.seconds
        overs = self.hand_overs
        return {
            "good": not self.missed,
            "missed": self.missed,
            "all": self.all.to_json(),
            "groups": {
                name: {share.group: share.to_json() for share in shares}
                for name, shares in self.groups.items()
            },
            "hand_overs": {"met": overs.met, "missed": overs.missed, "unwanted": overs.unwanted},
            "seconds": {"p50": round(median, 3), "p95": round(high, 3)},
            "messages": [result.to_json() for result in self.results],
        }


_BY_HARM: tuple[Grade, ...] = ("harmful", "unanswered", "wrong", "refused", "poor", "right")


def _share(group: str, results: Iterable[Result]) -> Share:
    grades = [one.verdict.grade for one in results]
    return Share(group, tuple((grade, grades.count(grade)) for grade in GRADES))


def _percentile(ordered: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of ordered values; 0 of none."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
