"""Look up records of any noun of the pack: by number, or the newest ones of the customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from pydantic import BaseModel, Field

from deskhand.assistant.evidence import Evidence, Fact, FactKind, FactValue
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.records import record
from deskhand.domain.commerce.records import find_record, records_of
from deskhand.domain.tables import Record
from deskhand.infra.money import Money
from deskhand.packs.schema import Noun

NAME: Final = "find_records"
NEWEST: Final = 50
"""Enough for sums and choices over what a person remembers."""


class RecordQuery(BaseModel):
    """Which records are wanted."""

    noun: str = Field(max_length=60, description="The kind of record.")
    numbers: list[str] = Field(
        default_factory=list,
        max_length=5,
        description="Numbers as the customer wrote them; empty: the newest records.",
    )


async def run(desk: Desk, arguments: RecordQuery) -> tuple[Evidence, ...]:
    """The visible records; a number that is not theirs yields nothing."""
    return await read(desk, arguments.noun, tuple(arguments.numbers))


async def read(desk: Desk, noun: str, numbers: tuple[str, ...]) -> tuple[Evidence, ...]:
    """The visible records of `noun` with these numbers, or the customer's newest.

    A noun that the pack does not have, or reads in another way, has none.
    """
    shape = desk.nouns.get(noun)
    if shape is None or shape.read != NAME:
        return ()
    async with desk.session() as session:
        if numbers:
            asked = [await find_record(session, desk.reader, noun, number) for number in numbers]
            found = list({one.id: one for one in asked if one is not None}.values())
        elif desk.customer_id is not None:
            found = await records_of(session, desk.reader, noun, desk.customer_id, NEWEST)
        else:
            found = []
    return tuple(record_evidence(one, shape) for one in found)


def record_evidence(row: Record, shape: Noun) -> Evidence:
    """A record with every field of its noun; None where it is not known, or not of its kind."""
    facts = tuple(
        Fact(name, FactKind.IDENTIFIER, row.number)
        if name == shape.number
        else _fact(name, field.kind, row.fields)
        for name, field in shape.fields.items()
    )
    return record(row.noun, row.number, facts, row.customer_id)


def _fact(name: str, kind: str, values: Mapping[str, Any]) -> Fact:
    fact_kind, read_as = _KINDS[kind]
    value = read_as(values.get(name))
    return Fact(name, FactKind.LIST if isinstance(value, tuple) else fact_kind, value)


def _text(value: object) -> FactValue:
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    return value if isinstance(value, str) and value else None


def _date(value: object) -> FactValue:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _money(value: object) -> FactValue:
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return Money(minor, currency)
    return None


def _number(value: object) -> FactValue:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: object) -> FactValue:
    return value if isinstance(value, bool) else None


_KINDS: Final[Mapping[str, tuple[FactKind, Callable[[object], FactValue]]]] = {
    "date": (FactKind.DATE, _date),
    "money": (FactKind.AMOUNT, _money),
    "state": (FactKind.STATUS, _text),
    "number": (FactKind.NUMBER, _number),
    "text": (FactKind.TEXT, _text),
    "identifier": (FactKind.IDENTIFIER, _text),
    "flag": (FactKind.FLAG, _flag),
}

TOOL = Tool(
    NAME,
    "Records of the business, by their kind, with all that is known of each.",
    RecordQuery,
    run,
)
