"""No date without a source: days, weekdays, times of day, and vague time frames."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.values import Kind

ID = "dates"


def _check(reading: Reading) -> Iterable[Finding]:
    return reading.unknown_values(
        ID,
        "this time stands nowhere in the evidence",
        Kind.DATE,
        Kind.WEEKDAY,
        Kind.TIME,
        Kind.FRAME,
    )


RULE = Rule(ID, "Every date and time frame stands in the evidence", _check)
