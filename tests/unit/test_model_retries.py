"""When a language model is asked again, and how long is waited before."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import httpx
import pytest

from deskhand.infra import clock
from deskhand.infra.models.failures import (
    BudgetExceeded,
    ChatFailure,
    ModelAnswerInvalid,
    ModelRefused,
    ModelTimedOut,
    ModelUnavailable,
    RateLimited,
    failure_of,
)
from deskhand.infra.models.retries import Pacing, with_retries

REQUEST = httpx.Request("POST", "http://model.test/")


def answered(status: int, **headers: str) -> httpx.HTTPStatusError:
    response = httpx.Response(status, headers=headers, request=REQUEST)
    return httpx.HTTPStatusError("said", request=REQUEST, response=response)


class LengthFinishReasonError(Exception):
    """As a provider's client names an answer that was cut; its response was a good one."""

    response = httpx.Response(200, request=REQUEST)


class ContentFilterFinishReasonError(Exception):
    """As it names one that the provider kept back."""


class Time:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def pacing(self, seed: int = 1) -> Pacing:
        return Pacing(lambda: self.now, self.sleep, Random(seed))


@pytest.mark.parametrize(
    ("error", "kind", "retried"),
    [
        (answered(429), RateLimited, True),
        (answered(500), ModelUnavailable, True),
        (answered(529), ModelUnavailable, True),
        (answered(404), ModelUnavailable, False),
        (httpx.ReadTimeout("slow"), ModelTimedOut, False),
        (httpx.ConnectTimeout("slow"), ModelUnavailable, True),
        (httpx.ConnectError("refused"), ModelUnavailable, True),
        (ConnectionResetError(), ModelUnavailable, True),
        (KeyError("choices"), ModelUnavailable, False),
        (LengthFinishReasonError(), ModelAnswerInvalid, False),
        (ContentFilterFinishReasonError(), ModelRefused, False),
        (BudgetExceeded(), BudgetExceeded, False),
    ],
)
def test_each_providers_error_has_its_meaning(
    error: Exception, kind: type[ChatFailure], retried: bool
) -> None:
    failure = failure_of(error)
    assert type(failure) is kind
    assert failure.may_retry is retried


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "Sat, 21 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Sat, 21 Nov 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "inf"}, None),
        ({}, None),
    ],
)
def test_the_wait_that_a_provider_asks_for_is_read(
    headers: dict[str, str], seconds: float | None
) -> None:
    with clock.frozen(datetime(2026, 11, 21, 12, 0, tzinfo=UTC)):
        assert failure_of(answered(429, **headers)).retry_after == seconds


async def test_pauses_are_spread_and_their_bound_doubles() -> None:
    longest = [0.0, 0.0, 0.0]
    for seed in range(50):
        time = Time()

        async def fail() -> None:
            raise answered(503)

        with pytest.raises(ModelUnavailable):
            await with_retries(fail, retries=3, deadline=200, pacing=time.pacing(seed))
        longest = [max(pair) for pair in zip(longest, time.pauses, strict=True)]
    assert 0.3 < longest[0] <= 0.4
    assert 0.6 < longest[1] <= 0.8
    assert 1.2 < longest[2] <= 1.6


async def test_no_pause_is_begun_that_ends_after_the_deadline() -> None:
    time = Time()

    async def fail() -> None:
        raise answered(429, **{"retry-after": "5"})

    with pytest.raises(RateLimited):
        await with_retries(fail, retries=9, deadline=111, pacing=time.pacing())
    assert len(time.pauses) == 2


async def test_nothing_is_asked_after_the_deadline() -> None:
    async def never() -> None:
        raise AssertionError("asked")

    with pytest.raises(ModelTimedOut):
        await with_retries(never, retries=2, deadline=99, pacing=Time().pacing())
