"""A table told in lines: the rows and columns asked for, each value with its name."""

from __future__ import annotations

from itertools import groupby

from deskhand.assistant.engine.offline.words import terms

_MOST_ROWS = 10


def with_tables_told(asked: frozenset[str], text: str) -> str:
    """`text` with each Markdown table told row by row: what `asked` speaks of, or else all."""
    lines: list[str] = []
    for is_table, group in groupby(text.split("\n"), key=lambda line: line.startswith("|")):
        run = list(group)
        lines += _told(asked, run) if is_table else run
    return "\n".join(lines)


def _told(asked: frozenset[str], rows: list[str]) -> list[str]:
    cells = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    if len(cells) < 3 or not all(set(cell) <= set("-: ") for cell in cells[1]):
        return rows
    head, body = cells[0], cells[2:]
    columns = _wanted_columns(asked, head)
    wanted = _wanted_rows(asked - terms(" ".join(head)), body)[:_MOST_ROWS]
    told = [f"{row[0]}{_values(head, row, columns)}" for row in wanted]
    return [f"{line}." for line in told] if len(told) == 1 else [f"- {line}" for line in told]


def _wanted_columns(asked: frozenset[str], head: list[str]) -> list[int]:
    """The columns that the question names; all of them when it names none.

    Only a table with an empty corner is narrowed: it compares things, one in each column.
    """
    every = list(range(1, len(head)))
    named = [place for place in every if asked & terms(head[place])]
    return named if named and not head[0] else every


def _wanted_rows(asked: frozenset[str], body: list[list[str]]) -> list[list[str]]:
    """The rows whose first cell fits best, else those with a fitting cell, else all."""
    shared = [len(asked & terms(row[0])) for row in body]
    if any(shared):
        return [row for row, hits in zip(body, shared, strict=True) if hits == max(shared)]
    return [row for row in body if asked & terms(" ".join(row))] or body


def _values(head: list[str], row: list[str], columns: list[int]) -> str:
    held = [(head[place], row[place]) for place in columns if place < len(row) and row[place]]
    if not head[0]:
        return ": " + ", ".join(f"{name} {value}" for name, value in held)
    if len(held) == 1:
        return f": {held[0][1]}"
    return " – " + "; ".join(f"{_inside(name)}: {value}" for name, value in held)


def _inside(name: str) -> str:
    """A heading as it is written within a sentence."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
