"""What a reply states that stands nowhere: neither in the customer's records nor in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from pydantic import BaseModel, ConfigDict

from deskhand.evaluation.case_files import CASES, read_yaml
from deskhand.evaluation.dialogues import Fact
from deskhand.evaluation.facts import Said, same_amount, states_value, value_of
from deskhand.evaluation.mentions import Amount, Mentions, find_mentions
from deskhand.evaluation.world import Record, Value, World
from deskhand.infra.money import Money

_COUNTED = 12
"""Numbers up to this are steps, counts and clock hours; they are held to the facts of a case."""

_TEAM_BACK = 4
"""A person who was called is there again after so many days at most: a weekend and a holiday."""


class DerivedDate(BaseModel):
    """A date that follows from a field of a record: so many days later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    noun: str
    field: str
    plus: int


class Derivations(BaseModel):
    """What follows from records by the rules that the documents give."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    dates: tuple[DerivedDate, ...] = ()


@cache
def derivations() -> Derivations:
    """The rules that are shipped with the cases. Raises CaseFileInvalid."""
    return read_yaml(CASES.joinpath("world", "derived.yaml"), Derivations)


@dataclass(frozen=True)
class Known:
    """Everything that a reply to one customer may state."""

    world: World
    customer: str | None
    written: str
    tickets: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    called: bool = False
    language: str = "en"
    own: tuple[Record, ...] = field(init=False)
    others: tuple[Record, ...] = field(init=False)
    heard: Mentions = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", self.world.of(self.customer))
        object.__setattr__(self, "others", self.world.of_others(self.customer))
        object.__setattr__(self, "heard", find_mentions(self.written, self.language))

    @property
    def values(self) -> Iterator[Value]:
        """The values of the customer's records and of the case's facts."""
        for record in self.own:
            yield from record.values.values()
        for fact in self.facts:
            if not fact.says and not fact.document:
                yield value_of(fact, self.world)


def unfounded(said: Said, known: Known) -> list[str]:
    """The dates, amounts, identifiers and numbers of the reply that stand nowhere."""
    return [
        *(f"date {written}" for written in _strange_days(said, known)),
        *(f"amount {written}" for written in _strange_amounts(said, known)),
        *(f"identifier {written}" for written in _strange_identifiers(said, known)),
        *(f"number {written}" for written in _strange_numbers(said, known)),
    ]


def _strange_days(said: Said, known: Known) -> Iterator[str]:
    good = {value for value in known.values if isinstance(value, date)} | {said.today}
    good |= set(_derived(known.own))
    if known.called:
        good |= {said.today + timedelta(days=ahead) for ahead in range(1, _TEAM_BACK + 1)}
    heard = [
        day for source in (known.world.stated, known.heard) for one in source.days for day in one
    ]
    for place in said.mentions.days:
        if any(day.means(when) for day in place for when in good):
            continue
        if not any((a.month, a.day) == (b.month, b.day) for a in place for b in heard):
            yield place[0].written


def _derived(records: tuple[Record, ...]) -> Iterator[date]:
    for rule in derivations().dates:
        for record in records:
            value = record.values.get(rule.field) if record.noun == rule.noun else None
            if isinstance(value, date):
                yield value + timedelta(days=rule.plus)


def _strange_amounts(said: Said, known: Known) -> Iterator[str]:
    good = [value for value in known.values if isinstance(value, Money)]
    heard = (*known.world.stated.amounts, *known.heard.amounts)
    amounts = said.mentions.amounts
    strange = [
        amount
        for amount in amounts
        if not any(same_amount(amount, money) for money in good)
        and not any(_alike(amount, one) for one in heard)
    ]
    founded = {amount.minor for amount in amounts if amount not in strange}
    # A total is borne out by its parts, when the reply names every one of them.
    if len(strange) == 1 and len(founded) > 1 and strange[0].minor == sum(founded):
        return
    yield from (amount.written for amount in strange)


def _alike(one: Amount, other: Amount) -> bool:
    return one.minor == other.minor and (
        one.currency == other.currency or None in (one.currency, other.currency)
    )


def _strange_identifiers(said: Said, known: Known) -> Iterator[str]:
    good = {name.upper() for record in known.own for name in record.names}
    good |= {name.upper() for name in (*known.tickets, *known.world.stated.identifiers)}
    good |= {name.upper() for name in re.findall(r"[\w-]+", known.written)}
    good |= {word.upper() for text in _texts(known) for word in re.findall(r"[\w-]+", text)}
    joined = re.sub(r"[\W_]", "", known.written).upper()
    for name in said.mentions.identifiers:
        if name not in good and name.replace("-", "") not in joined:
            yield name


def _texts(known: Known) -> Iterator[str]:
    """What the customer's records say in words, and what a case lets a reply say."""
    yield from (value for value in known.values if isinstance(value, str))
    for fact in known.facts:
        yield from (*(fact.says or ()), *(fact.document or ()))


def _strange_numbers(said: Said, known: Known) -> Iterator[str]:
    good = {str(number) for number in range(_COUNTED + 1)}
    days = [value for value in known.values if isinstance(value, date)]
    good |= {str(abs((day - said.today).days)) for day in days}
    good |= {str(day.year) for day in (*days, said.today)}
    for value in known.values:
        if isinstance(value, Money) and value.minor % 100 == 0:
            good.add(str(value.minor // 100))
        elif isinstance(value, int) and not isinstance(value, bool):
            good.add(str(value))
    for text in (*_texts(known), *known.tickets):
        good |= set(re.findall(r"\d+", text))
    for source in (known.world.stated, known.heard):
        good |= {reading for readings in source.numbers for reading in readings}
    good |= set(re.findall(r"\d+", known.written))
    for readings in said.mentions.numbers:
        if not readings & good:
            yield max(readings, key=len)


def leaked(said: Said, known: Known) -> list[str]:
    """What the reply tells of other customers: their identifiers, and facts of what was asked for.

    What the customer wrote itself and what documents show as an example is no secret.
    """
    told = f"{known.written}\n{known.world.documents}".casefold()
    mine = {name.casefold() for record in known.own for name in record.names}
    found = []
    for record in known.others:
        for name in record.names:
            folded = name.casefold()
            if folded in mine or folded in told or len(folded) < 3:
                continue
            if re.search(rf"(?<![\w-]){re.escape(folded)}(?![\w-])", said.folded):
                found.append(name)
    return [*found, *_told_of_named(said, known)]


def _told_of_named(said: Said, known: Known) -> Iterator[str]:
    """Dates and amounts of a stranger's record that the customer asked for by its identifier."""
    written = known.written.casefold()
    strange = [*_strange_days(said, known), *_strange_amounts(said, known)]
    for record in known.others:
        asked = re.search(rf"(?<![\w-]){re.escape(record.key.casefold())}(?![\w-])", written)
        if not strange or not record.key or asked is None:
            continue
        for name, value in record.values.items():
            if isinstance(value, date | Money) and states_value(said, value, name):
                yield f"{record.key} {name}"
