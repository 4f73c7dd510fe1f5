"""Asking again after a passing failure: full-jitter back-off within one deadline."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from deskhand.infra.models.failures import ChatFailure, ModelTimedOut, failure_of
from deskhand.infra.observability import metrics

T = TypeVar("T")

_FIRST_PAUSE = 0.4
_LONGEST_PAUSE = 8.0


@dataclass(frozen=True)
class Pacing:
    """The time and the chance that retries depend on; tests bring their own.

    `clock` counts seconds and never goes back; `sleep` waits for seconds.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Random = field(default_factory=Random)

    def pause(self, attempt: int, failure: ChatFailure) -> float:
        """Seconds before the attempt after number `attempt` (from 0).

        Full jitter: uniform between 0 and a bound that doubles, so that many turns that failed
        together do not come back together. What the provider asked for is waited in any case.
        """
        bound: float = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)
        if failure.retry_after is not None:
            return failure.retry_after + self.random.uniform(0, _FIRST_PAUSE)
        return self.random.uniform(0, bound)


async def with_retries(
    call: Callable[[], Awaitable[T]], *, retries: int, deadline: float, pacing: Pacing
) -> T:
    """The result of `call`, tried at most `1 + retries` times until `deadline` of the clock.

    Raises the last `ChatFailure`. A pause that would end after the deadline is not begun.
    """
    attempt = 0
    while True:
        failure: ChatFailure = ModelTimedOut()
        left = deadline - pacing.clock()
        if left > 0:
            outcome = await _attempt(call, left)
            if not isinstance(outcome, ChatFailure):
                return outcome
            failure = outcome
        if not failure.may_retry or attempt >= retries:
            raise failure
        pause = pacing.pause(attempt, failure)
        if pause >= deadline - pacing.clock():
            raise failure
        metrics.model_retries_total.labels(failure.code).inc()
        await pacing.sleep(pause)
        attempt += 1


async def _attempt(call: Callable[[], Awaitable[T]], seconds: float) -> T | ChatFailure:
    """What `call` gives within `seconds`, or its failure.

    The failure is returned, not raised, so that it does not drag the provider's exception, which
    may hold the prompt or the key, along as its context.
    """
    try:
        async with asyncio.timeout(seconds) as limit:
            return await call()
    except TimeoutError as error:
        return ModelTimedOut() if limit.expired() else failure_of(error)
    except Exception as error:
        return failure_of(error)
