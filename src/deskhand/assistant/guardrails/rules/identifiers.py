"""No identifier without a source: numbers of records, references, and whatever looks like one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.values import Kind
from deskhand.assistant.guardrails.words import fold

ID = "identifiers"


def _check(reading: Reading) -> Iterable[Finding]:
    return _unknown(reading)


def _unknown(reading: Reading) -> Iterator[Finding]:
    for value in reading.values(Kind.IDENTIFIER):
        # `2P` and `4K` are parts of names as well as identifiers.
        named = fold(reading.text[value.start : value.end]) in reading.grounds.names
        if not (named or reading.grounds.somewhere(value)):
            yield reading.finding(
                ID, value.start, value.end, "this identifier stands nowhere in the evidence"
            )


RULE = Rule(ID, "Every identifier stands in the evidence", _check)
