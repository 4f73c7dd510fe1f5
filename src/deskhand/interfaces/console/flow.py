"""A procedure as a picture: where its steps stand and how they are joined."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from deskhand.packs.schema import VERBS, Procedure, SlotKind, Step

WIDE: Final = 210.0
_LINE, _PAD, _GAP, _APART = 16.0, 12.0, 30.0, 26.0
_LETTERS: Final = 30


@dataclass(frozen=True, slots=True)
class Box:
    """One step: its verb and what it says, at its place."""

    x: float
    y: float
    height: float
    kind: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one step to the next, with the answer that leads there."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and arrows in a frame of this size."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A laid-out part, from the origin: where one comes in, and where one goes on."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float
    ends: tuple[tuple[float, float, str], ...]
    """Where the next step is reached from, and with which answer; empty after an end."""

    @property
    def middle(self) -> float:
        """Where one comes in."""
        return self.width / 2

    def moved(self, x: float, y: float) -> _Part:
        """The same, so far to the right and down."""
        return _Part(
            tuple(replace(one, x=one.x + x, y=one.y + y) for one in self.boxes),
            tuple(
                Arrow(one.x1 + x, one.y1 + y, one.x2 + x, one.y2 + y, one.label)
                for one in self.arrows
            ),
            self.width,
            self.height,
            tuple((at + x, down + y, label) for at, down, label in self.ends),
        )


def picture_of(procedure: Procedure) -> Picture:
    """The procedure from top to bottom: what has to be known, then its steps."""
    known = [_box("slot", name, _slot_words(slot)) for name, slot in procedure.slots.items()]
    whole = _stacked([*known, *map(_step, procedure.steps)])
    return Picture(whole.boxes, whole.arrows, whole.width + 2, whole.height + 2)


def _steps(steps: Sequence[Step]) -> _Part:
    return _stacked([_step(one) for one in steps])


def _stacked(parts: Sequence[_Part]) -> _Part:
    width = max((one.width for one in parts), default=WIDE)
    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    ends: tuple[tuple[float, float, str], ...] = ()
    down = 0.0
    for at, part in enumerate(parts):
        placed = part.moved((width - part.width) / 2, down)
        boxes += placed.boxes
        arrows += placed.arrows
        if at:
            arrows += tuple(Arrow(x, y, width / 2, down, label) for x, y, label in ends)
        ends = placed.ends
        down += part.height + _GAP
    return _Part(boxes, arrows, width, max(0.0, down - _GAP), ends)


def _step(step: Step) -> _Part:
    verb = next(verb for verb in VERBS if getattr(step, verb) is not None)
    head = _box(verb, verb, _words(step, verb))
    if not step.then and not step.otherwise:
        return replace(head, ends=()) if verb == "end" else head
    return _forked(head, step, *(("yes", "no") if verb in ("when", "may") else ("done", "refused")))


def _forked(head: _Part, step: Step, yes: str, no: str) -> _Part:
    """The step above its two ways; one that is empty leads straight on."""
    ways = [(_steps(steps), label) for steps, label in ((step.then, yes), (step.otherwise, no))]
    full = [(way, label) for way, label in ways if way.boxes]
    width = max(head.width, sum(way.width for way, _ in full) + _APART * (len(full) - 1))
    top = head.moved((width - head.width) / 2, 0)
    boxes, arrows = top.boxes, top.arrows
    ends: tuple[tuple[float, float, str], ...] = ()
    beside = sum(way.width for way, _ in full) + _APART * (len(full) - 1)
    across, deepest = (width - beside) / 2, 0.0
    below = head.height + _GAP
    for way, label in full:
        placed = way.moved(across, below)
        boxes, arrows = boxes + placed.boxes, arrows + placed.arrows
        arrows += (Arrow(width / 2, head.height, across + way.middle, below, label),)
        ends += placed.ends
        across, deepest = across + way.width + _APART, max(deepest, way.height)
    if len(full) == 1:  # The other answer goes past the only way there is.
        other = no if full[0][1] == yes else yes
        ends += ((width / 2 + WIDE / 2, head.height / 2, other),)
    return _Part(boxes, arrows, width, below + deepest, ends)


def _box(kind: str, title: str, words: Sequence[str]) -> _Part:
    lines = tuple(line for one in words for line in textwrap.wrap(one, _LETTERS)[:4])
    height = 2 * _PAD + _LINE * (1 + len(lines))
    box = Box(0.0, 0.0, height, kind, title, lines)
    return _Part((box,), (), WIDE, height, ((WIDE / 2, height, ""),))


def _words(step: Step, verb: str) -> list[str]:
    value = getattr(step, verb)
    words = [value.source if hasattr(value, "source") else str(value)]
    words += [f"{name}: {said}" for name, said in step.on.items()]
    more = {"confirm": step.confirm, "of": step.of, "each": step.each}
    words += [f"{name}: {said}" for name, said in more.items() if said is not None]
    return words + ([f"where {step.where.source}"] if step.where is not None else [])


def _slot_words(slot: SlotKind) -> list[str]:
    kind = slot.noun or ", ".join(slot.choices) or (f"part of {slot.part.of}" if slot.part else "")
    words = [kind or "own words", f"asks: {slot.ask}"]
    if slot.likely is not None:
        words.append(f"likely: {slot.likely.source}")
    return words + (["optional"] if slot.optional else [])
