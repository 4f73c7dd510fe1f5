"""The HTTP server that the commands run the application in."""

from __future__ import annotations

import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from deskhand.cli.lines import BoundedHttp

_GRACE_SECONDS = 5
_LARGEST_FRAME = 262_144
"""Bytes of one WebSocket frame: 65,536 characters, however they are written. A larger one ends the
line before it is read whole."""


class Server(uvicorn.Server):
    """uvicorn, with signals left to the command, which tells when it answers."""

    def __init__(
        self, app: FastAPI, on_ready: Callable[[], None], trusted_proxies: str | None = None
    ) -> None:
        """`on_ready` is called once connections are taken.

        Of `trusted_proxies`, and of nobody else, the caller's address and scheme are believed.
        """
        super().__init__(
            uvicorn.Config(
                app,
                http=BoundedHttp,
                proxy_headers=trusted_proxies is not None,
                forwarded_allow_ips=trusted_proxies,
                access_log=False,
                log_config=None,
                log_level="warning",
                server_header=False,
                ws_max_size=_LARGEST_FRAME,
                ws_per_message_deflate=False,  # Costs more than the few bytes of a frame save.
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._on_ready = on_ready

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Catch nothing: the command does, since there is more to stop than this server."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()
