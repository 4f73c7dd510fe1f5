"""Tells all workers that this one lives, in a way that ends with the process itself."""

from __future__ import annotations

import os
import secrets
import socket

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deskhand.domain.conversations.turns import PRESENT

log = structlog.get_logger(__name__)

_LOCK = text("SELECT pg_advisory_lock(hashtextextended(:name, 0))")


class Presence:
    """A lock of PostgreSQL on this worker's name, on a connection of its own.

    PostgreSQL lets go of it as soon as the process is gone, so that its turns go on elsewhere
    without waiting for their leases to run out.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._held: tuple[str, AsyncConnection] | None = None

    @property
    def name(self) -> str:
        """What turns are claimed by; a name that says it is locked as long as it is."""
        return self._held[0] if self._held is not None else self._name

    async def keep(self) -> None:
        """Take the lock, or see whether it is still held; without it leases just run out."""
        try:
            if self._held is not None:
                await self._held[1].execute(text("SELECT 1"))
                return
            # A name of its own each time: one that was lost may have been judged gone.
            name = f"{PRESENT}{self._name}:{secrets.token_hex(4)}"
            opened = await self._engine.connect()
            connection = await opened.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(_LOCK, {"name": name})
            self._held = name, connection
        except Exception as error:
            log.warning("the worker cannot tell that it lives", error=type(error).__name__)
            await self.leave()

    async def leave(self) -> None:
        """Let go of the lock."""
        held, self._held = self._held, None
        if held is not None:
            await held[1].invalidate()
            await held[1].close()
