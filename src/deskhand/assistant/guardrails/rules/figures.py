"""No figure without a source: numbers, in digits or words, shares, quantities with their unit."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.values import Kind

ID = "figures"


def _check(reading: Reading) -> Iterable[Finding]:
    return reading.unknown_values(
        ID, "this figure stands nowhere in the evidence", Kind.NUMBER, Kind.PERCENT, Kind.QUANTITY
    )


RULE = Rule(ID, "Every figure stands in the evidence, with its unit", _check)
