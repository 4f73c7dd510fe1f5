"""Stops trying a server that fails, for a moment, so that callers do not wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Open (do not try) for `pause_seconds` after failures in a row, then one try decides."""

    def __init__(
        self,
        pause_seconds: float = 1.0,
        *,
        failures: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`failures` in a row open it. `clock` gives seconds that never go back."""
        self._pause = pause_seconds
        self._most = failures
        self._clock = clock
        self._row = 0
        self._retry_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether to give up at once; asking changes nothing."""
        return self._failed and self._clock() < self._retry_at

    def allows(self) -> bool:
        """Whether to try now. After a pause only the first caller of each pause may."""
        if not self._failed:
            return True
        moment = self._clock()
        if moment < self._retry_at:
            return False
        self._retry_at = moment + self._pause
        return True

    def failed(self) -> bool:
        """A try failed. True when this opens it, which is worth a log line."""
        self._row += 1
        self._retry_at = self._clock() + self._pause
        return self._row == self._most

    def succeeded(self) -> bool:
        """A try worked. True when it closes an open one."""
        ended = self._failed
        self._row = 0
        return ended

    @property
    def _failed(self) -> bool:
        return self._row >= self._most
