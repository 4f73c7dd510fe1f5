"""What the reader learns from: questions, windows of passages, and which units there answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deskhand.assistant.answering.reading import window_texts
from deskhand.assistant.answering.sentences import units_of
from deskhand.domain.knowledge.chunkers.port import place_of
from training.centres import Centre, Part, Question, Section, asked_of, read_centres
from training.marked import is_marked

BASE = ("squad2", "squad2un", "msdyn", "msdynfaq", "plausible", "plausiblefaq")
"""The sources that are learned from: paragraphs as they were written, and help pages."""


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a passage as the model reads it: the heading, then its units in lines."""

    heading: str
    units: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is read."""
        return "\n".join([self.heading, *self.units])

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Characters [start, end) of each unit in the text."""
        spans, start = [], len(self.heading) + 1
        for unit in self.units:
            spans.append((start, start + len(unit)))
            start += len(unit) + 1
        return tuple(spans)


@dataclass(frozen=True, slots=True)
class Learned:
    """A question and the windows of the passage that it belongs to.

    `says` names, of each window that answers, the units that do; None where nobody marked them.
    An unanswerable question has none; then `own` are the windows that only come near.
    """

    question: str
    own: tuple[int, ...]
    says: Mapping[int, tuple[int, ...] | None]


@dataclass(slots=True)
class Collection:
    """Passages that are searched together, and what is asked of them."""

    windows: list[Window]
    learned: list[Learned]


def windows_of(heading: str, text: str) -> list[Window]:
    """The windows of a passage; cut as a turn cuts them."""
    units = [unit.text for unit in units_of(text)]
    windows, start = [], 0
    for whole in window_texts(heading, units_of(text)):
        end = start
        while end < len(units) and len("\n".join([heading, *units[start:end]])) < len(whole):
            end += 1
        windows.append(Window(heading, tuple(units[start:end])))
        start = end
    return windows


def of_centres(*parts: Part) -> list[Collection]:
    """The English centres of these parts with their English questions."""
    return [_of_centre(one) for one in read_centres(*parts) if one.language == "en"]


def _of_centre(centre: Centre) -> Collection:
    made = Collection([], [])
    for section in centre.sections:
        first = len(made.windows)
        heading = place_of(section.heading[0], section.heading[1:])
        made.windows += windows_of(heading, section.text)
        own = tuple(range(first, len(made.windows)))
        made.learned += _of_section(section, centre.language, made.windows, own)
    return made


def _of_section(
    section: Section, language: str, windows: list[Window], own: tuple[int, ...]
) -> Iterator[Learned]:
    for question in asked_of(section):
        if question.language not in (None, language):
            continue
        marked = question.evidence if isinstance(question, Question) else ()
        yield Learned(question.ask, own, _says(windows, own, marked))


def _says(
    windows: list[Window], own: tuple[int, ...], marked: tuple[str, ...]
) -> dict[int, tuple[int, ...] | None]:
    found: dict[int, tuple[int, ...] | None] = {}
    for place in own:
        rows = tuple(
            row
            for row, unit in enumerate(windows[place].units)
            if any(is_marked(unit, one) for one in marked)
        )
        if rows:
            found[place] = rows
    return found


def of_base(folder: Path) -> list[Collection]:
    """The public base set in `folder`, a collection for each document."""
    passages = {one["id"]: one for one in _lines(folder / "passages.jsonl")}
    made: dict[str, Collection] = {}
    places: dict[int, tuple[int, ...]] = {}
    for one in _lines(folder / "questions.jsonl"):
        number = one["answers"] if one["answers"] is not None else one["near_but_no_answer"]
        if one["source"] not in BASE or number is None:
            continue
        passage = passages[number]
        collection = made.setdefault(str(passage["title"]), Collection([], []))
        if number not in places:
            first = len(collection.windows)
            heading = place_of(passage["title"], [passage["section"]] if passage["section"] else [])
            collection.windows += windows_of(heading, passage["text"])
            places[number] = tuple(range(first, len(collection.windows)))
        collection.learned.append(_of_base(one, passage, collection.windows, places[number]))
    return list(made.values())


def _of_base(
    one: dict[str, Any], passage: dict[str, Any], windows: list[Window], own: tuple[int, ...]
) -> Learned:
    if one["answers"] is None:
        return Learned(one["question"], own, {})
    said = one["evidence"]
    marked = (passage["text"][slice(*said)],) if said else ()
    # Where no place is marked, the beginning of a passage is the likeliest to answer.
    return Learned(one["question"], own, _says(windows, own, marked) or {own[0]: None})


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
