"""No sum of money without a source, in the currency of the source."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.values import Kind

ID = "amounts"


def _check(reading: Reading) -> Iterable[Finding]:
    return reading.unknown_values(ID, "this amount stands nowhere in the evidence", Kind.AMOUNT)


RULE = Rule(ID, "Every amount stands in the evidence, in its currency", _check)
