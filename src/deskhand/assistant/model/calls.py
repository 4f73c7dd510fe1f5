"""One question to the model: bounded in time and money, held to a schema, asked again if useful."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import structlog

from deskhand.assistant.model.accounting import (
    Account,
    estimated_prompt_tokens,
    estimated_tokens,
)
from deskhand.assistant.model.answer import text_of
from deskhand.assistant.model.prompts import ChatMessage, in_words
from deskhand.infra.models.failures import ChatFailure, failure_of
from deskhand.infra.models.retries import Pacing, with_retries

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Schema = Mapping[str, Any]
"""A JSON schema with a title, every field required: what strict modes of providers take."""

_log = structlog.get_logger(__name__)

_MOST_SCHEMAS = 256
"""Schemas name ids as `s1`, so that turns share them; this many shapes are kept."""
_NO_SCHEMAS = ("response_format", "json_schema", "output_format", "tool_choice")
"""What a server names when it refuses a call because of the schema."""
_REFUSALS = frozenset({400, 404, 422, 501})


class ModelCalls:
    """Asks one chat model. Safe to use from many turns of one event loop."""

    def __init__(self, model: BaseChatModel, *, retries: int, pacing: Pacing) -> None:
        self._model = model
        self._retries = retries
        self._pacing = pacing
        self._held: dict[str, Any] = {}
        self._takes_schemas = True
        self._takes_limit = "max_tokens" in type(model).model_fields

    async def ask(
        self,
        messages: Sequence[ChatMessage],
        account: Account,
        *,
        deadline: float,
        schema: Schema | None = None,
    ) -> str:
        """What the model says, held to `schema` where its provider can. Raises ChatFailure."""

        async def attempt() -> str:
            return await self._attempt(messages, account, schema)

        return await with_retries(
            attempt, retries=self._retries, deadline=deadline, pacing=self._pacing
        )

    async def _attempt(
        self, messages: Sequence[ChatMessage], account: Account, schema: Schema | None
    ) -> str:
        """One call. Books what it cost, also when it is given up."""
        held = self._held_to(schema)
        written = json.dumps(schema, separators=(",", ":")) if schema is not None else ""
        if schema is not None and held is None:
            messages = in_words(messages, written)
            written = ""
        estimate = estimated_prompt_tokens(messages, written)
        room = account.answer_room(estimate)
        options = {"max_tokens": room} if self._takes_limit else {}
        failure: ChatFailure | None = None
        try:
            asked: Any = held or self._model
            message = await asked.ainvoke(list(messages), **options)
        except Exception as error:
            if held is not None and _refuses_schemas(error):
                self._takes_schemas = False
                _log.warning("model_takes_no_schema", kind=type(error).__name__)
            else:
                failure = failure_of(error)
                _book_answered(account, error)
        except BaseException:
            # Given up from outside (deadline, cancellation): the provider counts the call.
            account.book(estimate, 0)
            raise
        else:
            said = message.usage_metadata or {}
            account.book(
                said.get("input_tokens") or estimate,
                said.get("output_tokens") or estimated_tokens(str(message.content)),
            )
            return text_of(message)
        if failure is not None:
            # Raised here, so that the provider's exception is not its context.
            raise failure
        return await self._attempt(messages, account, schema)

    def _held_to(self, schema: Schema | None) -> Any:
        """The model as it answers by `schema`, made once; None where it can only be told so.

        Only the model's own part of LangChain's chain is used: the parser behind it completes
        cut JSON by guessing.
        """
        if schema is None or not self._takes_schemas:
            return None
        key = json.dumps(schema)
        if key not in self._held:
            try:
                chain: Any = self._model.with_structured_output(
                    dict(schema), method="json_schema", strict=True
                )
                asked = chain.first
            except (NotImplementedError, TypeError, ValueError, AttributeError):
                # How a provider without schemas says so is its own: LangChain's base class raises
                # the first, one without `method` or `strict` the next two, and one that returns no
                # chain has no `first`. It is told the schema in words from then on.
                self._takes_schemas = False
                return None
            if len(self._held) >= _MOST_SCHEMAS:
                self._held.clear()
            self._held[key] = asked
        return self._held[key]


def _refuses_schemas(error: Exception) -> bool:
    """Whether the server does not know how to hold a model to a schema."""
    said = str(error)
    return getattr(error, "status_code", None) in _REFUSALS and any(
        name in said for name in _NO_SCHEMAS
    )


def _book_answered(account: Account, error: Exception) -> None:
    """Count an answer that the provider's client read and threw away."""
    usage = getattr(getattr(error, "completion", None), "usage", None)
    if usage is not None:
        account.book(usage.prompt_tokens, usage.completion_tokens)
