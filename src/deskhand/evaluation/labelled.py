"""Labelled files: one JSON object a line; a fault is told with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from deskhand.infra.errors import InvalidInput

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Shape = TypeVar("Shape", bound=BaseModel)


class LabelledFileInvalid(InvalidInput):
    """A file of labelled lines cannot be read."""


class CorpusDocument(BaseModel):
    """A document of a corpus. Without a title its first line is the title."""

    model_config = ConfigDict(frozen=True)

    id: Text
    text: Text
    title: Text | None = None

    @property
    def named(self) -> str:
        """The title that the document gets."""
        return (self.title or self.text.splitlines()[0]).strip()[:120]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class LabelledQuery(BaseModel):
    """A question with the documents that answer it: `relevant`, or a single `doc`."""

    model_config = ConfigDict(frozen=True)

    query: Text
    relevant: Annotated[list[str], BeforeValidator(_listed)] = Field(
        default_factory=list, validation_alias=AliasChoices("relevant", "doc")
    )
    language: str = "en"


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


class LabelledText(BaseModel):
    """A text with its label; `kind` groups texts in the report."""

    model_config = ConfigDict(frozen=True)

    text: Text
    label: Annotated[Text, BeforeValidator(_text)] = Field(
        validation_alias=AliasChoices("label", "intent")
    )
    language: str = "en"
    kind: str | None = None


class LabelledSpans(BaseModel):
    """A text with the personal data in it: (start, end, kind, value), characters from 0."""

    model_config = ConfigDict(frozen=True)

    text: Text
    spans: tuple[tuple[int, int, str, str], ...]


class LabelledAnswer(BaseModel):
    """A question with pieces of the sentences that answer it; none when nothing does.

    `c` is what was asked before. `in` names sections, for people who look a failure up.
    """

    model_config = ConfigDict(frozen=True)

    question: Text = Field(validation_alias=AliasChoices("q", "question"))
    before: str = Field("", validation_alias=AliasChoices("c", "before"))
    says: tuple[str, ...] = ()
    sections: tuple[str, ...] = Field((), validation_alias=AliasChoices("in", "sections"))
    language: str = "en"


def read_texts(path: Path) -> list[LabelledText]:
    """Texts with labels, JSON lines; raises LabelledFileInvalid."""
    return list(_lines(path, LabelledText))


def read_spans(path: Path) -> list[LabelledSpans]:
    """Texts with marked personal data, JSON lines; raises LabelledFileInvalid."""
    return list(_lines(path, LabelledSpans))


def read_answers(path: Path) -> list[LabelledAnswer]:
    """Questions with what answers them, JSON lines or a YAML list; raises LabelledFileInvalid."""
    if path.suffix not in (".yaml", ".yml"):
        return list(_lines(path, LabelledAnswer))
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        return [LabelledAnswer.model_validate(entry) for entry in entries]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, ValidationError) as error:
        told = str(error).splitlines()
        raise LabelledFileInvalid(f"{path} cannot be read: {' '.join(told[:3])}") from None


def read_corpus(path: Path) -> list[CorpusDocument]:
    """The documents; raises LabelledFileInvalid, also when an id stands there twice."""
    documents = list(_lines(path, CorpusDocument))
    seen: set[str] = set()
    for number, document in enumerate(documents, 1):
        if document.id in seen:
            raise LabelledFileInvalid(f"{path.name}:{number}: the id {document.id!r} again.")
        seen.add(document.id)
    return documents


def read_queries(path: Path, corpus: Sequence[CorpusDocument]) -> list[LabelledQuery]:
    """The questions; raises LabelledFileInvalid, also for a document that the corpus lacks."""
    queries = list(_lines(path, LabelledQuery))
    known = {document.id for document in corpus}
    for number, query in enumerate(queries, 1):
        missing = [one for one in query.relevant if one not in known]
        if missing:
            raise LabelledFileInvalid(
                f"{path.name}:{number}: the corpus has no document {missing[0]!r}."
            )
    return queries


def _lines(path: Path, shape: type[Shape]) -> Iterator[Shape]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelledFileInvalid(f"{path} cannot be read: {error}.") from None
    if not any(line.strip() for line in lines):
        raise LabelledFileInvalid(f"{path} is empty.")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield shape.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"])
            named = f"{place}: " if place else ""
            raise LabelledFileInvalid(f"{path.name}:{number}: {named}{fault['msg']}.") from None
