"""The model engine: a language model understands and phrases, the offline engine stands behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import structlog
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deskhand.assistant.engine.model.accounting import Account
from deskhand.assistant.engine.model.answer import read_json, without_controls
from deskhand.assistant.engine.model.calls import Answered, ModelCalls, OnPiece
from deskhand.assistant.engine.model.drafting import Ask, Drafting
from deskhand.assistant.engine.model.prompts import summary_messages, understanding_messages
from deskhand.assistant.engine.port import (
    Brief,
    CallableTool,
    Drafted,
    Engine,
    OnText,
    Past,
    PastMessage,
    Usage,
)
from deskhand.assistant.understanding.intents import CATEGORY_OF
from deskhand.assistant.understanding.schemas import Intent, Understanding
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.chat import close_chat_model
from deskhand.infra.models.failures import ChatFailure, ModelAnswerInvalid, ModelUnavailable
from deskhand.infra.models.retries import Pacing
from deskhand.infra.settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_log = structlog.get_logger(__name__)

_SURE_ENOUGH = 0.5
_DRAFT_TIMEOUTS = 2.0  # A draft may take several calls: look-ups, one repair.
_UNDERSTANDING_TIMEOUTS = 0.5
_LONGEST_SUMMARY = 1200


class _Read(BaseModel):
    """What a model understood; entities are left to the local extractor."""

    model_config = ConfigDict(frozen=True)

    intent: Intent
    confidence: float = Field(ge=0, le=1)
    urgency: Literal["low", "normal", "high"] = "normal"
    sentiment: Literal["positive", "neutral", "negative"] = "neutral"
    frustrated: bool = False
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
    dialogue_act: Literal["ask", "confirm", "decline", "thank", "greet", "complain", "inform"] = (
        "ask"
    )
    wants_person: bool = False


class ModelEngine:
    """Engine of one chat model. One instance serves all turns of an event loop."""

    name = "model"

    def __init__(
        self,
        model: BaseChatModel | Callable[[], BaseChatModel],
        *,
        fallback: Engine,
        settings: ModelSettings,
        pacing: Pacing | None = None,
    ) -> None:
        """`model`: an open chat model, or what opens it (in a thread, at the first question).

        `fallback` answers when the model does not; `pacing` brings the clock, the pauses and the
        chance of retries.
        """
        self._source = model
        self._fallback = fallback
        self._settings = settings
        self._pacing = pacing or Pacing()
        self._opening = asyncio.Lock()
        self._model: BaseChatModel | None = None
        self._calls: ModelCalls | None = None

    async def warm(self) -> None:
        """Open the model ahead of the first question. Raises ModelUnavailable."""
        await self._open()

    async def aclose(self) -> None:
        """Close the model's connections."""
        if self._model is not None:
            await close_chat_model(self._model)

    async def expect(self, message: str) -> None:
        """Begin on what the local classifier will need."""
        await self._fallback.expect(message)

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        """What `message` means: by the local classifier, by the model where that is unsure."""
        local, usage = await self._fallback.understand(message, past)
        if local.confidence >= _SURE_ENOUGH:
            return local, usage
        account = Account(self._settings, usage)
        try:
            answered = await self._ask(
                understanding_messages(message, past), account, _UNDERSTANDING_TIMEOUTS
            )
            read = read_json(answered, _Read)
        except ChatFailure as failure:
            _fell_back("understand", failure)
            return local, usage + account.used
        found = Understanding(
            **read.model_dump(exclude={"wants_person"}),
            category=CATEGORY_OF[read.intent],
            wants_person=read.wants_person or local.wants_person,
            entities=local.entities,
            alternatives=((local.intent, local.confidence), *local.alternatives),
        )
        return found, usage + account.used

    async def draft(self, brief: Brief, spent: Usage, on_text: OnText | None = None) -> Drafted:
        """A reply for `brief`, streamed to `on_text` as it is written.

        Never raises for a model's failure: then it is the fallback's draft, with the failure's
        code in `fallback`; text that was already streamed is void.
        """
        account = Account(self._settings, spent)
        drafting = Drafting(brief, account, on_text)
        try:
            draft = await drafting.run(await self._asking(account))
        except ChatFailure as failure:
            _fell_back("draft", failure)
            stream = None if drafting.shown else on_text
            drafted = await self._fallback.draft(brief, spent + account.used, stream)
            return replace(
                drafted,
                fallback=failure.code,
                usage=account.used + drafted.usage,
                evidence=drafted.evidence.with_items(*drafting.found.items),
            )
        return Drafted(draft, self.name, account.used, evidence=drafting.found)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        """A new rolling summary, at most about 120 words, by the model or else the fallback."""
        account = Account(self._settings, Usage())
        try:
            text = await self._ask(summary_messages(previous, messages), account, 1.0)
            summary = without_controls(text).strip()
            if not summary or len(summary) > _LONGEST_SUMMARY:
                raise ModelAnswerInvalid()
        except ChatFailure as failure:
            _fell_back("summarize", failure)
            return await self._fallback.summarize(previous, messages)
        return summary

    async def _asking(self, account: Account) -> Ask:
        """Puts questions to the model: each within a call's limit, all within a draft's."""
        calls = await self._open()
        clock, limit = self._pacing.clock, self._settings.timeout_seconds
        end = clock() + _DRAFT_TIMEOUTS * limit

        async def ask(
            messages: Sequence[Any], on_piece: OnPiece | None, tools: Sequence[CallableTool]
        ) -> Answered:
            deadline = min(end, clock() + limit)
            return await calls.ask(
                messages, account, deadline=deadline, on_piece=on_piece, tools=tools
            )

        return ask

    async def _ask(self, messages: Sequence[Any], account: Account, timeouts: float) -> str:
        calls = await self._open()
        deadline = self._pacing.clock() + timeouts * self._settings.timeout_seconds
        return (await calls.ask(messages, account, deadline=deadline)).text

    async def _open(self) -> ModelCalls:
        if self._calls is not None:
            return self._calls
        async with self._opening:
            if self._calls is None:
                self._model = await self._opened()
                self._calls = ModelCalls(
                    self._model, retries=self._settings.max_retries, pacing=self._pacing
                )
        return self._calls

    async def _opened(self) -> BaseChatModel:
        source = self._source
        if hasattr(source, "astream"):
            return cast("BaseChatModel", source)
        try:
            return await asyncio.to_thread(source)
        except ConfigurationInvalid as error:
            detail = error.detail
        _log.error("model_not_opened", detail=detail)
        raise ModelUnavailable(detail)


def _fell_back(task: str, failure: ChatFailure) -> None:
    _log.warning("model_fell_back", task=task, reason=failure.code, **failure.extra)
