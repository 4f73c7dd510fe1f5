"""Rate limits, shared between processes when there is a Redis."""

from __future__ import annotations

import time

import structlog
from limits import RateLimitItem, parse
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
        item = parse(limit)
        try:
            await self._hit(self._limiter, item, key)
        except TooManyRequests:
            raise
        except Exception as error:
            log.warning("rate limits are counted alone", error=type(error).__name__)
            await self._hit(self._alone, item, key)

    async def _hit(
        self, limiter: MovingWindowRateLimiter, item: RateLimitItem, key: tuple[str, ...]
    ) -> None:
        if not await limiter.hit(item, *key):
            stats = await limiter.get_window_stats(item, *key)
            raise TooManyRequests(retry_after=max(1, int(stats.reset_time - time.time())))
