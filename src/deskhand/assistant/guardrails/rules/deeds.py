"""Nothing done or promised that the ledger does not show, and no gifts."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.judging import Judgement, Standing
from deskhand.assistant.guardrails.parsing import Stretch
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "deeds"


def _check(reading: Reading) -> Iterable[Finding]:
    for _, judgements in reading.judgements:
        for one in judgements:
            reason = _broken(one)
            if reason:
                yield reading.finding(ID, one.clause.start, one.clause.end, reason, one.evidence)


def _broken(one: Judgement) -> str:
    if one.standing not in (Standing.NOTHING, Standing.DENIED):
        return ""
    if one.clause.has("gifts"):
        return "nothing in the evidence grants this"
    if one.clause.has("staff", "actors") and one.clause.has("future"):
        return "nothing in the evidence shows that somebody will do this"
    if _does(one.clause):
        return "the ledger does not show that this was done"
    return ""


def _does(clause: Stretch) -> bool:
    return clause.has("acts") and clause.has("actors", "passives", "staff", "future")


RULE = Rule(ID, "Nothing is said to be done or promised that the ledger does not show", _check)
