"""How many requests are at work at once: the next one is told so at once, and when to come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_MOST = 256
"""As many are answered within a second; more would only wait for each other."""


class Room:
    """Counts the requests that are at work, not those that wait for their client or an answer."""

    def __init__(self, most: int = _MOST) -> None:
        self.most = most
        self.taken = 0

    @property
    def full(self) -> bool:
        """Whether the next request is one too many."""
        return self.taken >= self.most


class Place:
    """One request's place. It may be left and taken again; after `close` it stays left."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._inside = self._closed = False

    def take(self) -> None:
        """Count as at work."""
        if not self._inside and not self._closed:
            self._inside = True
            self._room.taken += 1

    def leave(self) -> None:
        """Count as waiting for somebody else."""
        if self._inside:
            self._inside = False
            self._room.taken -= 1

    def close(self) -> None:
        """Leave for good: the answer has begun."""
        self.leave()
        self._closed = True


_PLACE: ContextVar[Place | None] = ContextVar("place", default=None)


@contextmanager
def holding(place: Place) -> Iterator[None]:
    """The place is the request's own inside, and is left at the end."""
    token = _PLACE.set(place)
    place.take()
    try:
        yield
    finally:
        place.close()
        _PLACE.reset(token)


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Inside, the request waits for others and leaves its place to them."""
    place = _PLACE.get()
    if place is not None:
        place.leave()
    try:
        yield
    finally:
        if place is not None:
            place.take()
