"""No mixing of records: a value belongs to the record that is named nearest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.parsing import Stretch
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.records import Record, named_by
from deskhand.assistant.guardrails.rule import Rule

ID = "one_record"


def _check(reading: Reading) -> Iterable[Finding]:
    for sentence in reading.sentences:
        for clause in sentence.clauses:
            yield from _mixed(reading, clause)


def _mixed(reading: Reading, clause: Stretch) -> Iterator[Finding]:
    records = [one for one in reading.grounds.records if one.item.kind == "record"]
    named = named_by(records, clause.values)
    if not named:
        return
    for value in clause.values:
        if any(record.everything.has(value) for record in named):
            continue
        other = next((one for one in records if one.everything.has(value)), None)
        if other is not None and not _linked(other, named):
            yield reading.finding(
                ID,
                value.start,
                value.end,
                "this value belongs to another record than the one named",
                other.item.id,
            )


def _linked(other: Record, named: tuple[Record, ...]) -> bool:
    """Whether a record is part of what is named, such as the customer whose order it is."""
    return other.item.subject == "customer" or any(other is one for one in named)


RULE = Rule(ID, "Values of two records are not mixed", _check)
