"""How fast a line may send: what comes faster waits in the sender's own socket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_A_SECOND = 20.0
_AT_ONCE = 100.0


class Pace:
    """A hundred frames at once, then twenty a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = _AT_ONCE
        self._looked = clock()

    def pause(self) -> float:
        """Count one frame; the seconds after which it may be read."""
        now = self._clock()
        self._left = min(_AT_ONCE, self._left + (now - self._looked) * _A_SECOND) - 1
        self._looked = now
        return max(0.0, -self._left / _A_SECOND)

    async def kept(self) -> None:
        """Return when the next frame may be read."""
        pause = self.pause()
        if pause > 0:
            await asyncio.sleep(pause)
