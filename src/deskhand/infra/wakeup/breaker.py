"""Stops trying a server that fails, for a moment, so that callers do not wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Open (do not try) for `pause_seconds` after a failure, then one try at a time decides."""

    def __init__(
        self, pause_seconds: float = 1.0, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock` gives seconds that never go back."""
        self._pause = pause_seconds
        self._clock = clock
        self._failed = False
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
        """A try failed. True when this is the first of a row, which is worth a log line."""
        first = not self._failed
        self._failed = True
        self._retry_at = self._clock() + self._pause
        return first

    def succeeded(self) -> bool:
        """A try worked. True when it ends a row of failures."""
        ended = self._failed
        self._failed = False
        return ended
