"""How two packs differ, file by file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from deskhand.domain.packs.schemas import FileChange

_MOST_LINES = 20_000
"""Comparing takes the square of the lines where nothing is alike; real files have some hundreds."""


def diff(before: Mapping[str, str], after: Mapping[str, str]) -> list[FileChange]:
    """The files that differ, by path, each as a unified diff."""
    return [
        _change(path, before.get(path), after.get(path))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    ]


def _change(path: str, before: str | None, after: str | None) -> FileChange:
    told = _unified(path, before, after)
    if before is None:
        return FileChange(path=path, change="added", diff=told)
    return FileChange(path=path, change="changed" if after is not None else "removed", diff=told)


def _unified(path: str, before: str | None, after: str | None) -> str:
    old, new = _lines(before or ""), _lines(after or "")
    if len(old) + len(new) > _MOST_LINES:
        return f"{path}: {len(old)} and {len(new)} lines are too many to compare.\n"
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(
            old,
            new,
            "/dev/null" if before is None else f"a/{path}",
            "/dev/null" if after is None else f"b/{path}",
        )
    )


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])
