"""The form of a scripted dialogue: what a customer says and what each reply must hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from deskhand.evaluation.case_files import dialogue_files, read_yaml
from deskhand.infra.errors import NotFound

Kind = Literal["answer", "ask", "decline", "hand_over", "small_talk", "unknown", "act"]
Owner = Literal["assistant", "person", "any"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
"""One text, or several of which each will do."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Strict):
    """Something that a reply states; exactly one field is set.

    `record` is `noun.key.field`, a date may be followed by `+ 30` days. `document` and `says` are
    texts of which one is enough. `total` adds amounts, `days` is the distance from today to a
    date, `date` is a day counted from today.
    """

    record: str | None = None
    document: Texts | None = None
    says: Texts | None = None
    number: int | None = None
    date: int | None = None
    total: Annotated[tuple[str, ...], Field(min_length=2)] | None = None
    days: str | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Fact:
        if len(self.model_fields_set) != 1:
            raise ValueError("a fact is one of record, document, says, number, date, total, days")
        return self

    def __str__(self) -> str:
        """The fact as its file writes it, on one line."""
        name = next(iter(self.model_fields_set))
        value = getattr(self, name)
        shown = " | ".join(value) if isinstance(value, tuple) else str(value)
        return shown if name == "record" else f"{name} {shown}"


def _fact(value: Any) -> Any:
    return {"record": value} if isinstance(value, str) else value


WrittenFact = Annotated[Fact, BeforeValidator(_fact)]
Facts = tuple[WrittenFact, ...]


class Step(_Strict):
    """One message, or a burst of them, and what its reply must be like.

    `facts` each have to be stated, `also` makes a reply complete, of each group of `any_of` one
    fact is enough. `allows` may be stated without being found elsewhere. `asks`: a question back
    is right too. `effect`: the customer has agreed, so that a change of the records is right.
    `becomes` are values that records must have afterwards, as texts or as other records' values.
    """

    says: Texts
    kind: Kind
    facts: Facts = ()
    also: Facts = ()
    any_of: tuple[Annotated[Facts, Field(min_length=1)], ...] = ()
    allows: Facts = ()
    forbidden: Facts = ()
    says_not: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    asks: bool = False
    waiting: bool = False
    owner: Owner | None = None
    effect: bool = False
    becomes: dict[str, str] = {}

    @property
    def wanted_owner(self) -> Owner:
        """Who shall have the conversation afterwards, where the case leaves it to the kind."""
        if self.owner is not None:
            return self.owner
        if self.kind == "hand_over" or self.waiting:
            return "person"
        return "any" if self.kind in ("act", "unknown", "decline") else "assistant"

    @property
    def wanted_facts(self) -> Iterator[Fact]:
        """Every fact that a right reply may state because the case names it."""
        yield from (*self.facts, *self.also, *self.allows)
        for group in self.any_of:
            yield from group

    @model_validator(mode="after")
    def _can_be_judged(self) -> Step:
        if self.kind == "answer" and not (self.facts or self.any_of):
            raise ValueError("an answer needs facts or any_of, or any reply would be right")
        if self.kind == "hand_over" and self.owner == "assistant":
            raise ValueError("a hand-over does not leave the conversation with the assistant")
        if self.waiting and self.owner == "assistant":
            raise ValueError("a person who waits is not the assistant")
        if self.becomes and not self.effect:
            raise ValueError("records become something only where the customer has agreed")
        return self


class Dialogue(_Strict):
    """A conversation with one customer; without `customer` an unknown visitor speaks.

    `language` is what a good reply is written in; left out, it is the file's.
    """

    id: Identifier
    customer: str | None = None
    language: str | None = None
    turns: Annotated[tuple[Step, ...], Field(min_length=1)]


class DialogueFile(_Strict):
    """One theme in one language, held with the customers of one tenant."""

    tenant: str
    language: str
    about: str
    dialogues: Annotated[tuple[Dialogue, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_each_dialogue_once(self) -> DialogueFile:
        ids = [dialogue.id for dialogue in self.dialogues]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"named twice: {', '.join(twice)}")
        return self


class Case(_Strict):
    """A dialogue with what its file says about it."""

    suite: str
    tenant: str
    about: str
    language: str
    dialogue: Dialogue


class SuiteUnknown(NotFound):
    """There is no suite of this name."""


class NothingChosen(NotFound):
    """No dialogue fits what was asked for."""


@cache
def suites() -> tuple[str, ...]:
    """The names of the shipped files, which are their names without the ending."""
    return tuple(sorted(dialogue_files()))


@cache
def load_suite(name: str) -> tuple[Case, ...]:
    """The dialogues of the suite `name`. Raises SuiteUnknown, CaseFileInvalid."""
    if name not in suites():
        raise SuiteUnknown(f"There is no suite {name!r}; there are {', '.join(suites())}.")
    file = read_yaml(dialogue_files()[name], DialogueFile)
    return tuple(
        Case(
            suite=name,
            tenant=file.tenant,
            about=file.about,
            language=dialogue.language or file.language,
            dialogue=dialogue,
        )
        for dialogue in file.dialogues
    )


def choose(
    names: Sequence[str] = (), languages: Sequence[str] = (), only: Sequence[str] = ()
) -> list[Case]:
    """The dialogues of these suites, languages and ids; all where nothing is named.

    Raises SuiteUnknown, NothingChosen.
    """
    found = [
        case
        for name in (names or suites())
        for case in load_suite(name)
        if (not languages or case.language in languages) and (not only or case.dialogue.id in only)
    ]
    missing = sorted(set(only) - {case.dialogue.id for case in found})
    if not found or missing:
        raise NothingChosen(f"No dialogue fits {', '.join(missing or [*names, *languages])}.")
    return found
