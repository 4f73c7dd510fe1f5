"""What a benchmark yields: figures with their goals, and how loaded the machine was."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `goal` is the most it may be, or the least when `least` is set."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.least else self.value <= self.goal

    def to_json(self) -> dict[str, Any]:
        """All of it, for the file of results."""
        return {**asdict(self), "met": self.met}


def quantile(values: Sequence[float], share: float) -> float:
    """The nearest-rank quantile, `share` from 0 to 1, of values in any order."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def load_average() -> float:
    """Processes that ran or waited for a processor, over the last minute."""
    return os.getloadavg()[0]


def cpu_seconds(pid: int) -> float:
    """Processor time that a process has used so far, all its threads, without its children."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tree(pid: int, data_dir: Path) -> list[int]:
    """The process, the private PostgreSQL of `data_dir` beside it, and all below them."""
    found = set(_below(pid))
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                command = Path("/proc", name, "cmdline").read_bytes()
            except OSError:
                continue
            if str(data_dir).encode() in command:
                found.update(_below(int(name)))
    return sorted(found)


def _below(pid: int) -> list[int]:
    """The process and its descendants."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except (OSError, UnicodeDecodeError):
                continue
            parents.setdefault(parent, []).append(int(name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += parents.get(one, [])
    return found


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident and proportional memory of one process in MB; shared pages count by share in PSS."""
    rss = pss = 0
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        for line in file:
            if line.startswith("Rss:"):
                rss = int(line.split()[1])
            elif line.startswith("Pss:"):
                pss = int(line.split()[1])
    return rss / 1024, pss / 1024
