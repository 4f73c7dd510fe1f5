"""The passages of a turn as a model may quote them: numbered sentences, without screened ones."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.assistant.answering.sentences import sentences_of
from deskhand.assistant.engine import Brief
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.guardrails.screens.quotes import (
    speaks_of_this_customer,
    speaks_to_the_assistant,
)

_MOST_PASSAGES = 3
_MOST_SENTENCES = 24
"""Beyond the passages that the plain reply quotes, which are shown whole."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence of a passage; `number` is its place there."""

    id: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Quotable:
    """A passage with those of its sentences that may be quoted."""

    id: str
    passage: str
    heading: str
    sentences: tuple[Numbered, ...]


def quotable_of(brief: Brief) -> tuple[Quotable, ...]:
    """Those that the plain reply quotes, then the likeliest others."""
    quoted = {quote.passage for quote in brief.plain.quotes}
    known = [item for item in brief.evidence.items if item.passage is not None]
    known.sort(key=lambda item: (item.id not in quoted, -_score(item)))
    found: list[Quotable] = []
    room = _MOST_SENTENCES
    for item in known[: max(_MOST_PASSAGES, len(quoted))]:
        name = f"p{len(found) + 1}"
        sentences = _numbered(item, name, brief.reading.language)
        if item.id not in quoted:
            sentences = sentences[: max(room, 0)]
        if sentences:
            room -= len(sentences)
            found.append(Quotable(name, item.id, _heading(item), sentences))
    return tuple(found)


def _numbered(item: Evidence, name: str, language: str) -> tuple[Numbered, ...]:
    """The sentences that may be quoted: none talks to the assistant or to one customer."""
    return tuple(
        Numbered(f"{name}.{number + 1}", number, text)
        for number, text in enumerate(sentences_of(item.text))
        if not speaks_to_the_assistant(text) and not speaks_of_this_customer(text, language)
    )


def _score(item: Evidence) -> float:
    return item.passage.score if item.passage is not None else 0.0


def _heading(item: Evidence) -> str:
    passage = item.passage
    return " > ".join((passage.document, *passage.heading_path)) if passage is not None else ""
