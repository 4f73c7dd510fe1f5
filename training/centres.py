"""The invented help centres: their sections, with questions that these answer or do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

FOLDER = Path(__file__).parent / "help_centres"
SPLIT = Path(__file__).parent / "split.yaml"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Line = Annotated[Text, BeforeValidator(lambda value: joined(str(value)))]
"""A text that counts line breaks as spaces."""
Language = Literal["en", "de", "fr", "es", "pt", "it"]
Part = Literal["train", "choose", "report"]
Kind = Literal["plain", "indirect", "hurried", "misspelt", "yes_no", "can_i_still", "two_wishes"]

_FEWEST_WORDS, _MOST_WORDS = 35, 260


class CentreInvalid(ValueError):
    """A help centre's file breaks a rule; the message names the file and the place."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(_Frozen):
    """A customer's question and the sentences, items or rows of its section that answer it."""

    ask: Line
    kind: Kind
    evidence: Annotated[tuple[Line, ...], Field(min_length=1)]
    language: Language | None = None
    """Told where it is not the centre's."""


class Unanswered(_Frozen):
    """A question near a section, for a detail that is said nowhere in the centre."""

    ask: Line
    missing: Line
    language: Language | None = None


class Section(_Frozen):
    """One section of a page: `heading` is the page's title and those below it."""

    heading: Annotated[tuple[Line, ...], Field(min_length=1)]
    text: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=4)]
    unanswered: Annotated[tuple[Unanswered, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _holds_together(self) -> Section:
        whole = joined(self.text)
        words = len(whole.split())
        if not _FEWEST_WORDS <= words <= _MOST_WORDS:
            raise ValueError(f"{self.heading[-1]}: {words} words")
        for question in self.questions:
            for sentence in question.evidence:
                if sentence not in whole:
                    raise ValueError(f"{self.heading[-1]}: not in the text: {sentence}")
        return self


class Centre(_Frozen):
    """One help centre, invented for this project."""

    centre: Text
    trade: Text
    language: Language
    style: Text
    sections: Annotated[tuple[Section, ...], Field(min_length=20)]

    @model_validator(mode="after")
    def _nothing_twice(self) -> Centre:
        asked = [question.ask for section in self.sections for question in asked_of(section)]
        twice = {one for one in asked if asked.count(one) > 1}
        headings = [section.heading for section in self.sections]
        twice |= {" › ".join(one) for one in headings if headings.count(one) > 1}
        if twice:
            raise ValueError(f"twice: {'; '.join(sorted(twice))}")
        return self


def joined(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def asked_of(section: Section) -> Iterator[Question | Unanswered]:
    """All questions that stand beside a section."""
    yield from section.questions
    yield from section.unanswered


@cache
def read_centre(path: Path) -> Centre:
    """The help centre of a file; raises CentreInvalid."""
    try:
        # The safe loader in C: sixty files in two seconds instead of twenty.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        centre = Centre.model_validate(content)
    except (yaml.YAMLError, ValidationError) as error:
        raise CentreInvalid(f"{path.name}: {error}") from None
    if centre.centre != path.stem:
        raise CentreInvalid(f"{path.name}: names itself {centre.centre}")
    return centre


def read_centres(*parts: Part) -> list[Centre]:
    """The help centres of these parts of the split, or all, by name."""
    named = read_split()
    wanted = {name for part in parts for name in named[part]}
    files = sorted(FOLDER.glob("*.yaml"))
    return [read_centre(file) for file in files if not parts or file.stem in wanted]


def read_split() -> dict[Part, Sequence[str]]:
    """Which help centre is in which part."""
    split: dict[Part, Sequence[str]] = yaml.safe_load(SPLIT.read_text(encoding="utf-8"))
    return split
