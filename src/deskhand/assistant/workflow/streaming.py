"""Lets text out while it is written, but only sentences that pass the guardrails."""

from __future__ import annotations

import re

from deskhand.assistant.guardrails.check import check
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.workflow.context import Progress

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*\s+|\n+")
_LEAST = 80
"""Characters let out at once after the first sentence: each time the whole text is checked."""


class SentenceGate:
    """Holds text back until a sentence is whole and all text so far breaks no rule.

    The first sentence that breaks one closes the gate: the rest of the draft is not shown, and
    the audit of the whole draft decides what becomes of it.
    """

    def __init__(self, situation: Situation, progress: Progress) -> None:
        self._situation = situation
        self._progress = progress
        self._text = ""
        self._shown = 0
        self._closed = False

    @property
    def shown(self) -> bool:
        """Whether the customer saw any of it."""
        return self._shown > 0

    async def write(self, piece: str) -> None:
        """Take the next piece of the draft."""
        self._text += piece
        ends = [match.end() for match in _SENTENCE_END.finditer(self._text, self._shown)]
        if self._closed or not ends or (self.shown and ends[-1] - self._shown < _LEAST):
            return
        if check(self._text[: ends[-1]], self._situation):
            self._closed = True
            return
        await self._progress.text(self._text[self._shown : ends[-1]])
        self._shown = ends[-1]
