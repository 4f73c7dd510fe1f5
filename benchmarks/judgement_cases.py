"""Labelled questions with the passages that a search brings up for them, from several sets."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from benchmarks.ground import ROOT
from deskhand.assistant.answering.words import stems_of
from deskhand.assistant.evidence import Evidence, Passage
from deskhand.domain.knowledge.calibration import calibrations
from deskhand.domain.knowledge.chunkers.port import ChunkLimits
from deskhand.domain.knowledge.chunkers.structural import chunk
from deskhand.domain.knowledge.readers.registry import read_document
from deskhand.infra.models.embeddings import Embedder

Array = npt.NDArray[np.float32]

DATA = Path(__file__).parent / "data"
LANGUAGES = DATA / "languages.yaml"
SAMPLES = ROOT / "src" / "deskhand" / "samples" / "data"
FERNWAY_QUESTIONS = ROOT / "tests" / "data" / "fernway_questions.yaml"
_MOST = 5
_LIMITS = ChunkLimits(200)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what was found for it, and which of it answers where."""

    source: str
    question: str
    context: str
    language: str
    found: tuple[Evidence, ...]
    right: tuple[bool, ...]
    says: tuple[tuple[str, ...], ...]
    """Of each passage the pieces of text that must be quoted; none where nobody marked them."""
    answerable: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of a collection with its place."""

    file: str
    title: str
    heading_path: tuple[str, ...]
    text: str

    @property
    def embedded(self) -> str:
        """What the search reads of it."""
        return " › ".join((self.title, *self.heading_path)) + "\n" + self.text


class Collection:
    """The passages of one help centre, searched as the product does: by meaning and by words."""

    def __init__(self, pieces: Sequence[Piece], vectors: Array, model: str) -> None:
        self.pieces = pieces
        self._weights = calibrations(model).found
        self._vectors = vectors
        self._stems = [stems_of(piece.embedded) for piece in pieces]
        self._held = Counter(stem for stems in self._stems for stem in stems)

    def search(
        self, text: str, vector: Array, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The best passages (place, score), best first; of `among` all of them."""
        places = range(len(self.pieces)) if among is None else among
        size = len(self.pieces)
        weights = {
            stem: math.log(1 + (size - self._held[stem] + 0.5) / (self._held[stem] + 0.5))
            for stem in stems_of(text)
        }
        total = sum(weights.values()) / math.sqrt(max(len(weights), 1)) or 1.0
        scored = [
            (
                place,
                self._weights.probability(
                    float(self._vectors[place] @ vector),
                    sum(weights[one] for one in weights if one in self._stems[place]) / total,
                ),
            )
            for place in places
        ]
        ranked = sorted(scored, key=lambda pair: -pair[1])
        return ranked[:_MOST] if among is None else ranked


async def own_cases(embedder: Embedder, translated: Sequence[str] | None = None) -> list[Case]:
    """Our questions to the sample shops and to the invented help centres of `data/`.

    With `translated` those of `data/languages.yaml` in these languages instead.
    """
    cases: list[Case] = []
    for name, folder in centres():
        collection = await _collection(embedder, sorted(folder.iterdir()))
        entries = list(questions(name)) if translated is None else _translated(name, translated)
        for source, entry in entries:
            question, context = entry["q"], entry.get("c", "")
            asked = f"{context} {question}".strip()
            vector = await embedder.embed_query(asked)
            hits = collection.search(asked, vector)
            pieces = [collection.pieces[place] for place, _ in hits]
            right = tuple(any(stands_in(piece, one) for one in entry["in"]) for piece in pieces)
            says = tuple(tuple(entry.get("says", ())) if answers else () for answers in right)
            found = tuple(
                _evidence(piece, score) for piece, (_, score) in zip(pieces, hits, strict=True)
            )
            language = entry.get("language", "en")
            answerable = bool(entry["in"])
            cases.append(Case(source, question, context, language, found, right, says, answerable))
    return cases


def centres() -> Iterator[tuple[str, Path]]:
    """The help centres that we have questions for: name and folder of the documents."""
    for shop in ("fernway", "harbour"):
        yield shop, SAMPLES / shop / "documents"
    for folder in sorted(path for path in DATA.iterdir() if path.is_dir()):
        yield folder.name, folder


def questions(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The English questions of a help centre, each with its source."""
    file = DATA / f"{name}.yaml"
    if file.exists():
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield name, entry
    if name == "fernway":
        for entry in yaml.safe_load(FERNWAY_QUESTIONS.read_text(encoding="utf-8")):
            places = [
                f"{one['document']}#{one['heading'] or ''}" for one in entry["expected"] or ()
            ]
            yield "fernway_83", {"q": entry["question"], "in": places}


def _translated(name: str, languages: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """The file's questions in other languages, each with what answers the English one."""
    known = {entry["q"]: entry for _, entry in questions(name)}
    return [
        (name, {**known[line["of"]], "q": line[language], "language": language})
        for line in yaml.safe_load(LANGUAGES.read_text(encoding="utf-8"))
        if line["of"] in known
        for language in languages
    ]


def stands_in(piece: Piece, named: str) -> bool:
    """Whether a passage is the one named: the beginning of a heading, or `file#heading`."""
    file, mark, heading = named.rpartition("#")
    if mark and file != piece.file:
        return False
    return not heading or any(one.startswith(heading) for one in piece.heading_path)


async def _collection(embedder: Embedder, files: Iterable[Path]) -> Collection:
    pieces = []
    for file in files:
        document = read_document(file.read_bytes(), file.name)
        pieces += [
            Piece(file.name, document.title, one.heading_path, one.text)
            for one in chunk(document, embedder.count_tokens, _LIMITS)
        ]
    vectors = await embedder.embed_passages([piece.embedded for piece in pieces])
    return Collection(pieces, vectors, embedder.name)


def _evidence(piece: Piece, score: float) -> Evidence:
    passage = Passage(piece.file, piece.title, piece.heading_path, piece.text, score)
    name = f"{piece.file}#{piece.heading_path}"
    return Evidence(name, "passage", "document", piece.text, (), passage)


@cache
def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


async def reader_cases(
    embedder: Embedder, folder: Path, limits: dict[str, int], *, seed: int = 7
) -> list[Case]:
    """Drawn questions of the reader set, each with its answer and with what is near to it.

    From every third question of the help pages the answering passage is taken away: what is left
    is near and does not answer.
    """
    drawn = random.Random(seed)  # noqa: S311 - a sample, not a secret
    by_source: dict[str, list[dict[str, Any]]] = {}
    for line in _lines(folder / "questions.jsonl"):
        by_source.setdefault(line["source"], []).append(line)
    wanted = [
        line
        for source, most in limits.items()
        for line in drawn.sample(by_source[source], min(most, len(by_source[source])))
    ]
    texts = {line["id"]: line for line in _lines(folder / "passages.jsonl")}
    among = [_candidates(line, number) for number, line in enumerate(wanted)]
    kept = sorted({one for part in among for one in part})
    places = {one: place for place, one in enumerate(kept)}
    pieces = [
        Piece(texts[one]["source"], texts[one]["title"], _path(texts[one]), texts[one]["text"])
        for one in places
    ]
    collection = Collection(pieces, await _vectors(embedder, pieces), embedder.name)
    cases = []
    for line, part in zip(wanted, among, strict=True):
        vector = await embedder.embed_query(line["question"])
        hits = collection.search(line["question"], vector, [places[one] for one in part])
        cases.append(_reader_case(line, texts, list(places), pieces, hits))
    return cases


def _reader_case(
    line: dict[str, Any],
    texts: dict[int, dict[str, Any]],
    ids: Sequence[int],
    pieces: Sequence[Piece],
    hits: Sequence[tuple[int, float]],
) -> Case:
    right = tuple(ids[place] == line["answers"] for place, _ in hits)
    said = ""
    if line["evidence"] and line["answers"] is not None:
        start, end = line["evidence"]
        said = texts[line["answers"]]["text"][start:end].strip()
    whole = line["source"].startswith(("msdyn", "plausible"))
    says = tuple((said,) if answers and said and not whole else () for answers in right)
    found = tuple(_evidence(pieces[place], score) for place, score in hits)
    return Case(line["source"], line["question"], "", "en", found, right, says, any(right))


def _path(text: dict[str, Any]) -> tuple[str, ...]:
    return (text["section"],) if text["section"] else ()


def _candidates(line: dict[str, Any], number: int) -> list[int]:
    helps = line["source"].startswith(("msdyn", "plausible"))
    taken = helps and number % 3 == 0
    first = [line["answers"]] if not taken else []
    near = [line["near_but_no_answer"]]
    hard = [*line["hard_same_document"][:3], *line["hard_same_source"][:3]]
    kept = [one for one in dict.fromkeys([*first, *near, *hard]) if one is not None]
    return [one for one in kept if not (taken and one == line["answers"])][:_MOST]


async def _vectors(embedder: Embedder, pieces: Sequence[Piece]) -> Array:
    return await embedder.embed_passages([piece.embedded for piece in pieces])
