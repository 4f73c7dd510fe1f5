"""No state, permission or known field that the record denies, or that it does not hold."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.judging import Standing
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "statuses"


def _check(reading: Reading) -> Iterable[Finding]:
    for _, judgements in reading.judgements:
        for one in judgements:
            if one.standing is Standing.DENIED and one.cue is not None:
                words = one.clause.words[one.cue.first : one.cue.last]
                yield reading.finding(
                    ID, words[0].start, words[-1].end, "the record says otherwise", one.evidence
                )


RULE = Rule(ID, "No state that the record denies", _check)
