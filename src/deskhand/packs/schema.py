"""The shape of a pack: nouns, intents, procedures, agents, hours; every trade is one of these."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from deskhand.packs.conditions import Condition
from deskhand.packs.patterns import Pattern

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
ChoiceName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]
WordingId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*[a-z0-9]$", max_length=80)]
Time = Annotated[str, Field(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Holiday = Annotated[str, Field(pattern=r"^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$")]
Languages = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )


class Identifier(_Part):
    """How customers write the number of a thing.

    `as` spells it the one way: `{1}` is the first group, upper-cased. A `bare` pattern counts only
    when a word for the noun stands before it, or when the message is nothing else. A `known` one
    counts only when there is such a record: it may be wide, as numbers of other systems are.
    """

    pattern: Pattern
    spelled: str = Field("{1}", alias="as")
    bare: bool = False
    known: bool = False

    @model_validator(mode="after")
    def _groups_exist(self) -> Identifier:
        for named in re.findall(r"\{([^}]*)\}", self.spelled):
            if not named.isdecimal() or not 0 <= int(named) <= self.pattern.groups:
                raise ValueError(f"the pattern has no group {{{named}}}")
        return self


class NounField(_Part):
    """One value of a record; `hidden` ones serve conditions and are never told."""

    kind: Literal["date", "money", "state", "number", "text", "identifier", "flag"]
    hidden: bool = False


class Noun(_Part):
    """A kind of record that customers speak of.

    `read` names the tool that looks records up. `label` is the field that people describe a
    record by ("the camera"), where its words fit nothing else. `states` puts each state into
    groups, for conditions (`order.is_open`). `answers` says what is told when a customer asks only
    "why?" or "when?" about a record. `told` is what is said of a record when nothing particular
    is asked.
    """

    read: Name
    identifiers: tuple[Identifier, ...] = ()
    number: Name = "number"
    label: Name | None = None
    amounts: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)?$")] | None = Field(
        None, description="The field that sums are made of, or `noun.field` of related records."
    )
    likely: tuple[Condition, ...] = Field(
        (), description="Records that a bare question means, the likeliest kind first."
    )
    summed: Condition | None = Field(None, description="Records that count in sums.")
    moments: tuple[Name, ...] = Field((), description="The dates that days are counted to.")
    fields: dict[Name, NounField]
    state: Name | None = None
    states: dict[Name, tuple[Name, ...]] = {}
    progress: tuple[Name, ...] = Field(
        (), description="The states of the usual way in their order, which pages draw as a line."
    )
    tones: dict[Name, Literal["good", "warm", "alarm"]] = Field(
        {}, description="How pages colour a state, by its groups; the first that fits."
    )
    told: WordingId
    listed: WordingId
    missing: WordingId
    none_of: WordingId | None = Field(
        None, description="Said when none belongs to the record of another noun that is meant."
    )
    answers: dict[Name, WordingId] = {}


class Intent(_Part):
    """What a customer may want.

    It leads to a procedure, to a field of a noun, to the documents (`documents: true`), or to
    an answer of its own (`says`). `wish` says that something shall be done for this customer;
    asked in general ("how do I …") a wish is a question to the documents.
    """

    category: str = "GENERAL"
    procedure: Name | None = None
    tells: WordingId | None = None
    about: Name | None = Field(None, description="The noun that it is about.")
    which: Condition | None = Field(None, description="Records that it can be about.")
    documents: bool = False
    whole: bool = Field(False, description="Instructions: quoted on to the end of their passage.")
    question: Name | None = Field(
        None, description="A question to the documents, for languages that they are not in."
    )
    wish: bool = False
    state_of: tuple[Name, ...] = Field((), description="The actions whose state it asks for.")
    says: WordingId | None = None
    outside: bool = False
    small_talk: bool = False


Outcome = Literal["done", "refused", "waiting", "unknown"]
"""What becomes of an action that the customer agreed to."""

VERBS = (
    "look_up",
    "ask",
    "say",
    "compute",
    "quote",
    "keep",
    "when",
    "may",
    "propose",
    "hand_over",
    "offer",
    "end",
)
"""What a step can do; each has exactly one of them."""


class Step(_Part):
    """One step of a procedure; exactly one of its verbs is given."""

    look_up: Name | None = None
    ask: Name | None = None
    say: WordingId | None = None
    each: Name | None = Field(None, description="With `say`: for each record of this slot.")
    compute: Literal["sum", "count"] | None = None
    of: str | None = Field(None, description="With `compute`: `noun.field`.")
    where: Condition | None = Field(None, description="With `keep`: which records.")
    quote: Name | None = Field(None, description="A question of the pack to the documents.")
    keep: Name | None = Field(None, description="Keep of a slot's records those of `where`.")
    when: Condition | None = Field(None, alias="if")
    may: Name | None = Field(None, description="An action: do its rules allow it now?")
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = Field((), alias="else")
    propose: Name | None = Field(None, description="An action; one that no file has a person does.")
    confirm: WordingId | None = None
    on: dict[Outcome, WordingId] = Field({}, description="With `propose`: what is said of each.")
    hand_over: str | None = Field(None, description="Why a person is needed; shown to the team.")
    offer: Name | None = Field(None, description="What is offered: a person, or a procedure.")
    end: str | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> Step:
        given = [verb for verb in VERBS if getattr(self, verb) is not None]
        if len(given) != 1:
            raise ValueError(f"a step has exactly one verb, and this one has {given or 'none'}")
        return self


class PartOf(_Part):
    """Which record's parts they are: the slot that holds it, and the field that lists them."""

    of: Name
    field: Name


class SlotKind(_Part):
    """What a procedure has to know: records of a noun, one of some choices, or free words.

    A part is one of the texts that a field of another slot's record lists, or all of them.
    """

    noun: Name | None = None
    likely: Condition | None = Field(None, description="Records that the wish can be about.")
    several: bool = False
    none: WordingId | None = Field(None, description="Said when no record is likely.")
    choices: tuple[ChoiceName, ...] = ()
    part: PartOf | None = None
    text: bool = False
    ask: WordingId
    optional: bool = False

    @model_validator(mode="after")
    def _one_kind(self) -> SlotKind:
        kinds = (self.noun is not None, bool(self.choices), self.part is not None, self.text)
        if sum(kinds) != 1:
            raise ValueError("a slot is exactly one of noun, choices, part and text")
        return self


class Procedure(_Part):
    """A declared flow: what to know, then steps in order."""

    procedure: Name
    slots: dict[Name, SlotKind] = {}
    follow_ups: dict[Name, tuple[Step, ...]] = Field(
        {}, description="What is answered to a bare `why?`, `when?` … while this is the topic."
    )
    steps: tuple[Step, ...]


class Agent(_Part):
    """A name for some procedures and intents, with the objective a model is told."""

    name: Name
    objective: str
    intents: tuple[Name, ...] = ()
    tools: tuple[Name, ...] = ()


class Hours(_Part):
    """When people are there, in the time zone `zone`; `days` count from Monday = 0."""

    zone: str = "UTC"
    days: dict[Annotated[int, Field(ge=0, le=6)], tuple[Time, Time]] = {}
    holidays: tuple[Holiday, ...] = Field((), description="`MM-DD` or ISO dates.")

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            raise ValueError(f"there is no time zone {zone!r}") from error
        return zone


class HandOver(_Part):
    """When a person is called beside the customer's own wish."""

    stuck: int = Field(2, ge=1, description="So many unclear messages in a row.")
    collects: tuple[Name, ...] = ()


class PackFile(_Part):
    """`pack.yaml`: the trade's name, its languages, agents and hours."""

    name: Name
    title: str
    languages: tuple[Languages, ...]
    agents: tuple[Agent, ...]
    hours: Hours = Hours()
    hand_over: HandOver = HandOver()
    contact: dict[str, str] = {}
    wording: Literal["strict", "assisted"] = "strict"


class Examples(_Part):
    """How customers of one language speak: examples of intents, words for nouns and states."""

    intents: dict[Name, tuple[str, ...]]
    nouns: dict[Name, tuple[str, ...]] = {}
    states: dict[Name, dict[Name, tuple[str, ...]]] = {}
    names: dict[str, tuple[str, ...]] = {}
    asks: dict[Name, dict[WordingId, tuple[str, ...]]] = {}
    choices: dict[ChoiceName, tuple[str, ...]] = {}
    questions: dict[Name, str] = Field({}, description="Questions that procedures quote.")
