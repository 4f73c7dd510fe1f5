"""One question to the model: streamed, bounded in time and money, asked again when that helps."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from deskhand.assistant.engine.model.accounting import (
    Account,
    estimated_prompt_tokens,
    estimated_tokens,
)
from deskhand.assistant.engine.model.tools import ToolCall, tool_calls_of, tool_schemas
from deskhand.assistant.engine.port import CallableTool
from deskhand.infra.models.failures import ChatFailure, ModelAnswerInvalid, failure_of
from deskhand.infra.models.retries import Pacing, with_retries

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OnPiece = Callable[[str], Awaitable[None]]

_CUT_SHORT = frozenset({"length", "max_tokens", "content_filter", "refusal"})
_MOST_TOOL_SETS = 32


@dataclass(frozen=True, slots=True)
class Answered:
    """What the model said; `message` is its LangChain form, to be sent back in a next round."""

    text: str
    tool_calls: tuple[ToolCall, ...]
    message: Any


class ModelCalls:
    """Asks one chat model. Safe to use from many turns of one event loop."""

    def __init__(self, model: BaseChatModel, *, retries: int, pacing: Pacing) -> None:
        self._model = model
        self._retries = retries
        self._pacing = pacing
        self._bound: dict[str, Any] = {}
        fields = type(model).model_fields
        self._options = _Options("max_tokens" in fields, True if "stream_usage" in fields else None)

    async def ask(
        self,
        messages: Sequence[Any],
        account: Account,
        *,
        deadline: float,
        on_piece: OnPiece | None = None,
        tools: Sequence[CallableTool] = (),
    ) -> Answered:
        """The model's answer, `on_piece` called with each part of its text.

        When an answer breaks off after pieces were passed on, the next attempt passes on none:
        its text replaces them. Raises ChatFailure.
        """
        schemas, model = self._with_tools(tools)
        estimate = estimated_prompt_tokens(messages, schemas)
        one = _Exchange(model, messages, account, estimate, on_piece, self._options)
        return await with_retries(
            one.attempt, retries=self._retries, deadline=deadline, pacing=self._pacing
        )

    def _with_tools(self, tools: Sequence[CallableTool]) -> tuple[str, Any]:
        """The tools' schemas as text, and the model that knows them; bound once per set."""
        if not tools:
            return "", self._model
        schemas = tool_schemas(tools)
        key = json.dumps(schemas)
        if key not in self._bound:
            if len(self._bound) >= _MOST_TOOL_SETS:
                self._bound.clear()
            self._bound[key] = self._model.bind_tools(schemas)
        return key, self._bound[key]


@dataclass
class _Options:
    """What the model's provider understands; shared by all questions to it."""

    takes_limit: bool
    tells_usage: bool | None
    """None where usage is told without being asked for."""

    def of(self, room: int) -> dict[str, Any]:
        """The arguments of a call whose answer may have `room` tokens."""
        limit = {"max_tokens": room} if self.takes_limit else {}
        return limit if self.tells_usage is None else limit | {"stream_usage": self.tells_usage}


class _Exchange:
    """The attempts at one question."""

    def __init__(
        self,
        model: Any,
        messages: Sequence[Any],
        account: Account,
        estimate: int,
        on_piece: OnPiece | None,
        options: _Options,
    ) -> None:
        self._model = model
        self._messages = list(messages)
        self._account = account
        self._estimate = estimate
        self._on_piece = on_piece
        self._options = options

    async def attempt(self) -> Answered:
        """One call. Books what it cost, also when it fails midway."""
        room = self._account.answer_room(self._estimate)
        options = self._options.of(room)
        reading = _Reading()
        passed_on = False
        failure: ChatFailure | None = None
        unknown_option = False
        try:
            async with aclosing(self._model.astream(self._messages, **options)) as stream:
                async for chunk in stream:
                    text = reading.take(chunk)
                    if text and self._on_piece is not None:
                        passed_on = True
                        await self._on_piece(text)
        except Exception as error:
            failure = failure_of(error, answering=bool(reading.chunks))
            unknown_option = "stream_options" in str(error)
        except BaseException:
            # Given up from outside (deadline, cancellation): the provider counts the call.
            self._book(reading)
            raise
        if reading.chunks:
            self._book(reading)
        if unknown_option and self._options.tells_usage:
            # Some compatible servers refuse the wish for usage figures; they are estimated then.
            self._options.tells_usage = False
            return await self.attempt()
        if failure is not None:
            if passed_on:
                self._on_piece = None
            # Raised here, so that the provider's exception is not its context.
            raise failure
        return reading.answered()

    def _book(self, reading: _Reading) -> None:
        self._account.book(
            reading.input_tokens or self._estimate,
            reading.output_tokens or estimated_tokens("".join(reading.texts)),
        )


class _Reading:
    """What has arrived of an answer."""

    def __init__(self) -> None:
        self.chunks: list[Any] = []
        self.texts: list[str] = []
        self.input_tokens = 0
        self.output_tokens = 0
        self._finish: str | None = None
        self._calls = False

    def take(self, chunk: Any) -> str:
        """Keep `chunk` and return its text."""
        self.chunks.append(chunk)
        content = chunk.content
        text = content if isinstance(content, str) else str(chunk.text)
        if text:
            self.texts.append(text)
        if usage := chunk.usage_metadata:
            self.input_tokens += usage.get("input_tokens", 0)
            self.output_tokens += usage.get("output_tokens", 0)
        if told := chunk.response_metadata:
            self._finish = told.get("finish_reason") or told.get("stop_reason") or self._finish
        if chunk.tool_calls or chunk.invalid_tool_calls or getattr(chunk, "tool_call_chunks", None):
            self._calls = True
        return text

    def answered(self) -> Answered:
        """The whole answer. Raises ModelAnswerInvalid when the model was stopped midway."""
        if self._finish in _CUT_SHORT:
            raise ModelAnswerInvalid(finish=self._finish)
        text = "".join(self.texts)
        if not self._calls:
            return Answered(text, (), None)
        message = reduce(add, self.chunks)
        return Answered(text, tool_calls_of(message), message)
