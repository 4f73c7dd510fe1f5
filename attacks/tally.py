"""What was tried, and what of it held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

_SHOWN = 5


@dataclass
class Tally:
    """The result of one campaign."""

    tried: int = 0
    failures: list[str] = field(default_factory=list)

    def note(self, held: bool, what: str) -> None:
        """Count one try; `what` says how it failed, should it have."""
        self.tried += 1
        if not held:
            self.failures.append(what)

    @property
    def held(self) -> int:
        return self.tried - len(self.failures)

    def told(self) -> list[str]:
        """The first failures, each on a line, and how many more there are."""
        more = len(self.failures) - _SHOWN
        return self.failures[:_SHOWN] + ([f"… and {more} more"] if more > 0 else [])


def tell(title: str, tallies: Mapping[str, Tally], names: Sequence[str], console: Console) -> int:
    """Print the table and what did not hold; 1 when anything did not, or was not tried, else 0."""
    table = Table(title=title)
    table.add_column("Campaign")
    for heading in ("Tried", "Held", "Not held"):
        table.add_column(heading, justify="right")
    for name in names:
        tally = tallies.get(name)
        table.add_row(name, *(("–", "–", "out of time") if tally is None else _row(tally)))
    console.print(table)
    for name, tally in tallies.items():
        for line in tally.told():
            console.print(f"{name}: {line}", markup=False)
    return int(len(tallies) < len(names) or any(tally.failures for tally in tallies.values()))


def _row(tally: Tally) -> tuple[str, str, str]:
    return str(tally.tried), str(tally.held), str(len(tally.failures))
