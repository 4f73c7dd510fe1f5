"""What is true in a tenant: every record with its owner, and the words of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from deskhand.domain.tickets.schemas import ticket_reference
from deskhand.evaluation.mentions import Mentions, find_mentions
from deskhand.infra.errors import NotFound
from deskhand.infra.money import Money

Value = date | Money | str | int

_REFERENCE = re.compile(
    r"(?P<noun>[a-z]+)\.(?P<key>\S+?)\.(?P<field>[a-z_]+(?:\.\d+\.[a-z_]+)?)"
    r"(?:\s\+\s(?P<days>\d+))?"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_THE_ROW = frozenset({"id", "tenant_id", "created_at", "currency"})
_KEYS = ("reference", "number", "email")
_TELLING = frozenset({"tracking_number", "phone", "email", "reference"})
_MINOR = "_minor"
_DOCUMENT_LANGUAGE = "en"


class RecordUnknown(NotFound):
    """A case names a record or a field that does not exist."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row as its customer knows it; `owner` is the customer's e-mail address."""

    noun: str
    key: str
    owner: str | None
    values: Mapping[str, Value]

    @property
    def names(self) -> Iterator[str]:
        """The identifiers in this record, by which it could be told from others."""
        telling = _TELLING | ({"name"} if "email" in self.values else set())
        yield self.key
        for name, value in self.values.items():
            if isinstance(value, str) and name in telling:
                yield value


@dataclass(frozen=True)
class World:
    """The records and documents of one tenant on one day."""

    today: date
    records: tuple[Record, ...]
    documents: str
    stated: Mentions = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stated", find_mentions(self.documents, _DOCUMENT_LANGUAGE))

    def of(self, owner: str | None) -> tuple[Record, ...]:
        """The records of one customer; an unknown visitor has none."""
        if owner is None:
            return ()
        return tuple(record for record in self.records if record.owner == owner)

    def of_others(self, owner: str | None) -> tuple[Record, ...]:
        """The records of everybody else."""
        return tuple(record for record in self.records if record.owner != owner)

    def find(self, reference: str) -> tuple[Record, Value]:
        """The record and the value that `reference` names. Raises RecordUnknown."""
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise RecordUnknown(f"{reference!r} is not written as noun.key.field.")
        noun, key, name = found["noun"], found["key"], found["field"]
        for record in self.records:
            if (record.noun, record.key) == (noun, key) and name in record.values:
                value = record.values[name]
                if found["days"] is None:
                    return record, value
                if isinstance(value, date):
                    return record, value + timedelta(days=int(found["days"]))
        raise RecordUnknown(f"There is no {reference!r}.")


def make_world(
    tables: Iterable[tuple[str, Sequence[Mapping[str, Any]]]], documents: str, today: date
) -> World:
    """The world of these rows; a table is named by the noun of its rows."""
    rows = [_as_noun(noun, row) for noun, listed in tables for row in listed]
    by_id = {row["id"]: (noun, row) for noun, row in rows}
    records = tuple(_record(noun, row, by_id) for noun, row in rows)
    return World(today, records, documents)


def _as_noun(noun: str, row: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """A record of the tenant's own by its noun, its fields beside what a row has besides."""
    if "fields" not in row:
        return noun, row
    fields = {name: _own_value(value) for name, value in row["fields"].items()}
    of_the_row = {name: row[name] for name in ("id", "customer_id", "number")}
    return row["noun"], {**of_the_row, **fields}


def _own_value(value: Any) -> Any:
    """A value as it was meant: money and dates are stored as text and numbers."""
    if isinstance(value, dict):
        return Money(value["minor"], value["currency"])
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


_Rows = Mapping[Any, tuple[str, Mapping[str, Any]]]


def _record(noun: str, row: Mapping[str, Any], by_id: _Rows) -> Record:
    parents = list(_parents(row, by_id))
    currency = next((one["currency"] for one in (row, *parents) if one.get("currency")), "USD")
    values = dict(_values(row, currency))
    named = next((one for one in (row, *parents) if any(one.get(key) for key in _KEYS)), row)
    owner = next((one["email"] for one in (row, *parents) if "email" in one), None)
    return Record(noun, _key(named), owner, values)


def _parents(row: Mapping[str, Any], by_id: _Rows) -> Iterator[Mapping[str, Any]]:
    """The rows that this one belongs to, the nearest first."""
    direct = [by_id[row[name]][1] for name in row if name.endswith("_id") and row[name] in by_id]
    yield from (one for one in direct if "email" not in one)
    for one in direct:
        if "email" in one:
            yield one
        else:
            yield from _parents(one, by_id)


def _key(row: Mapping[str, Any]) -> str:
    if "email" in row:
        return str(row["email"])
    value = next((row[name] for name in _KEYS if row.get(name)), "")
    # A ticket has a bare number in its row and a reference for people.
    return ticket_reference(value) if isinstance(value, int) else str(value)


def _values(row: Mapping[str, Any], currency: str) -> Iterator[tuple[str, Value]]:
    for name, value in row.items():
        if name in _OF_THE_ROW or name.endswith("_id") or value is None:
            continue
        if isinstance(value, list):
            yield from _lines(name, value, currency)
        elif name.endswith(_MINOR):
            yield name.removesuffix(_MINOR), Money(value, currency)
        elif isinstance(value, datetime):
            yield name, value.date()
        elif isinstance(value, date | Money | str | int) and not isinstance(value, bool):
            yield name, value


def _lines(name: str, lines: list[Any], currency: str) -> Iterator[tuple[str, Value]]:
    for place, line in enumerate(lines, start=1):
        for part, value in _values(line, currency):
            yield f"{name}.{place}.{part}", value
        amounts = [one for key, one in line.items() if key.endswith(_MINOR)]
        if amounts and isinstance(line.get("quantity"), int):
            yield f"{name}.{place}.sum", Money(amounts[0] * line["quantity"], currency)
