"""What was tried, and what of it held."""

from __future__ import annotations

from dataclasses import dataclass, field

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
