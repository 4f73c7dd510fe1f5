"""Rate limits, shared between processes when there is a Redis."""

from __future__ import annotations

import time
from typing import Literal, NoReturn

import structlog
from limits import parse
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter

from deskhand.infra.errors import DeskhandError

log = structlog.get_logger(__name__)


class TooManyRequests(DeskhandError):
    """Too many tries; wait a moment."""

    status = 429


class RateLimits:
    """Counts tries by key. When the shared storage is away, this process counts alone."""

    def __init__(self, storage: Storage) -> None:
        self._limiter = MovingWindowRateLimiter(storage)
        self._alone = MovingWindowRateLimiter(MemoryStorage())

    async def check(self, limit: str, *key: str) -> None:
        """Count one try; raises TooManyRequests with the seconds to wait."""
        if not await self._ask("hit", limit, key):
            await self._refuse(limit, key)

    async def require(self, limit: str, *key: str) -> None:
        """Raise TooManyRequests when the limit is used up; counts nothing."""
        if await self.noted(limit, *key):
            await self._refuse(limit, key)

    async def note(self, limit: str, *key: str) -> None:
        """Count one, and refuse nothing."""
        await self._ask("hit", limit, key)

    async def noted(self, limit: str, *key: str) -> bool:
        """Whether as many were counted as the limit allows."""
        return not await self._ask("test", limit, key)

    async def _ask(self, what: Literal["hit", "test"], limit: str, key: tuple[str, ...]) -> bool:
        item = parse(limit)
        try:
            return bool(await getattr(self._limiter, what)(item, *key))
        except Exception as error:
            log.warning("rate limits are counted alone", error=type(error).__name__)
            return bool(await getattr(self._alone, what)(item, *key))

    async def _refuse(self, limit: str, key: tuple[str, ...]) -> NoReturn:
        item = parse(limit)
        try:
            stats = await self._limiter.get_window_stats(item, *key)
        except Exception:
            stats = await self._alone.get_window_stats(item, *key)
        raise TooManyRequests(retry_after=max(1, int(stats.reset_time - time.time())))
