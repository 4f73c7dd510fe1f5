"""One draft by the model: look-ups in rounds, the reply streamed, its form checked and repaired."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from deskhand.assistant.engine.model.accounting import Account
from deskhand.assistant.engine.model.answer import (
    ModelAnswer,
    ReplyStream,
    read_answer,
    reply_part,
)
from deskhand.assistant.engine.model.calls import Answered, OnPiece
from deskhand.assistant.engine.model.prompts import (
    ANSWER_UNREADABLE,
    TRAILER_MISSING,
    reply_messages,
)
from deskhand.assistant.engine.model.tools import MOST_ROUNDS, run_tools
from deskhand.assistant.engine.port import Brief, CallableTool, Draft, OnText
from deskhand.assistant.evidence import EvidenceSet
from deskhand.infra.models.failures import ModelAnswerInvalid

Ask = Callable[[Sequence[Any], OnPiece | None, Sequence[CallableTool]], Awaitable[Answered]]

_log = structlog.get_logger(__name__)


class Drafting:
    """The work on one draft. `found` and `shown` hold also when it fails."""

    def __init__(self, brief: Brief, account: Account, on_text: OnText | None) -> None:
        self._brief = brief
        self._account = account
        self._on_text = on_text
        self.found = EvidenceSet()
        self.shown = False
        """Whether any text was streamed."""

    async def run(self, ask: Ask) -> Draft:
        """The draft; `ask` puts one question to the model. Raises ChatFailure."""
        messages: list[Any] = list(reply_messages(self._brief))
        tools = self._brief.tools
        for number in range(MOST_ROUNDS + 1):
            answered = await ask(messages, self._streamer(), tools)
            if not answered.tool_calls:
                break
            if number == MOST_ROUNDS:
                raise ModelAnswerInvalid(rounds=number)
            results, evidence = await run_tools(
                answered.tool_calls, tools, last=number == MOST_ROUNDS - 1
            )
            self.found = self.found.with_items(*evidence)
            messages += [answered.message, *results]
        answer = await self._read(answered.text, messages, ask)
        if not self.shown:
            await self._show(answer.text)
        return self._draft(answer)

    async def _read(self, raw: str, messages: list[Any], ask: Ask) -> ModelAnswer:
        """The answer in `raw`; when its form is broken the model may repair it once."""
        try:
            return read_answer(raw)
        except ModelAnswerInvalid:
            text = reply_part(raw)
        order = TRAILER_MISSING if text else ANSWER_UNREADABLE
        messages += [
            {"role": "assistant", "content": raw or "(nothing)"},
            {"role": "user", "content": order},
        ]
        repaired = await ask(messages, None, self._brief.tools)
        return read_answer(repaired.text, text=text)

    def _streamer(self) -> OnPiece | None:
        """Passes on the text of one answer, without the metadata behind it."""
        if self._on_text is None:
            return None
        stream = ReplyStream()
        apart = "\n\n" if self.shown else ""

        async def pass_on(piece: str) -> None:
            nonlocal apart
            text = stream.feed(piece)
            if text:
                await self._show(apart + text)
                apart = ""

        return pass_on

    async def _show(self, text: str) -> None:
        if self._on_text is None:
            return
        self.shown = True
        try:
            await self._on_text(text)
        except Exception:
            # Whoever watches may be gone; the answer is worth finishing all the same.
            _log.exception("model_stream_not_shown")
            self._on_text = None

    def _draft(self, answer: ModelAnswer) -> Draft:
        """The answer as a draft. Evidence that the model made up is not cited."""
        known = {item.id for item in (*self._brief.evidence.items, *self.found.items)}
        return Draft(
            text=answer.text,
            cited=tuple(dict.fromkeys(cited for cited in answer.cited if cited in known)),
            confidence=answer.confidence,
            needs_person=answer.needs_person,
            clarifying=self._brief.plain.clarifying and _asks(answer.text),
        )


def _asks(text: str) -> bool:
    return any(mark in text for mark in "?？؟")
