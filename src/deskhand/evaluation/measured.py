"""What a measurement found: figures by name, plots and tables, as JSON or as one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Figure = float | int | str | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of one line or one set of bars, in the order in which they are drawn."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over the same axes; both axes begin at 0. `diagonal` draws what would be perfect."""

    title: str
    x: str
    y: str
    curves: Sequence[Curve]
    kind: Literal["line", "bars"] = "line"
    diagonal: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of a report."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that a measurement tells. Shares are from 0 to 1, times in the unit named."""

    title: str
    figures: Mapping[str, Figure]
    plots: Sequence[Plot] = field(default_factory=tuple)
    tables: Sequence[Rows] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        """Figures, curves and tables as JSON holds them."""
        return {
            "title": self.title,
            "figures": dict(self.figures),
            "plots": [asdict(plot) for plot in self.plots],
            "tables": [asdict(rows) for rows in self.tables],
        }
