"""The shape of what a pack lets people do: actions, the rules they pass, and their thresholds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from deskhand.packs.conditions import Condition, Formula
from deskhand.packs.schema import Name, WordingId

ArgumentKind = Literal["money", "date", "number", "text", "choice", "list"]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )


class Argument(_Part):
    """One value that an action needs; a `list` holds texts, each of them once.

    `from` takes it from a field of the record when nobody names it. `is` computes it, and nobody
    can name it.
    """

    kind: ArgumentKind = "text"
    field: Name | None = Field(None, alias="from")
    formula: Formula | None = Field(None, alias="is")
    choices: tuple[Name, ...] = ()
    optional: bool = False
    longest: int = Field(500, ge=1, le=5000)

    @model_validator(mode="after")
    def _is_one_thing(self) -> Argument:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("exactly the kind choice has `choices`")
        if self.formula is not None and (self.field is not None or self.optional):
            raise ValueError("what `is` computes is neither taken `from` a field nor optional")
        return self


def _argument(value: object) -> object:
    return {"from": value} if isinstance(value, str) else value


class Action(_Part):
    """A write to the business: what it is done to, by which operation, and what must hold.

    Whose record it is, is asked of every action and needs no rule.
    """

    noun: Name
    operation: Name
    gateway: Name = Field("built_in", description="Where the operation is done.")
    arguments: dict[Name, Annotated[Argument, BeforeValidator(_argument)]] = {}
    sets: dict[Name, Any] = Field({}, description="Fields of the record that the operation sets.")
    rules: tuple[Name, ...] = ()
    confirm: bool = True
    approve: Condition | None = Field(None, description="When a person has to approve.")
    watched: bool = Field(False, description="Whether signals of abuse can ask for approval.")
    expires: int = Field(30, ge=1, le=1440, description="Minutes for which a proposal stands.")


class SlotsRule(_Part):
    """At most so many in a period, for each customer or each record; held by unique rows."""

    slot: Name
    most: int = Field(ge=1, le=100)
    per: Literal["day", "month", "year", "ever"]
    of: Literal["customer", "record"] = "customer"
    by: tuple[Name, ...] = Field((), description="Arguments counted apart, each of a list.")
    besides: Name | None = Field(
        None, description="A field that counts those which no action of ours did."
    )


class AtMostRule(_Part):
    """An amount or number is no more than what a field of the record holds."""

    argument: Name
    field: Name


class OneOfRule(_Part):
    """A text, or each text of a list, is one of those that a field of the record lists."""

    argument: Name
    field: Name


RULE_KINDS = ("if", "slots", "at_most", "one_of")
"""What a rule can check; each has exactly one of them."""


class Rule(_Part):
    """One thing that must hold, the sentence for the customer when it does not, and why."""

    when: Condition | None = Field(None, alias="if")
    slots: SlotsRule | None = None
    at_most: AtMostRule | None = None
    one_of: OneOfRule | None = None
    say: WordingId
    reason: str = Field(min_length=1, max_length=300, description="For the team.")

    @model_validator(mode="after")
    def _one_kind(self) -> Rule:
        given = [one for one in RULE_KINDS if self.part(one) is not None]
        if len(given) != 1:
            raise ValueError(f"a rule has exactly one of {', '.join(RULE_KINDS)}")
        return self

    @property
    def kind(self) -> str:
        """Which of `RULE_KINDS` it is."""
        return next(one for one in RULE_KINDS if self.part(one) is not None)

    def part(self, kind: str) -> Any:
        """What stands under the key `kind`; None where it is another kind of rule."""
        return self.when if kind == "if" else getattr(self, kind)


class Approvals(_Part):
    """Who approves what needs a person, and for how many hours it waits."""

    role: Literal["agent", "admin", "owner"] = "agent"
    hours: int = Field(48, ge=1, le=720)


SignalName = Literal["actions_in_a_month", "asked_in_a_day", "same_contact", "same_record"]
"""What can be a sign of abuse; each is a file in `domain/actions/signals`."""


class Watched(_Part):
    """Above which figure a signal gives points, and how many."""

    above: int = Field(ge=0)
    points: int = Field(1, ge=1, le=100)


class Risk(_Part):
    """Signs of abuse: their points together may ask for a person's approval, and never refuse."""

    approve_from: int = Field(1, ge=1)
    signals: dict[SignalName, Watched] = {}


class PoliciesFile(_Part):
    """`policies.yaml`: thresholds and windows, rules by id, signs of abuse, and who approves."""

    values: dict[Name, Any] = {}
    rules: dict[Name, Rule] = {}
    risk: Risk = Risk()
    approvals: Approvals = Approvals()
