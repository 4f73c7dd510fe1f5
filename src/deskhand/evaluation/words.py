"""The words of a language by which the gauge recognises what a reply says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from babel import Locale
from pydantic import BaseModel, ConfigDict, Field

from deskhand.evaluation.case_files import CASES, read_yaml

ALWAYS = "en"
"""Read beside the language of a dialogue: documents are quoted as they are written."""


class Claim(BaseModel):
    """A sentence by which a reply says that something was done.

    It is true of a record in one of `statuses`, and otherwise only when something was really done.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: str
    statuses: tuple[str, ...] = ()


class WordFile(BaseModel):
    """One language. Phrases are compared without case; `claims` are regular expressions.

    `called` are claims that a person was called. `not_meant` is taken out before statuses are
    looked for. A question with words of `closing` or `offers` (of a person) asks for nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    statuses: Mapping[str, tuple[str, ...]] = {}
    not_meant: tuple[str, ...] = ()
    days: Mapping[Annotated[int, Field(ge=-2, le=2)], tuple[str, ...]] = {}
    in_days: tuple[str, ...] = ()
    days_ago: tuple[str, ...] = ()
    numbers: Mapping[int, tuple[str, ...]] = {}
    unknown: tuple[str, ...] = ()
    decline: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    called: tuple[str, ...] = ()
    function_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a dialogue's language, English ones among them."""

    language: str
    own: WordFile
    files: tuple[WordFile, ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    claims: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]

    def statuses(self, status: str) -> tuple[str, ...]:
        """How the status is said; its own name counts everywhere."""
        said = (phrase for file in self.files for phrase in file.statuses.get(status, ()))
        return (status, status.replace("_", " "), *said)

    def all_of(self, name: str) -> tuple[str, ...]:
        """The phrases of the list `name` in all files."""
        return tuple(phrase for file in self.files for phrase in getattr(file, name))

    def for_day(self, distance: int) -> tuple[str, ...]:
        """How a day that lies `distance` days ahead is called without a date."""
        near = [phrase for file in self.files for phrase in file.days.get(distance, ())]
        patterns = self.all_of("in_days") if distance > 0 else self.all_of("days_ago")
        if distance:
            count = abs(distance)
            spelled = (str(count), *self.for_number(count))
            near += [pattern.format(n=word) for pattern in patterns for word in spelled]
        return tuple(near)

    def for_number(self, number: int) -> tuple[str, ...]:
        """How the number is spelled out."""
        return tuple(word for file in self.files for word in file.numbers.get(number, ()))


@cache
def words_of(language: str) -> Words:
    """The words of `language` with the English ones. Raises CaseFileInvalid."""
    own = _file(language)
    files = (own,) if language == ALWAYS else (own, _file(ALWAYS))
    languages = dict.fromkeys((language, ALWAYS))
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for name in languages:
        locale = Locale.parse(name)
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, word in locale.months[context][width].items():
                    months.setdefault(_plain(word), number)
                if width == "wide":
                    for number, word in locale.days[context][width].items():
                        weekdays.setdefault(_plain(word), number)
                        # "segunda-feira" is mostly called "segunda".
                        weekdays.setdefault(_plain(word).partition("-")[0], number)
    claims = tuple(
        (re.compile(claim.says, re.IGNORECASE), claim.statuses)
        for file in files
        for claim in file.claims
    )
    return Words(language, own, files, months, weekdays, claims)


def _file(language: str) -> WordFile:
    file = CASES.joinpath("words", f"{language}.yaml")
    return read_yaml(file, WordFile) if file.is_file() else WordFile()


def _plain(word: str) -> str:
    return word.lower().rstrip(".")
