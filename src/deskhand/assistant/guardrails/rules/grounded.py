"""Every statement repeats a sentence of the evidence, or tells nothing but one record's values."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.judging import Standing
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "grounded"


def _check(reading: Reading) -> Iterable[Finding]:
    for _, judgements in reading.judgements:
        for one in judgements:
            if one.standing is Standing.NOTHING:
                yield reading.finding(
                    ID,
                    one.clause.start,
                    one.clause.end,
                    "no single piece of evidence says this in so many words",
                )


RULE = Rule(ID, "Every statement stands on one piece of evidence", _check)
