"""When a failing server is tried again."""

from __future__ import annotations

from deskhand.infra.breaker import Breaker


class _Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_after_a_failure_nobody_tries_for_a_moment_and_then_one_does() -> None:
    clock = _Clock()
    breaker = Breaker(1.0, clock=clock)
    assert breaker.allows()
    assert breaker.failed()
    assert breaker.is_open
    assert not breaker.allows()
    clock.seconds = 1.5
    assert not breaker.is_open
    assert breaker.allows()
    assert not breaker.allows()


def test_a_success_closes_it_and_is_told_once() -> None:
    breaker = Breaker(1.0, clock=_Clock())
    breaker.failed()
    assert not breaker.failed()
    assert breaker.succeeded()
    assert not breaker.succeeded()
    assert breaker.allows()
