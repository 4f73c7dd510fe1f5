"""The model engine: a language model chooses, the offline engine stands behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

import structlog

from deskhand.assistant.engine import Brief, Engine, Planned
from deskhand.assistant.model.accounting import Account
from deskhand.assistant.model.answer import without_controls
from deskhand.assistant.model.calls import ModelCalls, Schema
from deskhand.assistant.model.choosing import choice_schema, plan_of
from deskhand.assistant.model.meaning import meaning_schema, reading_of, unsure_acts
from deskhand.assistant.model.menu import Menu, menu_of
from deskhand.assistant.model.prompts import (
    ChatMessage,
    choice_messages,
    meaning_messages,
    repair_messages,
    summary_messages,
)
from deskhand.assistant.turn import PastMessage, Turn, Usage
from deskhand.assistant.understanding.acts import Reading
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.chat import close_chat_model
from deskhand.infra.models.failures import ChatFailure, ModelAnswerInvalid, ModelUnavailable
from deskhand.infra.models.retries import Pacing
from deskhand.infra.settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_log = structlog.get_logger(__name__)

_READING_TIMEOUTS = 0.5
"""Of the limit of a call: reading comes before everything else, so everything waits for it."""
_LONGEST_SUMMARY = 1200
_INVALID = "invalid"
_NOTHING_CHOSEN = "nothing_chosen"

T = TypeVar("T")


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
        """Begin on what the local classifiers will need."""
        await self._fallback.expect(message)

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        """What the message does: by the local classifiers, by the model where they are unsure.

        The model only ranks what those clauses may mean; identifiers, language and mood stay.
        """
        local, usage, fallback = await self._fallback.read(turn)
        unsure = unsure_acts(local, turn)
        if not unsure:
            return local, usage, fallback
        account = Account(self._settings, usage)
        try:
            reading = await self._asked(
                meaning_messages(turn, unsure),
                meaning_schema(unsure, turn.pack),
                lambda raw: reading_of(raw, local, unsure, turn),
                account,
                _READING_TIMEOUTS,
            )
        except ChatFailure as failure:
            return local, usage + account.used, _fell_back("read", failure)
        return reading, usage + account.used, fallback

    async def plan(self, brief: Brief, spent: Usage) -> Planned:
        """The steps of the reply, chosen by the model where there is anything to choose.

        Never raises for a model's failure: then it is the plain plan, with the reason in
        `fallback`. Nothing that the model typed is in a plan.
        """
        plain = await self._fallback.plan(brief, spent)
        if brief.sure or not brief.reading.served:
            return plain
        menu = menu_of(brief)
        if not menu.leaves_a_choice:
            return plain
        account = Account(self._settings, spent)
        fallback = _NOTHING_CHOSEN
        try:
            plan = await self._asked(
                _question(brief, menu),
                choice_schema(menu),
                lambda raw: plan_of(raw, menu),
                account,
                1.0,
            )
        except ChatFailure as failure:
            plan, fallback = None, _fell_back("plan", failure)
        usage = plain.usage + account.used
        if plan is None:
            return replace(plain, usage=usage, fallback=fallback)
        return Planned(plan, self.name, usage, needs=menu.needed)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        """A new rolling summary, at most about 120 words, by the model or else the fallback."""
        account = Account(self._settings, Usage())
        try:
            calls = await self._open()
            text = await calls.ask(
                summary_messages(previous, messages), account, deadline=self._deadline(1.0)
            )
            summary = without_controls(text).strip()
            if not summary or len(summary) > _LONGEST_SUMMARY:
                raise ModelAnswerInvalid()
        except ChatFailure as failure:
            _fell_back("summarize", failure)
            return await self._fallback.summarize(previous, messages)
        return summary

    async def _asked(
        self,
        messages: list[ChatMessage],
        schema: Schema,
        read: Callable[[str], T],
        account: Account,
        timeouts: float,
    ) -> T:
        """What `read` makes of the answer; an answer that it refuses may be repaired once.

        All of it within `timeouts` limits of a call. Raises ChatFailure.
        """
        calls = await self._open()
        deadline = self._deadline(timeouts)
        answer = await calls.ask(messages, account, deadline=deadline, schema=schema)
        try:
            return read(answer)
        except ModelAnswerInvalid as invalid:
            again = [*messages, *repair_messages(answer, invalid.detail)]
        return read(await calls.ask(again, account, deadline=deadline, schema=schema))

    def _deadline(self, timeouts: float) -> float:
        return self._pacing.clock() + timeouts * self._settings.timeout_seconds

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
        if hasattr(source, "ainvoke"):
            return cast("BaseChatModel", source)
        try:
            return await asyncio.to_thread(source)
        except ConfigurationInvalid as error:
            detail = error.detail
        _log.error("model_not_opened", detail=detail)
        raise ModelUnavailable(detail)


def _question(brief: Brief, menu: Menu) -> list[ChatMessage]:
    turn = brief.turn
    return choice_messages(
        menu,
        turn.message,
        brief.reading,
        title=turn.shop or turn.pack.about.title,
        objective=brief.agent.objective,
        strategy=brief.strategy.replace("_", " "),
    )


def _fell_back(task: str, failure: ChatFailure) -> str:
    """The reason as it is stored; it is logged as well."""
    code = _INVALID if isinstance(failure, ModelAnswerInvalid) else failure.code
    _log.warning("model_fell_back", task=task, reason=code, **failure.extra)
    return code
