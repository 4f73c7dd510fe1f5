"""What can go wrong when a language model is asked, whichever provider it comes from."""

from __future__ import annotations

import math
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

from deskhand.infra import clock
from deskhand.infra.errors import Unavailable

_TIMEOUTS = frozenset({"APITimeoutError", "TimeoutException", "TimeoutError", "Timeout"})
_CONNECTIONS = frozenset(
    {"APIConnectionError", "TransportError", "RequestError", "ConnectionError", "OSError"}
)
_CONNECTING = frozenset({"ConnectTimeout", "PoolTimeout", "ConnectError"})
_UNREADABLE = frozenset(
    {"LengthFinishReasonError", "JSONDecodeError", "APIResponseValidationError"}
)
_FILTERED = frozenset({"ContentFilterFinishReasonError"})
_RETRIED_STATUSES = frozenset({408, 409, 425})


class ChatFailure(Unavailable):
    """The language model gave no usable answer."""

    # The text of a failure is ours alone: a provider's own words may hold the key or the prompt.
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        detail: str | None = None,
        *,
        retryable: bool | None = None,
        retry_after: float | None = None,
        **extra: Any,
    ) -> None:
        """`retry_after`: seconds that the provider asked to wait; `extra` is safe to log."""
        super().__init__(detail, **extra)
        self.may_retry = type(self).retryable if retryable is None else retryable
        self.retry_after = retry_after


class RateLimited(ChatFailure):
    """The language model's provider asks for fewer requests."""

    retryable = True


class ModelUnavailable(ChatFailure):
    """The language model's provider does not serve the request."""


class ModelTimedOut(ChatFailure):
    """The language model took longer than its time limit."""


class ModelRefused(ChatFailure):
    """The language model, or its provider's filter, refused to answer."""


class ModelAnswerInvalid(ChatFailure):
    """The language model's answer has not the form that was asked for."""


class BudgetExceeded(ChatFailure):
    """The turn's budget for the language model is used up."""


def failure_of(error: Exception) -> ChatFailure:
    """The failure that a provider's exception stands for.

    Providers are told apart by the names and attributes their libraries share, so none of the
    libraries is imported.
    """
    if isinstance(error, ChatFailure):
        return error
    names = _names(error)
    kind = type(error).__name__
    # LangChain ties the response, with its good status, to what the client could not read in it.
    if names & _UNREADABLE:
        return ModelAnswerInvalid(kind=kind)
    if names & _FILTERED:
        return ModelRefused(kind=kind)
    status = _status(error)
    if status is not None:
        return _failure_of_status(error, status, kind)
    if names & _TIMEOUTS:
        if names & _CONNECTING or _names(error.__cause__) & _CONNECTING:
            return ModelUnavailable(retryable=True, kind=kind)
        return ModelTimedOut(kind=kind)
    return ModelUnavailable(retryable=bool(names & _CONNECTIONS), kind=kind)


def _failure_of_status(error: Exception, status: int, kind: str) -> ChatFailure:
    said = f"The language model's provider answered with status {status}."
    if status == 429 and getattr(error, "code", None) != "insufficient_quota":
        return RateLimited(retry_after=_retry_after(error), status_code=status, kind=kind)
    if status >= 500 or status in _RETRIED_STATUSES:
        return ModelUnavailable(
            said, retryable=True, retry_after=_retry_after(error), status_code=status, kind=kind
        )
    return ModelUnavailable(said, status_code=status, kind=kind)


def _names(error: BaseException | None) -> set[str]:
    return {cls.__name__ for cls in type(error).__mro__} if error is not None else set()


def _status(error: Exception) -> int | None:
    response = getattr(error, "response", None)
    for holder in (error, response):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _retry_after(error: Exception) -> float | None:
    """Seconds of the header `Retry-After` (RFC 9110 section 10.2.3), or of `Retry-After-Ms`."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    if headers is None:
        return None
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    written = headers.get("retry-after")
    seconds = _number(written)
    if seconds is not None or not written:
        return seconds
    try:
        moment = parsedate_to_datetime(written)
        return max(0.0, (moment - clock.now()).total_seconds())
    except (TypeError, ValueError):
        return None


def _number(written: str | None) -> float | None:
    try:
        value = float(written) if written else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) and value >= 0 else None
