"""Question and passages as token vectors: which word of the question meets what, where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from deskhand.assistant.answering.questions import Asking, Focus, Question, asking, read_question
from deskhand.assistant.answering.sentences import Unit, units_of
from deskhand.assistant.answering.words import stem, words_of
from deskhand.assistant.evidence import Evidence
from deskhand.domain.knowledge.chunkers.port import place_of
from deskhand.infra.errors import Unavailable
from deskhand.infra.models.embeddings import Embedder, TokenReader

if TYPE_CHECKING:
    from deskhand.infra.models.local import TokenVectors

Array = npt.NDArray[np.float32]

_WINDOW_CHARS = 800
"""Text that the model surely reads whole with its heading, at some four characters a token."""
_LONGEST_QUESTION = 600
_HEADING = -1
_NOTHING = np.empty(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of the question that carries meaning; `own` is false for one of the context."""

    stem: str
    own: bool
    rows: tuple[int, ...]
    """Its rows in the question's token vectors; none when only words are compared."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question with its context, read."""

    question: Question
    words: tuple[AskedWord, ...]
    vectors: TokenVectors | None
    own: Array
    """The vector of the question alone, read with its context in mind; empty without vectors."""


@dataclass(frozen=True, slots=True)
class Met:
    """How a passage meets the question.

    `units` (units, words) and `heading` (words) hold the best cosine of each word of the question
    with a token there; `explained` is how much of the heading the question speaks of; `near` and
    `near_units` are the cosines of the whole texts. All None without token vectors.
    """

    units: Array
    heading: Array
    explained: float
    near: float
    near_units: Array


def window_texts(heading: str, units: Sequence[Unit]) -> list[str]:
    """The passage in texts that the model reads whole, each under the heading."""
    return ["\n".join([heading, *texts]) for texts in _split(units)]


def heading_of(item: Evidence) -> str:
    """Where the passage stands, as the search reads it: the document's name and its headings."""
    if item.passage is None:
        return ""
    return place_of(item.passage.document, item.passage.heading_path)


async def read(
    embedder: Embedder, question: str, context: str, language: str, found: Sequence[Evidence]
) -> tuple[Asked, list[Met | None]]:
    """The question read and how each passage meets it; None where no token vectors are told."""
    text = question.strip()[-_LONGEST_QUESTION:]
    before = context.strip()[-_LONGEST_QUESTION:]
    whole = f"{before}\n{text}" if before else text
    known = asking(language)
    own = len(whole) - len(text)
    read_as = _goes_on(read_question(text, language), before, language)
    windows = [window_texts(heading_of(item), units_of(item.text)) for item in found]
    vectors: tuple[TokenVectors, ...] = ()
    if isinstance(embedder, TokenReader):
        try:
            vectors = await embedder.read_tokens(
                [whole, *(one for part in windows for one in part)]
            )
        except Unavailable:
            vectors = ()
    if not vectors:
        return Asked(read_as, _words_alone(before, text, known), None, _NOTHING), [None] * len(
            found
        )
    words = _words(whole, own, vectors[0], known)
    asked = Asked(read_as, words, vectors[0], _own_vector(vectors[0], own))
    met: list[Met | None] = []
    start = 1
    for item, part in zip(found, windows, strict=True):
        met.append(_met(asked, heading_of(item), units_of(item.text), vectors[start:][: len(part)]))
        start += len(part)
    return asked, met


def _own_vector(read: TokenVectors, own: int) -> Array:
    """The whole text's vector; with a context before it the mean of the question's own tokens."""
    mine = read.tokens[read.spans[:, 0] >= own]
    if not own or not len(mine):
        return read.whole
    mean: Array = mine.astype(np.float32).mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-6)


def _goes_on(question: Question, before: str, language: str) -> Question:
    """The question; when it does not say what it asks for, with what was asked for before."""
    if question.focus is not Focus.OTHER or not before:
        return question
    return replace(question, focus=read_question(before, language).focus)


def _words_alone(before: str, text: str, known: Asking) -> tuple[AskedWord, ...]:
    both = [(word, False) for word in words_of(before)] + [(word, True) for word in words_of(text)]
    return tuple(AskedWord(stem(word), own, ()) for word, own in both if known.carries(word))


def _words(whole: str, own: int, read: TokenVectors, known: Asking) -> tuple[AskedWord, ...]:
    """The words that carry meaning with their rows; a word's pieces touch each other."""
    words: list[AskedWord] = []
    rows: list[int] = []
    for row, (start, end) in enumerate(read.spans):
        joins = rows and read.spans[rows[-1]][1] == start and whole[start - 1].isalnum()
        if rows and not (joins and whole[start:end].isalnum()):
            words += _word(whole, own, rows, read, known)
            rows = []
        rows.append(row)
    if rows:
        words += _word(whole, own, rows, read, known)
    return tuple(words)


def _word(
    whole: str, own: int, rows: list[int], read: TokenVectors, known: Asking
) -> list[AskedWord]:
    start, end = int(read.spans[rows[0]][0]), int(read.spans[rows[-1]][1])
    parts = words_of(whole[start:end])
    if len(parts) != 1 or not known.carries(parts[0]):
        return []
    return [AskedWord(stem(parts[0]), start >= own, tuple(rows))]


def _met(
    asked: Asked, heading: str, units: Sequence[Unit], windows: Sequence[TokenVectors]
) -> Met | None:
    if asked.vectors is None:
        return None
    tokens = np.concatenate([one.tokens for one in windows]).astype(np.float32)
    owners = np.concatenate(_owners(heading, units, windows))
    question = asked.vectors.tokens.astype(np.float32)
    likeness = question @ tokens.T
    places = [_HEADING, *range(len(units))]
    best = np.zeros((len(places), len(question)), dtype=np.float32)
    for row, place in enumerate(places):
        mine = likeness[:, owners == place]
        if mine.shape[1]:
            best[row] = mine.max(axis=1)
    words = np.zeros((len(places), len(asked.words)), dtype=np.float32)
    for column, word in enumerate(asked.words):
        words[:, column] = best[:, list(word.rows)].mean(axis=1)
    named = [row for word in asked.words for row in word.rows]
    head = likeness[named][:, owners == _HEADING] if named else likeness[:0]
    whole = np.stack([one.whole for one in windows])
    return Met(
        units=words[1:],
        heading=words[0],
        explained=float(head.max(axis=0).mean()) if head.size else 0.0,
        near=float((whole @ asked.vectors.whole).max()),
        near_units=_near_units(asked.own, tokens, owners, len(units)),
    )


def _owners(
    heading: str, units: Sequence[Unit], windows: Sequence[TokenVectors]
) -> list[npt.NDArray[np.int_]]:
    """For each token of each window the number of its unit, -1 for the heading."""
    owners: list[npt.NDArray[np.int_]] = []
    number = 0
    for texts, window in zip(_split(units), windows, strict=True):
        ends = np.cumsum([len(heading) + 1, *(len(text) + 1 for text in texts)])
        place = np.searchsorted(ends, window.spans[:, 0], side="right")
        owners.append(np.where(place == 0, _HEADING, number + place - 1))
        number += len(texts)
    return owners


def _split(units: Sequence[Unit]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for unit in units:
        if parts[-1] and sum(map(len, parts[-1])) + len(unit.text) > _WINDOW_CHARS:
            parts.append([])
        parts[-1].append(unit.text)
    return parts


def _near_units(asked: Array, tokens: Array, owners: npt.NDArray[np.int_], count: int) -> Array:
    """The cosine of the question with the mean of each unit's tokens."""
    near = np.zeros(count, dtype=np.float32)
    for place in range(count):
        mine = tokens[owners == place]
        if len(mine):
            mean = mine.mean(axis=0)
            near[place] = float(mean @ asked) / max(float(np.linalg.norm(mean)), 1e-6)
    return near
