"""The session's Redis, and one of its own for a test that stops or kills it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.redis_server import RedisServer


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """One real Redis for all tests; use keys of your own, or `flushall` it first."""
    with RedisServer() as server:
        yield server


def _own_redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        if not server.owned:
            pytest.skip("a server given by DESKHAND_TEST_REDIS_URL is not ours to kill")
        yield server


own_redis = pytest.fixture(_own_redis, name="own_redis")
"""A real Redis for this test alone, which may stop, pause or kill it."""

module_redis = pytest.fixture(_own_redis, name="module_redis", scope="module")
"""A real Redis for the tests of one file."""
