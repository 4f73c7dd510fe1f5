"""The flow of a procedure as a drawing (SVG): steps below each other, branches side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from deskhand.packs.flow import flows_of
from deskhand.packs.schema import VERBS, Procedure, Step

_WIDTH: Final = 240
_LINE: Final = 16
_GAP: Final = 28
_LETTERS: Final = 34
"""As many of 12 pixels go into a box."""
_MOST_LINES: Final = 3
_KEYS: Final = {"when": "if"}
_STYLE: Final = (
    "text{font:12px sans-serif;fill:#1f2733}rect{fill:#fff;stroke:#5b6b7f}"
    ".decides{fill:#eef4ff;stroke:#2f5fb3}.ends{fill:#f3f4f6}path{fill:none;stroke:#5b6b7f}"
    ".way{font-size:11px;fill:#2f5fb3}.head{font-weight:bold;font-size:14px}"
)


@dataclass(frozen=True, slots=True)
class _Block:
    """Part of a drawing: its size, where its middle is, and what is in it."""

    width: float
    height: float
    middle: float
    marks: tuple[str, ...] = ()

    def at(self, x: float, y: float) -> str:
        return f'<g transform="translate({x:g} {y:g})">{"".join(self.marks)}</g>'


def drawing_of(procedure: Procedure) -> str:
    """An SVG document of the procedure and of what it answers to question words."""
    y, widest, parts = 20.0, float(_WIDTH), []
    for name, _, steps in flows_of(procedure):
        head = procedure.procedure if name == "steps" else f"{procedure.procedure}: {name}?"
        parts.append(f'<text class="head" x="20" y="{y + 14:g}">{escape(head)}</text>')
        block = _column(steps)
        parts.append(block.at(20, y + 28))
        y, widest = y + 28 + block.height + 32, max(widest, block.width)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{widest + 40:g}" height="{y:g}"'
        f' viewBox="0 0 {widest + 40:g} {y:g}" role="img"><title>{escape(procedure.procedure)}'
        f"</title><style>{_STYLE}</style>{''.join(parts)}</svg>\n"
    )


def _column(steps: Sequence[Step]) -> _Block:
    """Steps below each other, joined by lines."""
    blocks = [_step(step) for step in steps]
    if not blocks:
        return _Block(_WIDTH / 2, 0, _WIDTH / 4)
    middle = max(block.middle for block in blocks)
    width = middle + max(block.width - block.middle for block in blocks)
    marks, y = [], 0.0
    for number, block in enumerate(blocks):
        if number:
            marks.append(_line(middle, y, middle, y + _GAP))
            y += _GAP
        marks.append(block.at(middle - block.middle, y))
        y += block.height
    return _Block(width, y, middle, tuple(marks))


def _step(step: Step) -> _Block:
    box = _box(step)
    branches = [(name, way) for name, way in (("yes", step.then), ("no", step.otherwise)) if way]
    if not branches:
        return box
    columns = [_column(way) for _, way in branches]
    width = sum(column.width for column in columns) + _GAP * (len(columns) - 1)
    width, middle = max(width, box.width), max(width, box.width) / 2
    marks, x, top = [box.at(middle - box.middle, 0)], 0.0, box.height + _GAP
    for (name, _), column in zip(branches, columns, strict=True):
        at = x + column.middle
        marks.append(_line(middle, box.height, at, top))
        marks.append(f'<text class="way" x="{at + 6:g}" y="{top - 6:g}">{name}</text>')
        marks.append(column.at(x, top))
        x += column.width + _GAP
    return _Block(width, top + max(column.height for column in columns), middle, tuple(marks))


def _box(step: Step) -> _Block:
    verb = next(one for one in VERBS if getattr(step, one) is not None)
    value = getattr(step, verb)
    text = f"{_KEYS.get(verb, verb).replace('_', ' ')} {getattr(value, 'source', value)}"
    lines = textwrap.wrap(text, _LETTERS, max_lines=_MOST_LINES, placeholder=" …")
    height = 14 + _LINE * len(lines)
    kind = "decides" if verb in ("when", "may", "propose") else ""
    kind = "ends" if verb in ("end", "hand_over") else kind
    marks = [f'<rect class="{kind}" width="{_WIDTH}" height="{height}" rx="6"/>']
    marks += [
        f'<text x="10" y="{_LINE * (number + 1) + 3}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    return _Block(_WIDTH, height, _WIDTH / 2, tuple(marks))


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (y + to_y) / 2
    return f'<path d="M{x:g} {y:g}V{half:g}H{to_x:g}V{to_y:g}"/>'
