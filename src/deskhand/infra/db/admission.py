"""Who may have a connection now: a bounded, fair and short wait, then a refusal that says when."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from deskhand.infra.errors import DeskhandError, Unavailable

WAIT_SECONDS = 0.25
"""Longer than a place is held at work, short enough that nobody takes the answer for a hang."""
_RETRY_AFTER = 1
"""Seconds after which a refused caller should ask again."""

_Waiting = deque[asyncio.Future[None]]


class TooBusy(Unavailable):
    """More is asked at this moment than can be served; try again shortly."""

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        """As any error; it says when to come back."""
        super().__init__(detail, retry_after=_RETRY_AFTER, **extra)


class TooMuchAtOnce(DeskhandError):
    """Your desk asks for more at once than its share while others wait; try again shortly."""

    status = 429

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        """As any error; it says when to come back."""
        super().__init__(detail, retry_after=_RETRY_AFTER, **extra)


class Admission:
    """Gives out `places`; up to `queue` callers wait for one, in turn by tenant.

    When the queue is full, whoever waits most often makes room: the tenant with the longest line
    loses its last caller, so that one busy tenant delays itself and nobody else.
    """

    def __init__(self, places: int, queue: int, wait_seconds: float = WAIT_SECONDS) -> None:
        """`places` is how many may be inside at once."""
        self._free = places
        self._queue = queue
        self._seconds = wait_seconds
        self._lines: OrderedDict[UUID | None, _Waiting] = OrderedDict()
        self._waiting = 0

    @asynccontextmanager
    async def entered(self, tenant_id: UUID | None) -> AsyncIterator[None]:
        """Inside, a place is held. Raises TooBusy or TooMuchAtOnce instead of waiting long."""
        await self._enter(tenant_id)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, tenant_id: UUID | None) -> None:
        if self._free > 0:
            self._free -= 1
            return
        if self._waiting >= self._queue:
            self._make_room(tenant_id)
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(tenant_id, deque()).append(mine)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await mine
        except BaseException as error:
            self._withdraw(tenant_id, mine)
            if isinstance(error, TimeoutError):
                raise TooBusy from None
            raise

    def _make_room(self, tenant_id: UUID | None) -> None:
        longest = max(self._lines, key=lambda one: len(self._lines[one]))
        if len(self._lines.get(tenant_id, ())) + 1 >= len(self._lines[longest]):
            raise TooMuchAtOnce if len(self._lines) > 1 else TooBusy
        refused = self._lines[longest].pop()
        self._waiting -= 1
        refused.set_exception(TooMuchAtOnce())

    def _leave(self) -> None:
        """Give the place to the first of the next tenant's line."""
        while self._lines:
            tenant_id, line = self._lines.popitem(last=False)
            first = line.popleft()
            self._waiting -= 1
            if line:
                self._lines[tenant_id] = line  # Behind the other tenants.
            if not first.done():
                first.set_result(None)
                return
        self._free += 1

    def _withdraw(self, tenant_id: UUID | None, mine: asyncio.Future[None]) -> None:
        if mine.done() and not mine.cancelled() and mine.exception() is None:
            self._leave()  # The place was given in the moment in which it was no longer wanted.
        line = self._lines.get(tenant_id)
        if line is not None and mine in line:
            line.remove(mine)
            self._waiting -= 1
            if not line:
                del self._lines[tenant_id]
