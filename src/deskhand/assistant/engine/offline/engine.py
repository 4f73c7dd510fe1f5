"""The engine without a model: a local classifier understands, the agents' own words answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deskhand.assistant.engine.offline.clarifying import with_the_question
from deskhand.assistant.engine.port import Brief, Drafted, OnText, Past, PastMessage, Usage
from deskhand.assistant.understanding.schemas import Understanding
from deskhand.assistant.understanding.understand import Understander
from deskhand.domain.knowledge.chunkers.sentences import split_sentences

_SUMMARY_WORDS = 120
_PIECE = re.compile(r".+?(?:[.!?…:](?=\s)\s+|\n+|$)", re.DOTALL)
"""A sentence or a line with the white space after it: what is let out at once."""
_LINE_WORDS = 24


class OfflineEngine:
    """Implements `Engine`; deterministic, and never away."""

    name = "offline"

    def __init__(self, understander: Understander) -> None:
        self._understander = understander

    async def expect(self, message: str) -> None:
        """Begin on the vectors of the message."""
        await self._understander.expect(message)

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        """What `message` means, by the local classifier."""
        recent = [said.text for said in past.messages if said.role == "customer"]
        understood = await self._understander.understand(message, recent)
        whole = with_the_question(message, past)
        small = understood.dialogue_act in ("thank", "greet", "decline") or understood.wants_person
        if whole != message and not small:
            understood = await self._understander.understand(whole, recent[:-1])
        return understood, Usage()

    async def draft(self, brief: Brief, spent: Usage, on_text: OnText | None = None) -> Drafted:
        """The agent's own reply, let out as it stands."""
        draft = brief.plain if brief.refine is None else await brief.refine()
        if on_text is not None:
            for piece in _PIECE.findall(draft.text + "\n"):
                await on_text(piece)
        return Drafted(draft, self.name)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        """The beginnings of what was said; the oldest words leave when it grows too long."""
        lines = [previous] if previous else []
        lines += [f"{_WHO[said.role]}: {_beginning(said.text)}" for said in messages]
        words = " ".join(lines).split()
        if len(words) > _SUMMARY_WORDS:
            return "… " + " ".join(words[-_SUMMARY_WORDS:])
        return " ".join(words)


_WHO = {"customer": "Customer", "assistant": "Assistant", "agent": "Team"}


def _beginning(text: str) -> str:
    sentences = split_sentences(" ".join(text.split()))
    words = (sentences[0] if sentences else "").split()
    cut = " ".join(words[:_LINE_WORDS])
    return f"{cut} …" if len(words) > _LINE_WORDS else cut
