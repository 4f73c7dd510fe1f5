"""No legal, medical or financial advice, unless a document gives it."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.judging import Standing
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "advice"


def _check(reading: Reading) -> Iterable[Finding]:
    for _, judgements in reading.judgements:
        for one in judgements:
            if one.standing is Standing.QUOTED:
                continue
            for cue in one.clause.of("advice"):
                words = one.clause.words[cue.first : cue.last]
                yield reading.finding(
                    ID, words[0].start, words[-1].end, "advice of this kind needs a document"
                )


RULE = Rule(ID, "No advice that no document gives", _check)
