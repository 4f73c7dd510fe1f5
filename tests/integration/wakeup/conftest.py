"""Fixtures of the wake-up tests."""

from __future__ import annotations

from tests.support.redis_fixture import module_redis, own_redis, redis_server

__all__ = ["module_redis", "own_redis", "redis_server"]
