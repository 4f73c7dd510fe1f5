"""The second lock: reads free text and finds every claim that the evidence does not carry."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.lexicon import lexicon_of
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.registry import RULES
from deskhand.assistant.guardrails.situation import Situation

__all__ = ["Finding", "Rest", "Verdict", "check", "check_off_loop"]

LONGEST_TEXT = 20_000
"""Longer texts are not read: no reply is that long."""

_SHORT_TEXT = 400
"""So many characters are read in a few milliseconds, so that a thread is not worth its cost."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The evidence that a clause, which begins at `start`, was found to rest on."""

    start: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the lock says. `not_checked` is no pass: the text could not be read.

    `rests` tells what carries the clauses that say something, in their order.
    """

    status: Literal["checked", "not_checked"]
    findings: tuple[Finding, ...] = ()
    rests: tuple[Rest, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the text was read and nothing was found."""
        return self.status == "checked" and not self.findings


def check(text: str, situation: Situation) -> Verdict:
    """Hold `text` against the evidence of `situation`, in time linear in its length.

    Without a dictionary for the situation's language, or when the text is too long, the verdict
    is `not_checked`. Findings come in the order of the registry, each once.
    """
    lexicon = lexicon_of(situation.language)
    if lexicon is None or len(text) > LONGEST_TEXT:
        return Verdict("not_checked")
    reading = Reading(text, situation, lexicon)
    found = [finding for rule in RULES for finding in rule.check(reading)]
    rests = tuple(
        Rest(one.clause.start, one.evidence)
        for _, judgements in reading.judgements
        for one in judgements
        if one.evidence is not None
    )
    return Verdict("checked", tuple(dict.fromkeys(found)), rests)


async def check_off_loop(text: str, situation: Situation) -> Verdict:
    """The same as `check`; a long text is read in a thread, so that the event loop goes on."""
    if len(text) <= _SHORT_TEXT:
        return check(text, situation)
    return await asyncio.to_thread(check, text, situation)
