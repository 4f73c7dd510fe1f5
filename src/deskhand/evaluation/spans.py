"""How well personal data is found: recall of what is marked, precision of what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from deskhand.evaluation.measured import Figure, Rows

STRUCTURED = {
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "IP_ADDRESS": "ip",
    "US_SSN": "ssn",
}
"""Kinds that have a form of their own: how public sets call them, and how the screen does."""


@dataclass
class Screened:
    """What was marked and what was found, over all texts. A span is found when it is covered."""

    marked: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def take(
        self,
        text: str,
        marked: Sequence[tuple[int, int, str, str]],
        found: Sequence[tuple[str, int, int]],
        seconds: float,
    ) -> None:
        """Count one text; `found` holds (kind, start, end)."""
        self.seconds.append(seconds)
        for start, end, kind, value in marked:
            self.marked[kind] += 1
            if all(
                any(begin <= at < stop for _, begin, stop in found)
                for at in range(start, end)
                if text[at].isalnum()
            ):
                self.covered[kind] += 1
            else:
                self.missed.append((kind, value))
        for kind, begin, stop in found:
            self.found[kind] += 1
            if any(begin < end and start < stop for start, end, *_ in marked):
                self.right[kind] += 1
            else:
                self.wrong.append((kind, text[begin:stop]))

    def figures(self) -> dict[str, Figure]:
        """Recall and precision, of the structured kinds and of all."""
        names = set(STRUCTURED.values())
        kinds = [kind for kind in self.marked if STRUCTURED.get(kind, kind) in names]
        times = sorted(self.seconds)
        return {
            "texts": len(self.seconds),
            "structured_recall": _share(self.covered, self.marked, kinds),
            "structured_precision": _share(self.right, self.found, names),
            "recall": _share(self.covered, self.marked, self.marked),
            "precision": _share(self.right, self.found, self.found),
            "p95_ms": round(1000 * times[int(0.95 * (len(times) - 1))], 3) if times else None,
        }

    def tables(self, most: int = 40) -> list[Rows]:
        """Recall by marked kind, precision by found kind, and what went wrong."""
        return [
            Rows(
                "Marked",
                ("kind", "marked", "found"),
                [(kind, count, self.covered[kind]) for kind, count in self.marked.most_common()],
            ),
            Rows(
                "Found",
                ("kind", "found", "right"),
                [(kind, count, self.right[kind]) for kind, count in self.found.most_common()],
            ),
            Rows("Missed", ("kind", "text"), self.missed[:most]),
            Rows("Found where nothing is marked", ("kind", "text"), self.wrong[:most]),
        ]


def _share(
    hits: Counter[str], of: Counter[str], kinds: Sequence[str] | set[str] | Counter[str]
) -> float | None:
    total = sum(of[kind] for kind in kinds)
    return round(sum(hits[kind] for kind in kinds) / total, 4) if total else None
