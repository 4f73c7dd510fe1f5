"""The pool of connections that all turns share when they ask a model."""

from __future__ import annotations

import asyncio
from itertools import count
from urllib.request import getproxies

import httpx

_CONNECTIONS = 1024
_KEPT_ALIVE = 512
_KEPT_SECONDS = 30.0
_CONNECT_SECONDS = 5.0
_POOLS = 16


def model_connections(timeout_seconds: float) -> httpx.AsyncClient:
    """An HTTP client for some hundreds of calls at once; `timeout_seconds` bounds each read.

    A proxy named by the environment is used; then there is one pool instead of several.
    """
    timeout = httpx.Timeout(timeout_seconds, connect=_CONNECT_SECONDS)
    if getproxies():
        return httpx.AsyncClient(limits=_limits(1), timeout=timeout, follow_redirects=True)
    return httpx.AsyncClient(transport=_SpreadTransport(), timeout=timeout, follow_redirects=True)


class _SpreadTransport(httpx.AsyncBaseTransport):
    """Several pools, used in turn.

    A pool looks at each of its connections at the start and at the end of each request. With 200
    idle ones that took longer than all the rest of a call; a sixteenth of them does not.
    """

    def __init__(self) -> None:
        context = httpx.create_ssl_context()
        self._pools = [
            httpx.AsyncHTTPTransport(verify=context, limits=_limits(_POOLS)) for _ in range(_POOLS)
        ]
        self._next = count()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        pool = self._pools[next(self._next) % _POOLS]
        return await pool.handle_async_request(request)

    async def aclose(self) -> None:
        await asyncio.gather(*(pool.aclose() for pool in self._pools))


def _limits(pools: int) -> httpx.Limits:
    return httpx.Limits(
        max_connections=_CONNECTIONS // pools,
        max_keepalive_connections=_KEPT_ALIVE // pools,
        keepalive_expiry=_KEPT_SECONDS,
    )
